import {expect, test} from 'vitest';
import {beyondRecords, recordTable} from '../../source/output/record-table.ts';
import {seen} from '../knowledge/sample-facts.ts';

test('nothing looked at, nothing shown', () => {
	expect(recordTable([seen('records.spf')])).toEqual([]);
});

test('topics in their order, the worst of each first, with what to do and to publish', () => {
	const spf = {topic: 'SPF', subject: 'a.example'} as const;
	const quiet = {advice: '', publish: ''};
	const table = recordTable([
		seen('records.finding', {topic: 'PTR', severity: 'fine', says: 'It is confirmed.', ...quiet}),
		seen('records.finding', {...spf, severity: 'fine', says: 'The other is right.', ...quiet}),
		seen('records.finding', {
			...spf,
			severity: 'problem',
			says: 'It fails.',
			advice: 'Allow it:',
			publish: 'a.example. TXT "v=spf1 -all"',
		}),
	]);
	expect(table).toEqual([
		'',
		'The sender’s records and reputation',
		'problem  SPF  It fails.',
		'              Allow it:',
		'                  a.example. TXT "v=spf1 -all"',
		'ok       SPF  The other is right.',
		'ok       PTR  It is confirmed.',
	]);
});

test('lists that do not answer for the same reason stand together, and apart from other topics', () => {
	const note = {severity: 'note', advice: 'Ask elsewhere.', publish: ''} as const;
	const table = recordTable([
		seen('records.finding', {topic: 'DANE', subject: 'x', says: 'None.', ...note}),
		seen('records.finding', {topic: 'blocklist', subject: 'A', says: 'A is silent.', ...note}),
		seen('records.finding', {topic: 'blocklist', subject: 'B', says: 'B is silent.', ...note}),
		seen('records.finding', {topic: 'blocklist', subject: 'C', says: 'C is silent.', ...note}),
	]);
	expect(table.filter(line => /silent|holds|None/.test(line)).map(line => line.trim())).toEqual([
		'note  DANE       None.',
		'note  blocklist  A is silent.',
		'The same holds for B, C.',
	]);
});

test('what the table says is not said again as a warning', () => {
	const finding = seen('records.finding', {says: 'It fails.'});
	const other = {class: 'slow', summary: 'It is slow.'} as const;
	const same = {class: 'sender-auth-failed', summary: 'It fails.'} as const;
	expect(beyondRecords([same, other], [finding])).toEqual([other]);
});
