// smtpd.conf: what each statement says, and the line in which it stands.
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {criterionInWords} from '../../../source/core/opensmtpd/criteria.ts';
import {statementsOf} from '../../../source/core/opensmtpd/lexer.ts';
import {octetsOf} from '../../../source/core/opensmtpd/parse-statement.ts';
import {pkiAt} from '../../../source/core/opensmtpd/pki-at.ts';
import {listenerAt} from '../../../source/core/opensmtpd/listener-at.ts';
import {read} from './rehearse.ts';

const rulesOf = (text: string) =>
	read(text).rules.map(({criteria, action}) => [
		...criteria.map(criterionInWords),
		action === undefined ? 'reject' : `action ${action}`,
	]);

describe('statements', () => {
	test('lines that are continued, comments and macros', () => {
		const {rules, unknown} = read(
			[
				'net = "192.0.2.0/24" # ours',
				'# match from any for any action "open" \\',
				'match from any for any action "still a comment"',
				'match from src $net \\',
				'\tfor any action "outbound" # relays',
			].join('\n'),
		);
		expect(unknown).toEqual([]);
		expect(rules).toMatchObject([
			{
				written: 'match from src $net for any action "outbound"',
				at: {file: '/etc/smtpd.conf', line: 4},
				action: 'outbound',
			},
		]);
		expect(rules[0]?.criteria[0]).toMatchObject({
			kind: 'from-src',
			table: {entries: [{key: '192.0.2.0/24'}]},
		});
	});

	test('a list may go over several lines, with or without commas', () => {
		const {tables} = read(
			'table one { "a" = "1",\n"b" = "2"\n}\ntable two {\n\tx, y\n\tz\n}\ntable three file:/etc/three\ntable four "/etc/four"\ntable five db:/etc/five.db',
		);
		expect(
			[...tables.values()].map(({name, backend, path, entries}) => [
				name,
				backend,
				path,
				entries.map(({key, value, at}) => `${key}=${value}:${at.line}`).join(' '),
			]),
		).toEqual([
			['one', 'static', '', 'a=1:1 b=2:2'],
			['two', 'static', '', 'x=undefined:5 y=undefined:5 z=undefined:6'],
			['three', 'static', '/etc/three', ''],
			['four', 'static', '/etc/four', ''],
			['five', 'db', '/etc/five.db', ''],
		]);
	});

	test('includes keep file and line, and a file that includes itself is read once', () => {
		const files = {
			'/etc/rules': 'include "/etc/rules"\n\nmatch from any for local action "local"\n',
		};
		const {rules, unknown} = read('include "/etc/rules"\nmatch for any action "out"', {files});
		expect(rules.map(({at}) => at)).toEqual([
			{file: '/etc/rules', line: 3},
			{file: '/etc/smtpd.conf', line: 2},
		]);
		expect(unknown).toMatchObject([{written: 'include "/etc/rules"', at: {file: '/etc/rules'}}]);
	});

	test('what is not understood, or holds passwords, is named without its words', () => {
		const texts = [
			'table who what ever "correct horse"\n',
			'action "out" relay auth { "ada" = "correct } horse" } with ever\n',
			'listen on all tls auth { "ada" = "correct } horse" }\n',
		].map(text => JSON.stringify(read(text).unknown));
		expect(texts.join('\n')).not.toContain('horse');
	});

	test('what is not understood is kept, with its line', () => {
		expect(read('queue ttl 5d\naccept from any for any relay\n').unknown).toEqual([
			{at: {file: '/etc/smtpd.conf', line: 2}, written: 'accept from …'},
		]);
	});

	test('whatever stands in a file, it is read without a fault', () => {
		const words = fc.constantFrom(
			'match',
			'from',
			'for',
			'any',
			'listen',
			'on',
			'table',
			'{',
			'}',
			'<',
			'>',
			'"',
			"'",
			'!',
			'=',
			',',
			'\\',
			'\n',
			'#',
			'$',
			'$a',
			'a',
			'a = "$a$a"\n',
			'filter',
			'phase',
			'action',
			' ',
		);
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string({unit: 'binary'}),
					fc.array(words).map(all => all.join(' ')),
				),
				text => {
					const lines = text.split('\n').length + 1;
					const {rules, unknown, listeners} = read(text);
					for (const {at} of [...rules, ...unknown, ...listeners]) {
						expect(at.line).toBeGreaterThan(0);
						expect(at.line).toBeLessThanOrEqual(lines);
					}
				},
			),
			{numRuns: 2000},
		);
	});

	test('blank lines, comments and continued lines change no statement', () => {
		const statement = fc.constantFrom(
			'match from any for domain "example.test" action "local"',
			'action "local" mbox alias <aliases>',
			'table nets { 10.0.0.0/8, "192.0.2.1" }',
			'listen on 0.0.0.0 port 587 tls-require pki a auth <creds> tag X',
		);
		const noise = fc.constantFrom('', '\n', '  \n', '# note\n', '# "half\n');
		const tokens = (text: string) =>
			[...statementsOf(text, 'f', new Map())].map(s => s.tokens.map(t => t.text));
		fc.assert(
			fc.property(fc.array(fc.tuple(noise, statement, fc.boolean())), parts => {
				const plain = parts.map(([, text]) => `${text}\n`).join('');
				const noisy = parts
					.map(
						([before, text, split]) => `${before}${split ? text.replace(/ /g, ' \\\n\t') : text}\n`,
					)
					.join('');
				expect(tokens(noisy)).toEqual(tokens(plain));
			}),
		);
	});
});

describe('rules', () => {
	test('without from or for, a rule is for what is local', () => {
		expect(rulesOf('match action "a"\nmatch for any action "b"\nmatch from any reject')).toEqual([
			['from local', 'for local', 'action a'],
			['from local', 'for any', 'action b'],
			['from any', 'for local', 'reject'],
		]);
	});

	test('criteria in smtpd’s order, whatever the order in the file', () => {
		expect(
			rulesOf(
				'match ! mail-from regex { "a", "b" } helo <names> auth tag X for any from src 192.0.2.1 action "a"',
			),
		).toEqual([
			[
				'tag "X"',
				'from src "192.0.2.1"',
				'for any',
				'helo <names>',
				'auth',
				'! mail-from regex { "a", "b" }',
				'action a',
			],
		]);
	});

	test('from auth and for rcpt-to are any client, and any domain, with a criterion', () => {
		expect(rulesOf('match from auth <staff> for rcpt-to "x@y" action "a"')).toEqual([
			['from any', 'for any', 'auth <staff>', 'rcpt-to "x@y"', 'action a'],
		]);
	});

	test('a rule with a word that is not understood says so', () => {
		expect(read('match from any for any colour "red" action "a"').rules).toMatchObject([
			{unknown: 'colour red action a'},
		]);
	});
});

describe('listeners', () => {
	const text = [
		'listen on socket filter f',
		'listen on 0.0.0.0 hostname mail.example.test tls pki Mail.example.test',
		'listen on 198.51.100.25 port submission tls-require verify pki a pki b auth <creds> senders <own> masquerade tag SUB mask-src',
		'listen on eth0 inet6 smtps pki a auth-optional filter { one, two } no-dsn',
	].join('\n');

	test('all their options', () => {
		expect(read(text).listeners).toMatchObject([
			{on: 'socket', filters: ['f']},
			{on: '0.0.0.0', port: 25, tls: 'optional', auth: 'none', pki: ['mail.example.test']},
			{port: 587, tls: 'required', auth: 'required', pki: ['a', 'b'], tag: 'SUB', unknown: ''},
			{on: 'eth0', family: 6, port: 465, tls: 'smtps', auth: 'optional', filters: ['one', 'two']},
		]);
		expect([...read(text).secret]).toEqual(['creds']);
	});

	test('a word that is empty ends nothing', () => {
		expect(read('listen on 0.0.0.0 ""').listeners).toMatchObject([{on: '0.0.0.0', unknown: '""'}]);
	});

	test('passwords that stand in a statement are in none of its words', () => {
		const {listeners, actions} = read(
			'listen on 0.0.0.0 tls pki a auth { "ada" = "hunter2" }\naction "out" relay host h auth { "x" = "hunter2" }',
		);
		expect(JSON.stringify([listeners, [...actions]])).not.toContain('hunter2');
		expect(listeners[0]?.written).toBe('listen on 0.0.0.0 tls pki a auth {…}');
	});

	test('the closest one answers', () => {
		const {listeners} = read(
			'listen on 0.0.0.0 tag A\nlisten on 198.51.100.25 tag B\nlisten on lo tag C\nlisten on :: tag D',
		);
		const at = (address: string) => listenerAt(listeners, address, 25)?.listener.tag;
		expect(['198.51.100.25', '198.51.100.26', '127.0.0.1', '2001:db8::1'].map(at)).toEqual([
			'B',
			'A',
			'A',
			'D',
		]);
		expect(listenerAt(listeners, '198.51.100.25', 587)).toBeUndefined();
	});

	test('the certificate of a listener: its own, by the name that was asked for, or by its name', () => {
		const configuration = read(
			[
				'pki a cert "/a.crt" key "/a.key"',
				'pki b cert "/b.crt"',
				'pki b key "/b.key"',
				'pki mail.example.test cert "/m.crt" key "/m.key"',
				'listen on 0.0.0.0 port 25 tls pki a pki b',
				'listen on 0.0.0.0 port 465 smtps hostname Mail.example.test',
				'listen on 0.0.0.0 port 2525',
			].join('\n'),
		);
		const of = (port: number, host: string) => {
			const pki = pkiAt(configuration, '198.51.100.25', port, host);
			return pki && `${pki.certificate} ${pki.key}`;
		};
		expect([of(25, 'x'), of(25, 'b'), of(465, 'x'), of(2525, 'x')]).toEqual([
			'/a.crt /a.key',
			'/b.crt /b.key',
			'/m.crt /m.key',
			undefined,
		]);
	});
});

test('filters', () => {
	const {filters} = read(
		[
			'filter "no name" phase connect match ! rdns disconnect "550 No"',
			'filter spam proc-exec "filter-rspamd"',
			'filter who phase mail-from match mail-from regex { "a", "b" } rewrite "c@d"',
			'filter all chain { "no name", spam, who }',
		].join('\n'),
	);
	expect([...filters.values()]).toMatchObject([
		{
			kind: 'phase',
			phase: 'connect',
			check: 'rdns',
			negated: true,
			does: 'disconnect',
			argument: '550 No',
		},
		{kind: 'program'},
		{kind: 'phase', regex: true, does: 'rewrite', argument: 'c@d'},
		{kind: 'chain', members: ['no name', 'spam', 'who']},
	]);
});

test.each([
	['100', 100],
	['35M', 36_700_160],
	['1.5k', 1536],
	['10b', 10],
	['ten', undefined],
] as const)('a size of %s', (text, octets) => {
	expect(octetsOf(text)).toBe(octets);
});
