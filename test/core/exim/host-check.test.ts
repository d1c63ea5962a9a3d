// What `exim -bh` and `exim -bt` print, read back.
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {decisive, readHostCheck, readRoute} from '../../../source/core/exim/host-check.ts';
import {judgeHostCheck, type EximDialogue} from '../../../source/core/exim/judge-host-check.ts';
import type {Observed} from '../../../source/core/postfix/judge.ts';

const output = [
	'',
	'**** SMTP testing session as if from host 192.0.2.10',
	'**** This is not for real!',
	'',
	'220 mail.example.test ESMTP Exim 4.96',
	'250-mail.example.test Hello app.test [192.0.2.10]',
	'250 HELP',
	'250 OK',
	'550 relay not permitted',
	'221 mail.example.test closing connection',
].join('\n');

const trace = (...more: readonly string[]) =>
	[
		'>>> host in host_lookup? yes (matched "*")',
		'>>> using ACL "acl_check_mail"',
		'>>> processing "accept" (/etc/exim4/exim4.conf 262)',
		'>>> accept: condition test succeeded in ACL "acl_check_mail"',
		'>>> end of ACL "acl_check_mail": ACCEPT',
		'>>> using ACL "acl_check_rcpt"',
		...more,
		'>>> processing "accept" (/etc/exim4/exim4.conf 335)',
		'>>> check hosts = +relay_from_hosts',
		'>>> host in ": 127.0.0.1"? no (end of list)',
		'>>> host in "+relay_from_hosts"? no (end of list)',
		'>>> accept: condition test failed in ACL "acl_check_rcpt"',
		'>>> processing "accept" (/etc/exim4/exim4.conf 340)',
		'>>> check authenticated = *',
		'>>> accept: condition test failed in ACL "acl_check_rcpt"',
		'>>> processing "require" (/etc/exim4/exim4.conf 345)',
		'>>>   message: relay not permitted',
		'>>> check domains = +local_domains : +relay_to_domains',
		'>>> elsewhere.test in "+local_domains : +relay_to_domains"? no (end of list)',
		'>>> require: condition test failed in ACL "acl_check_rcpt"',
		'>>> end of ACL "acl_check_rcpt": not OK',
		'LOG: H=(app.test) [192.0.2.10] rejected RCPT <eve@elsewhere.test>: relay not permitted',
	].join('\n');

const dialogue: EximDialogue = {
	client: '192.0.2.10',
	sender: 'bob@app.test',
	recipient: 'eve@elsewhere.test',
	helo: 'app.test',
	login: undefined,
	offersLogin: false,
	isOwnDomain: false,
	secure: true,
	port: 25,
};
const denied: Observed = {
	accepted: false,
	stage: 'rcpt',
	code: 550,
	enhanced: '',
	text: 'relay not permitted',
};

const judged = (
	change: Partial<EximDialogue> = {},
	observed: Observed = denied,
	more: string[] = [],
) => judgeHostCheck(readHostCheck(output, trace(...more)), observed, {...dialogue, ...change});

test('the replies, and the statement that decides, with its file and line', () => {
	const check = readHostCheck(output, trace());
	expect(check.replies.map(({code}) => code)).toEqual([220, 250, 250, 550, 221]);
	expect(check.acls.map(({name, end}) => `${name} ${end}`)).toEqual([
		'acl_check_mail ACCEPT',
		'acl_check_rcpt not OK',
	]);
	expect(decisive(check)).toMatchObject({
		verb: 'require',
		file: '/etc/exim4/exim4.conf',
		line: 345,
	});
});

describe('what is said about it', () => {
	test('who would have been let in, and the least that lets this client in', () => {
		expect(judged()).toMatchObject({
			agrees: true,
			certain: true,
			outcome: 'refused',
			stage: 'rcpt',
			restriction: 'require domains = +local_domains : +relay_to_domains',
			list: 'acl_check_rcpt',
			place: '/etc/exim4/exim4.conf, line 345',
			causes: ['client-not-in-mynetworks', 'setting-found'],
			because:
				'192.0.2.10 is not in +relay_from_hosts (: 127.0.0.1), and nobody has signed in, and elsewhere.test is not in +local_domains : +relay_to_domains',
		});
		expect(judged().changeSays).toMatch(/^Add 192\.0\.2\.10 to \+relay_from_hosts/);
	});

	test('where a login is offered, signing in is the least', () => {
		expect(judged({offersLogin: true})).toMatchObject({
			causes: ['client-not-in-mynetworks', 'not-authenticated', 'setting-found'],
			changeSays: 'Let the client sign in. Nothing needs changing on the server.',
		});
	});

	test('the domain’s mail belongs here', () => {
		expect(judged({isOwnDomain: true}).causes).toEqual(['domain-not-local', 'setting-found']);
	});

	test('another reply than the one that came: nothing is claimed', () => {
		expect(judged({}, {...denied, code: 450}).agrees).toBe(false);
		expect(judged({}, {accepted: true}).agrees).toBe(false);
	});

	test('a condition that a test cannot judge is named', () => {
		const callout = [
			'>>> processing "deny" (/etc/exim4/exim4.conf 300)',
			'>>> check !verify = sender/callout',
		];
		expect(judged({}, denied, callout)).toMatchObject({
			certain: false,
			unseen: ['!verify = sender/callout: no address is called out to in a test'],
		});
	});

	test('an ACL within another one does not decide by itself', () => {
		const inner = [
			'>>> processing "deny" (/etc/exim4/exim4.conf 319)',
			'>>> check !acl = exceptions',
			'>>>  using ACL "exceptions"',
			'>>>  processing "accept" (/etc/exim4/exim4.conf 235)',
			'>>>  accept: condition test failed in ACL "exceptions"',
			'>>>  end of ACL "exceptions": implicit DENY',
			'>>> check senders = ${if exists{/etc/exim4/bad}{/etc/exim4/bad}{}}',
			'>>> bob@app.test in "/etc/exim4/bad"? yes (matched "bob@app.test")',
			'>>> deny: condition test succeeded in ACL "acl_check_rcpt"',
			'>>> end of ACL "acl_check_rcpt": DENY',
		];
		const check = readHostCheck(
			output.replace('relay not permitted', 'not you'),
			trace().split('\n').slice(0, 6).concat(inner).join('\n'),
		);
		expect(judgeHostCheck(check, {...denied, text: 'not you'}, dialogue)).toMatchObject({
			agrees: true,
			restriction: 'deny senders = /etc/exim4/bad',
			causes: ['sender-blocked', 'setting-found'],
			line: 319,
		});
	});
});

test('whatever it prints, it is read without a fault', () => {
	const line = fc.constantFrom(
		...trace().split('\n'),
		...output.split('\n'),
		'>>> end of ACL "x": y',
	);
	fc.assert(
		fc.property(fc.array(line), fc.array(line), (one, two) => {
			judgeHostCheck(readHostCheck(one.join('\n'), two.join('\n')), denied, dialogue);
		}),
	);
});

test.each([
	[
		'eve@elsewhere.test\n  router = dnslookup, transport = remote_smtp\n',
		'routed',
		'router dnslookup, transport remote_smtp',
	],
	[
		'zzz@example.test is undeliverable: Unrouteable address\n',
		'undeliverable',
		'Unrouteable address',
	],
	['exim: permission denied\n', 'unknown', 'exim: permission denied'],
])('of a route: %s', (text, outcome, says) => {
	expect(readRoute(text)).toEqual({outcome, text: says});
});
