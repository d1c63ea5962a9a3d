// Two views side by side in 80 columns, whatever servers put into them.
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Facts} from '../../source/core/observation.ts';
import {linesOf, lookedThere, viewLines, viewTables} from '../../source/output/two-views.ts';
import {seen} from '../knowledge/sample-facts.ts';

const row = (facts: Partial<Facts['views.row']>) => seen('views.row', facts);
const greeting = {row: 'greeting', about: ''} as const;

test('without a second view there is no table', () => {
	expect(viewLines([seen('tcp.open')])).toEqual([]);
});

test('what differs is marked, what is the same is said once, and what it comes to stands below', () => {
	const lines = viewLines([
		row({seenFirst: 'open', seenSecond: 'no answer', differs: true}),
		row({
			row: 'addresses',
			about: 'mail.example.com',
			seenFirst: '203.0.113.25',
			seenSecond: '203.0.113.25',
			differs: false,
		}),
		seen('views.means', {says: 'A firewall stands between.'}),
	]);
	expect(lines).toEqual([
		'',
		'Two views: app01, and this machine',
		'                           app01                      this machine',
		'  ! 203.0.113.25 port 25   open                       no answer',
		'    mail.example.com       203.0.113.25               the same',
		'  A firewall stands between.',
	]);
});

test('a view from within is shown where it differs', () => {
	const within = {kind: 'localhost', first: 'this machine', second: 'localhost'} as const;
	expect(viewLines([row({...within, differs: false})])).toEqual([]);
	expect(viewLines([row({...within, differs: false}), row({...within, ...greeting})])).toContain(
		'Two views: this machine, and localhost',
	);
});

test('where one of them came to no dialogue, one row says how far the other came', () => {
	const [table] = viewTables([
		row({}),
		row({...greeting, seenFirst: '220 mail', seenSecond: '', differs: false}),
		row({row: 'rcpt', about: '', seenFirst: '250 2.1.5 Ok', seenSecond: '', differs: false}),
	]);
	expect(table?.rows.map(({name, first, second}) => [name, first, second])).toEqual([
		['203.0.113.25 port 25', 'open', 'no answer'],
		['dialogue', 'as far as RCPT TO', 'none'],
	]);
});

test('of two runs the later one counts, and a view from within has a table of its own', () => {
	const tables = viewTables([
		row({seenSecond: 'no answer'}),
		row({seenSecond: 'open', differs: false}),
		row({kind: 'localhost', first: 'this machine', second: 'localhost', about: 'port 25'}),
	]);
	expect(tables.map(({heading, rows}) => [heading, rows.length])).toEqual([
		['Two views: app01, and this machine', 1],
		['Two views: this machine, and localhost', 1],
	]);
	expect(tables[0]?.rows[0]).toMatchObject({second: 'the same'});
});

test('a view that could not be had is told, and so is what was run on the other machine', () => {
	expect(viewLines([seen('views.unseen')]).at(-1)).toMatch(/^ {2}The view from localhost of mail /);
	const looks = [seen('views.looked'), seen('views.looked')];
	expect(lookedThere(looks)).toEqual({
		place: 'app01',
		looked: ['getent ahosts mail.example.com'],
	});
});

test('rows fit into 80 columns whatever a server says, and nothing of it is lost', () => {
	const words = fc.string({maxLength: 200}).map(text => text.replaceAll(/\s+/g, ' ').trim());
	fc.assert(
		fc.property(words, words, (one, other) => {
			const facts = {...greeting, seenFirst: `220 ${one}`, seenSecond: `220 ${other}`};
			const lines = viewLines([row({...facts, differs: true})]).slice(3);
			expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(80);
			const said = linesOf(`220 ${one}`, 26).join('').replaceAll(' ', '');
			expect(said).toBe(`220 ${one}`.replaceAll(' ', ''));
		}),
	);
});
