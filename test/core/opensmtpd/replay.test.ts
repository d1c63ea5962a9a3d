// smtpd.conf gone through for one client and one message. What a real OpenSMTPD does with the same is in test/mta.
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Ask} from '../../../source/core/opensmtpd/ask.ts';
import {judgedAsSaid, outcome, read, rehearse} from './rehearse.ts';

const base = [
	'table aliases file:/etc/aliases',
	'listen on 0.0.0.0 port 25 hostname mail.example.test',
	'action "local" mbox alias <aliases>',
	'action "outbound" relay',
].join('\n');
const own = 'match from any for domain "example.test" action "local"';
const local = 'match from local for any action "outbound"';
const conf = (...rules: readonly string[]) => [base, ...rules].join('\n');
const files = {'/etc/aliases': 'info: ada\n'};
const denied = '550 Invalid recipient: <eve@elsewhere.test>';

describe('the first rule that matches decides', () => {
	test('none is for a stranger', () => {
		expect(outcome(rehearse(conf(own, local), {}, {files}))).toBe(denied);
	});

	test('rules behind it change nothing, nor do rules before it that do not match', () => {
		const rule = fc.constantFrom(
			'match from src 203.0.113.0/24 for any action "outbound"',
			'match from auth for any action "outbound"',
			'match from any for domain "other.test" reject',
			'match from any ! helo "app.test" for any reject',
			'match from any mail-from "@spam.test" for any reject',
		);
		const any = fc.oneof(rule, fc.constantFrom('match from any for any reject', own));
		fc.assert(
			fc.property(fc.array(rule), fc.array(any), (before, behind) => {
				const decides = 'match from any for any action "outbound"';
				expect(outcome(rehearse(conf(...before, decides, ...behind), {}, {files}))).toBe(decides);
			}),
		);
	});

	test('a rule and its opposite never both hold', () => {
		const criterion = fc.constantFrom(
			'from src 192.0.2.0/24',
			'from src 10.0.0.0/8',
			'from auth',
			'helo "app.test"',
			'for domain "elsewhere.test"',
			'for domain "example.test"',
			'mail-from regex "^bob"',
			'rcpt-to "eve@elsewhere.test"',
		);
		fc.assert(
			fc.property(criterion, option => {
				const wide = [
					option.startsWith('from') ? '' : 'from any',
					option.startsWith('for') ? '' : 'for any',
				].join(' ');
				const taken = (negation: string) =>
					rehearse(conf(`match ${negation} ${option} ${wide} action "outbound"`)).refusal ===
					undefined;
				expect(taken('')).toBe(!taken('!'));
			}),
		);
	});
});

describe('aliases and accounts', () => {
	const to = (recipient: string, aliases: string, ...rules: readonly string[]) =>
		outcome(rehearse(conf(own, ...rules), {recipient}, {files: {'/etc/aliases': aliases}}));

	test('an alias counts before the account, and its target again', () => {
		expect(to('info@example.test', 'info: news\nnews: "ada"\n')).toMatch(/^550|^match/);
		expect(to('info@example.test', 'info: news\nnews: ada\n')).toBe(own);
		expect(to('INFO+x@example.test', 'info: ada\n')).toBe(own);
		expect(to('ada@example.test', 'ada: ada\n')).toBe(own);
	});

	test('each target must be found', () => {
		expect(to('info@example.test', 'info: ada, ghost\n')).toBe(
			'550 Invalid recipient: <info@example.test>',
		);
		expect(to('info@example.test', 'info: |/bin/true, /var/mail/all, :include:/etc/list\n')).toBe(
			own,
		);
	});

	test('however aliases lead to each other, an end is found', () => {
		const name = fc.constantFrom('a', 'b', 'c', 'ada', 'a@example.test', 'b@elsewhere.test');
		const line = fc
			.tuple(fc.constantFrom('a', 'b', 'c', 'ada'), fc.array(name, {minLength: 1, maxLength: 4}))
			.map(([key, targets]) => `${key}: ${targets.join(', ')}`);
		fc.assert(
			fc.property(fc.array(line), lines => {
				expect(to('a@example.test', `x: y\n${lines.join('\n')}\n`, local)).toMatch(
					/^(?:match|550 Invalid|524 5\.2\.4)/,
				);
			}),
		);
	});
});

test('a table of passwords is never asked for, wherever it is used', () => {
	const asked: Ask[] = [];
	const text = [
		'table creds file:/etc/credentials',
		'pki a cert "/a" key "/b"',
		'listen on 0.0.0.0 tls pki a auth-optional <creds> senders <creds>',
		'action "out" relay host smtp+tls://x@relay.test auth <secrets>',
		'table secrets file:/etc/secrets',
		'match from auth <creds> mail-from <secrets> for any action "out"',
	].join('\n');
	const prediction = rehearse(
		text,
		{login: 'ada'},
		{asked, files: {'/etc/credentials': 'ada x\n'}},
	);
	expect(asked.filter(({kind}) => kind === 'file')).toEqual([]);
	expect(prediction.unseen.map(({why}) => why)).toContain(
		'<creds> holds passwords, and is not read',
	);
});

describe('what cannot be replayed makes no proof', () => {
	test.each([
		[
			'a filter that is a program',
			'filter f proc-exec "x"\nlisten on 0.0.0.0 filter f\nmatch from any for any reject',
			/program of its own/,
		],
		[
			'a table that is a program',
			'table t sqlite:/etc/s\nlisten on 0.0.0.0\nmatch from src <t> for any reject',
			/program \(sqlite\)/,
		],
		[
			'a table that is gone',
			'table t file:/etc/gone\nlisten on 0.0.0.0\nmatch from src <t> for any reject',
			/no such file/,
		],
		[
			'a statement of another time',
			'listen on 0.0.0.0\naccept from any for any relay',
			/not understood/,
		],
		['proxy-v2', 'listen on 0.0.0.0 proxy-v2\nmatch from any for any reject', /another address/],
		[
			'two interfaces on one port',
			'listen on eth0 tag A\nlisten on eth1 tag B\nmatch from any for any reject',
			/another listener/,
		],
	])('%s', (_, text, why) => {
		const judged = judgedAsSaid(text);
		expect(judged.certain).toBe(false);
		expect(judged.unseen.join()).toMatch(why);
	});
});

describe('the judgement', () => {
	test('a stranger: the nearest rule, its line, and a rule more', () => {
		expect(judgedAsSaid(conf(own, local), {}, {files})).toMatchObject({
			agrees: true,
			certain: true,
			reason: 'relay',
			place: '/etc/smtpd.conf, line 6',
			causes: ['client-not-in-mynetworks', 'relay-denied-in-disguise', 'setting-found'],
			change: 'match-client',
			changeSays:
				'Add the rule `match from src 192.0.2.10 for any action "outbound"` at the end of /etc/smtpd.conf.',
			table: '/etc/smtpd.conf',
			key: 'outbound',
		});
	});

	test('where a login is offered and a rule counts it, signing in comes first', () => {
		const text = [
			'pki a cert "/a" key "/b"',
			'listen on 0.0.0.0 tls pki a auth-optional',
			'action "outbound" relay',
			local,
			'match from auth for any action "outbound"',
		].join('\n');
		expect(judgedAsSaid(text)).toMatchObject({
			change: 'sign-in',
			causes: expect.arrayContaining(['not-authenticated']),
		});
		expect(judgedAsSaid(text, {login: 'ada'}).outcome).toBe('accepted');
	});

	test('its own domain is missing', () => {
		const judged = judgedAsSaid(
			conf(own, local),
			{recipient: 'ada@new.test'},
			{files},
			{isOwnDomain: true},
		);
		expect(judged).toMatchObject({
			causes: ['domain-not-local', 'setting-found'],
			change: 'match-domain',
			key: 'local',
		});
	});

	test('an entry of a file that is this sender’s is taken out; a wider one is not', () => {
		const text = conf(
			'table blocked file:/etc/blocked',
			'match from any mail-from <blocked> for any reject',
			local,
		);
		const entry = (line: string) =>
			judgedAsSaid(text, {}, {files: {'/etc/blocked': `x@y.test\n${line}\n`}});
		expect(entry('bob@app.test')).toMatchObject({
			change: 'table-entry',
			table: '/etc/blocked',
			key: 'bob@app.test',
			causes: ['sender-blocked', 'setting-found'],
		});
		expect(entry('@app.test').change).not.toBe('table-entry');
	});

	test('another reply than the one that is expected is no agreement', () => {
		const {refusal, stage} = rehearse(conf(own, local), {}, {files});
		expect(refusal?.reply).toEqual({
			code: 550,
			enhanced: '',
			text: 'Invalid recipient: <eve@elsewhere.test>',
		});
		expect(stage).toBe('rcpt');
		expect(read(conf(own, local)).rules.length).toBe(2);
	});
});
