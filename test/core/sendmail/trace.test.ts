// What `sendmail -bt -d21.15,60.1` of Sendmail 8.17 printed, read back. Rules that did not match are left out.
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {parseCf} from '../../../source/core/sendmail/cf-file.ts';
import {decisionIn, joined, permissionIn} from '../../../source/core/sendmail/decision.ts';
import {mailerOf} from '../../../source/core/sendmail/foresee.ts';
import {answersIn, decisive, readAnswer} from '../../../source/core/sendmail/trace.ts';

const recorded = (name: string) =>
	answersIn(readFileSync(path.join(import.meta.dirname, `recorded/${name}.txt`), 'utf8'));

/** sendmail.cf with something on the lines that the traces name. */
const cf = parseCf(
	Array.from(
		{length: 1300},
		(_, index) =>
			({
				1112: 'SBasic_check_relay',
				1125: 'R<REJECT> <$*>\t\t$#error $@ 5.7.1 $: "550 Access denied"',
				1233: 'SBasic_check_rcpt',
				1255: 'R$*\t\t\t$#error $@ 5.7.1 $: "550 Relaying denied. Proper authentication required."',
				1261: 'SRcpt_ok',
				1280: 'R$+ < @ $=w >\t\t$@ RELAY',
			})[index] ?? '',
	).join('\n'),
);

const order = {rcpt: 11, parse: 12, mx: 13, w: 14, R: 15, mechanisms: 16} as const;

describe('a recipient that is not relayed to', () => {
	const answers = recorded('denied');
	const rcpt = readAnswer(answers[order.rcpt] ?? []);

	test('each command has its answer', () => {
		expect(answers.slice(0, 8).every(lines => lines.length === 0)).toBe(true);
		expect(readAnswer(answers[10] ?? []).known).toBe(false);
		expect(answers[order.mx]).toContain('\tmx2.example.test.');
		expect(answers[order.w]).toContain('example.test');
		expect(answers[order.mechanisms]).toEqual(expect.arrayContaining(['LOGIN', 'PLAIN']));
	});

	test('the rule that decides, in the words of the file', () => {
		expect(decisive(rcpt)).toMatchObject({ruleset: 'Basic_check_rcpt', line: 1256, left: '$*'});
		expect(decisionIn(rcpt, 'rcpt', cf)).toEqual({
			outcome: 'refused',
			why: 'relay',
			stage: 'rcpt',
			code: 550,
			enhanced: '5.7.1',
			text: 'Relaying denied. Proper authentication required.',
			rule: 'R$* $#error $@ 5.7.1 $: "550 Relaying denied. Proper authentication required."',
			ruleset: 'Basic_check_rcpt',
			line: 1256,
		});
		expect(permissionIn(rcpt, cf)).toBeUndefined();
	});

	test('without the file the trace’s own words', () => {
		expect(decisionIn(rcpt, 'rcpt', parseCf(''))?.rule).toContain('Relaying denied');
	});

	test('every look-up, found or not', () => {
		expect(rcpt.lookUps).toContainEqual({
			map: 'access',
			key: 'Connect:192.0.2.10',
			value: undefined,
		});
		expect(rcpt.lookUps.filter(({map}) => map === 'access').every(l => !l.value)).toBe(true);
	});

	test('where it would go', () => {
		expect(mailerOf(readAnswer(answers[order.parse] ?? []))).toEqual({
			mailer: 'esmtp',
			host: 'elsewhere.test.',
			user: 'eve@elsewhere.test',
		});
	});
});

describe('a client that the access table rejects', () => {
	const answers = recorded('rejected');
	const rcpt = readAnswer(answers[order.rcpt] ?? []);

	test('the entry that decides, and the rule that takes it up', () => {
		expect(decisionIn(rcpt, 'rcpt', cf)).toMatchObject({
			why: 'entry',
			code: 550,
			enhanced: '5.7.1',
			text: 'Access denied',
			ruleset: 'Basic_check_relay',
			line: 1126,
			entry: {map: 'access', key: 'Connect:192.0.2', value: 'REJECT'},
		});
	});

	test('the recipient itself was let in before', () => {
		expect(permissionIn(rcpt, cf)).toMatchObject({
			outcome: 'accepted',
			rule: 'R$+ < @ $=w > $@ RELAY',
			ruleset: 'Rcpt_ok',
		});
	});

	test('a local user', () => {
		expect(mailerOf(readAnswer(answers[order.parse] ?? []))).toMatchObject({
			mailer: 'local',
			user: 'ada',
		});
	});
});

test('what is said between the lines of a trace is no answer', () => {
	expect(answersIn('')).toEqual([]);
	expect(answersIn('ADDRESS TEST MODE\n> > one\ntwo\n> ')).toEqual([[], ['one', 'two'], []]);
	const noise = readAnswer([
		'rewritten as: RELAY',
		'-----rule matches: x',
		'check_rcpt returns: ok',
	]);
	expect(noise).toMatchObject({applied: [], lookUps: [], returns: 'ok', known: true});
});

test.each([
	[
		'"553 Domain of sender address " bob @ nowhere . test " does not exist"',
		'553 Domain of sender address bob@nowhere.test does not exist',
	],
	[
		'"550 Relaying denied. IP name lookup failed " [ 192 . 0 . 2 . 99 ]',
		'550 Relaying denied. IP name lookup failed [192.0.2.99]',
	],
	['550 sales is gone', '550 sales is gone'],
])('%s is put together', (words, text) => {
	expect(joined(words)).toBe(text);
});
