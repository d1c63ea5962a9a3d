// What is said of Sendmail’s rules: only where the server did the same, and never more than the least.
import {describe, expect, test} from 'vitest';
import type {Observed} from '../../../source/core/postfix/judge.ts';
import {parseCf} from '../../../source/core/sendmail/cf-file.ts';
import {listsAsked} from '../../../source/core/sendmail/connect-rules.ts';
import {countedDecision} from '../../../source/core/sendmail/counted.ts';
import {daemonAt} from '../../../source/core/sendmail/daemon.ts';
import {
	foreseeDialogue,
	type LocalUser,
	type Tested,
	untested,
} from '../../../source/core/sendmail/foresee.ts';
import {judgeRules} from '../../../source/core/sendmail/judge-rules.ts';
import {namedClients} from '../../../source/core/sendmail/named-clients.ts';
import {parseMc} from '../../../source/core/sendmail/mc-file.ts';
import {staleIn} from '../../../source/core/sendmail/stale.ts';
import type {TestDialogue} from '../../../source/core/sendmail/test-input.ts';
import {filesToRead, type Texts} from '../../../source/core/sendmail/texts.ts';
import {readAnswer, type Answer, type LookUp} from '../../../source/core/sendmail/trace.ts';

const lines = [
	'Fw/etc/mail/local-host-names',
	'FR-o /etc/mail/relay-domains',
	'Kaccess hash -T<TMPF> /etc/mail/access',
	'O AliasFile=/etc/mail/aliases',
	'O MaxMessageSize=1000',
	'O DaemonPortOptions=Name=MTA, Port=smtp',
	'O DaemonPortOptions=Name=MSA, Port=submission, M=Ea',
	'SBasic_check_relay',
	'R<$={Accept}> <$*>\t$@ $1',
	'R<REJECT> <$*>\t\t$#error $@ 5.7.1 $: "550 Access denied"',
	'R<DISCARD> <$*>\t\t$#discard $: discard',
	'R<ERROR:$-.$-.$-:$+> <$*>\t$#error $@ $1.$2.$3 $: $4',
	'R<ERROR:$+> <$*>\t$#error $: $1',
	'R<$+> <$*>\t\t$#error $: $1',
	'R$-.$-.$-.$-\t\t$: <?> $(dnsbl $4.$3.$2.$1.listed.test. $: OK $)',
	'R<?>$+\t\t$#error $@ 5.7.1 $: "550 Rejected: " $&{client_addr} " listed at listed.test"',
	'Mlocal, P=/bin/mail, F=lsDFMAw5:/|@qPn9S',
];
const cf = parseCf(lines.join('\n'));
const texts = (files: Readonly<Record<string, string>> = {}): Texts => ({
	cf,
	mc: parseMc("FEATURE(`dnsbl', `listed.test')dnl\n"),
	files: new Map(Object.entries(files)),
});

const dialogue: TestDialogue = {
	client: '192.0.2.10',
	name: 'app.example.test',
	resolve: 'OK',
	sender: 'bob@app.test',
	recipient: 'eve@elsewhere.test',
	login: undefined,
	mechanism: '',
	secure: true,
	flags: '',
};

/** An answer that one rule gives, after these look-ups. */
function answer(
	result: string,
	ruleset = 'x',
	left = '$*',
	lookUps: readonly LookUp[] = [],
): Answer {
	return readAnswer([
		`${ruleset} input: a`,
		...lookUps.map(
			({map, key, value = 'NOT FOUND'}) => `map_lookup(${map}, ${key}) => ${value} (0), ad=0`,
		),
		`-----trying rule: ${left}`,
		'-----rule matches: y',
		`rewritten as: ${result}`,
		`${ruleset} returns: ${result}`,
	]);
}

const denied = answer('$# error $@ 5 . 7 . 1 $: "550 Relaying denied"', 'Basic_check_rcpt');
const deniedReply: Observed = {
	accepted: false,
	stage: 'rcpt',
	code: 550,
	enhanced: '5.7.1',
	text: '<eve@elsewhere.test>... Relaying denied',
};

type Change = {
	tested?: Partial<Tested>;
	dialogue?: Partial<TestDialogue>;
	observed?: Observed;
	files?: Readonly<Record<string, string>>;
	isOwnDomain?: boolean;
	offersLogin?: boolean;
	local?: LocalUser;
	reached?: boolean;
	size?: number;
	port?: number;
};

function judged(change: Change = {}) {
	const given = {...dialogue, ...change.dialogue};
	const tested: Tested = {...untested, ...change.tested};
	const read = texts(change.files);
	const {port = 25} = change;
	const daemon = daemonAt(cf, '198.51.100.25', port);
	const decision = foreseeDialogue(
		cf,
		daemon,
		given,
		change.size,
		tested,
		change.local,
		change.reached,
	);
	const lookUps = [tested.accessName, tested.accessAddress, tested.rcpt].flatMap(
		a => a?.lookUps ?? [],
	);
	return judgeRules(
		{
			texts: read,
			dialogue: given,
			tested,
			decision,
			stale: staleIn(read, lookUps),
			isOwnDomain: change.isOwnDomain ?? false,
			offersLogin: change.offersLogin ?? false,
		},
		change.observed ?? deniedReply,
		daemon,
		port,
	);
}

describe('relaying', () => {
	test('who would have been let in, and the least that lets this client in', () => {
		expect(judged({tested: {rcpt: denied}})).toMatchObject({
			agrees: true,
			certain: true,
			outcome: 'refused',
			causes: ['client-not-in-mynetworks', 'setting-found'],
			because:
				'elsewhere.test is neither in class w (/etc/mail/local-host-names) nor in class R (/etc/mail/relay-domains), and /etc/mail/access lets neither 192.0.2.10 nor its name relay, and nobody has signed in',
			change: 'add-network',
			table: '/etc/mail/access',
			key: 'Connect:192.0.2.10',
		});
	});

	test('where a login is offered and counts, signing in is the least', () => {
		const verdict = judged({
			tested: {rcpt: denied, mechanisms: ['PLAIN']},
			offersLogin: true,
		});
		expect(verdict.change).toBe('sign-in');
		expect(verdict.causes).toContain('not-authenticated');
	});

	test('a login that does not count', () => {
		const verdict = judged({
			tested: {rcpt: denied, mechanisms: ['GSSAPI']},
			dialogue: {login: 'ada', mechanism: 'PLAIN'},
		});
		expect(verdict.causes).toContain('submission-override');
		expect(verdict.changeSays).toMatch(/^Add PLAIN to TRUST_AUTH_MECH/);
	});

	test('a domain of the server’s own', () => {
		const verdict = judged({tested: {rcpt: denied}, isOwnDomain: true});
		expect(verdict.causes).toEqual(['domain-not-local', 'setting-found']);
		expect(verdict).toMatchObject({
			change: 'add-domain',
			table: '/etc/mail/local-host-names',
			key: 'elsewhere.test',
		});
	});

	test('over IPv6 the key is written in full', () => {
		const verdict = judged({tested: {rcpt: denied}, dialogue: {client: '2001:db8::7'}});
		expect(verdict.key).toBe('Connect:IPv6:2001:db8:0:0:0:0:0:7');
	});

	test('an entry that only the file has: the table is to be built', () => {
		const rcpt = answer(
			'$# error $@ 5 . 7 . 1 $: "550 Relaying denied"',
			'Basic_check_rcpt',
			'$*',
			[{map: 'access', key: 'Connect:192.0.2.10', value: undefined}],
		);
		const files = {'/etc/mail/access': 'Connect:192.0.2.10 RELAY\n'};
		expect(judged({tested: {rcpt}, files})).toMatchObject({
			change: 'rebuild-table',
			changeSays: expect.stringContaining('/etc/mail/access, line 1 has “RELAY”'),
		});
		expect(judged({tested: {rcpt}, files: {'/etc/mail/access': '# nothing\n'}}).change).toBe(
			'add-network',
		);
	});

	test('an entry of the client’s that says something else is to be changed by hand', () => {
		const files = {'/etc/mail/access': 'Connect:192.0.2.10 OK\n'};
		expect(judged({tested: {rcpt: denied}, files})).toMatchObject({
			change: 'none',
			changeSays: expect.stringContaining('from “OK” to RELAY'),
		});
	});
});

describe('what is not as it looks', () => {
	test('an address with a route in it is for the domain that it leads to', () => {
		const parse = readAnswer(['mailer esmtp, host elsewhere.test., user eve@elsewhere.test']);
		const verdict = judged({
			tested: {rcpt: denied, parse, own: ['example.test']},
			dialogue: {recipient: 'eve%elsewhere.test@example.test'},
			observed: {...deniedReply, text: 'Relaying denied'},
		});
		expect(verdict.because).toMatch(/^elsewhere\.test is neither in class w/);
	});

	test('a domain that is in class w is never said not to be', () => {
		const verdict = judged({
			tested: {rcpt: denied, own: ['Elsewhere.test']},
		});
		expect(verdict.because).not.toMatch(/neither in class w/);
	});

	test('an alias that stands in the file, and not in the table', () => {
		const observed = {...deniedReply, enhanced: '5.1.1', text: 'User unknown'};
		const local = {user: 'eve', isAlias: false, isUser: false};
		const files = {'/etc/mail/aliases': 'postmaster: root\nEve: ada\n'};
		expect(judged({local, observed, files})).toMatchObject({
			change: 'rebuild-aliases',
			because:
				'eve is an alias in /etc/mail/aliases, line 2, and not in the table that is built from it',
		});
	});

	test('a table that cannot be looked up', () => {
		const observed = {
			...deniedReply,
			stage: 'mail',
			code: 451,
			enhanced: '4.3.0',
			text: 'Try later',
		} as const;
		const rcpt = readAnswer([
			'Basic_check_mail input: a',
			'map_lookup(access, From:a) => NOT FOUND (75), ad=0',
			'-----trying rule: < < TMPF > > $*',
			'-----rule matches: y',
			'rewritten as: $# error $@ 4 . 3 . 0 $: "451 Try later"',
			'Basic_check_mail returns: $# error $@ 4 . 3 . 0 $: "451 Try later"',
		]);
		expect(judged({tested: {rcpt}, observed, reached: false})).toMatchObject({
			agrees: true,
			restriction: 'Kaccess hash -T<TMPF> /etc/mail/access',
			line: 3,
			causes: ['lookup-table-missing', 'setting-found'],
			change: 'rebuild-table',
		});
	});

	test('rules for a recipient whom the dialogue did not come to decide nothing', () => {
		expect(judged({tested: {rcpt: denied}, reached: false})).toMatchObject({outcome: 'accepted'});
	});
});

describe('nothing is claimed', () => {
	test.each([
		['another code', {...deniedReply, code: 450}],
		['another enhanced code', {...deniedReply, enhanced: '5.7.0'}],
		['other words', {...deniedReply, text: '<eve@elsewhere.test>... Relaying denied by a milter'}],
		['taken', {accepted: true}],
	] as const)('where the server said %s', (_, observed) => {
		expect(judged({tested: {rcpt: denied}, observed}).agrees).toBe(false);
	});

	test('where no rule refuses and the server did', () => {
		expect(judged()).toMatchObject({agrees: false, outcome: 'accepted', causes: []});
	});
});

describe('at the connection, without delay_checks', () => {
	const at = (value: string | undefined) => ({
		accessAddress: answer('< x >', 'A', '$*', [{map: 'access', key: 'Connect:192.0.2', value}]),
	});
	const reply = (code: number, enhanced: string, text: string, stage: 'mail' | 'banner' = 'mail') =>
		({accepted: false, stage, code, enhanced, text}) as const;

	test.each([
		['REJECT', reply(550, '5.7.1', 'Access denied')],
		['ERROR:5.7.1:550 go away', reply(550, '5.7.1', 'go away')],
		['ERROR:go away', reply(553, '5.3.0', 'go away')],
		['550 go away', reply(550, '5.0.0', 'go away')],
		['ERROR:4.7.1:421 not now', reply(421, '4.7.1', 'not now', 'banner')],
	])('the entry %s', (value, observed) => {
		const files = {'/etc/mail/access': `# all of it\nConnect:192.0.2\t${value}\n`};
		expect(judged({tested: at(value), observed, files})).toMatchObject({
			agrees: true,
			outcome: 'refused',
			restriction: `Connect:192.0.2 ${value}`,
			file: '/etc/mail/access',
			line: 2,
			change: 'access-exception',
			key: 'Connect:192.0.2.10',
			because: 'the client is 192.0.2.10 (app.example.test)',
		});
	});

	test.each(['OK', 'RELAY', 'QUARANTINE:look at it'])('the entry %s lets it in', value => {
		expect(judged({tested: at(value), observed: {accepted: true}})).toMatchObject({
			agrees: true,
			outcome: 'accepted',
		});
	});

	test('an entry that throws all mail away', () => {
		expect(judged({tested: at('DISCARD'), observed: {accepted: true}})).toMatchObject({
			agrees: true,
			outcome: 'accepted',
			because: 'it is taken and thrown away',
		});
	});

	test('a list in DNS, unless an entry lets the client in before', () => {
		const listed = listsAsked(cf, '192.0.2.10');
		expect(listed.map(({map, key}) => `${map} ${key}`)).toEqual(['dnsbl 10.2.0.192.listed.test.']);
		const observed = reply(550, '5.7.1', 'Rejected: 192.0.2.10 listed at listed.test');
		expect(judged({tested: {listed, ...at(undefined)}, observed})).toMatchObject({
			agrees: true,
			causes: ['ip-listed', 'setting-found'],
			place: '/etc/mail/sendmail.mc, line 1',
			because: 'listed.test lists 192.0.2.10',
		});
		expect(judged({tested: {listed, ...at('OK')}, observed}).agrees).toBe(false);
	});
});

describe('without any ruleset', () => {
	test('a listener that wants a login', () => {
		const observed = {
			...deniedReply,
			stage: 'mail',
			code: 530,
			enhanced: '5.7.0',
			text: 'Authentication required',
		} as const;
		expect(judged({port: 587, observed})).toMatchObject({
			agrees: true,
			restriction: 'DaemonPortOptions=Name=MSA, Port=submission, M=Ea',
			line: 7,
			causes: ['not-authenticated', 'setting-found'],
		});
		expect(judged({port: 587, dialogue: {login: 'ada', mechanism: 'PLAIN'}, observed}).agrees).toBe(
			false,
		);
	});

	test('a message that is too large', () => {
		const observed = {
			...deniedReply,
			stage: 'mail',
			code: 552,
			enhanced: '5.2.3',
			text: 'Message size exceeds fixed maximum message size (1000)',
		} as const;
		expect(judged({size: 1001, observed})).toMatchObject({agrees: true, line: 5});
		expect(judged({size: 1000, observed}).agrees).toBe(false);
	});

	test('a user who is not there', () => {
		const observed = {
			...deniedReply,
			enhanced: '5.1.1',
			text: '<eve@example.test>... User unknown',
		};
		const absent = {user: 'eve', isAlias: false, isUser: false};
		expect(judged({local: absent, observed})).toMatchObject({
			agrees: true,
			line: 17,
			change: 'add-recipient',
		});
		expect(judged({local: {...absent, isAlias: true}, observed}).agrees).toBe(false);
	});
});

test('only absolute paths of plain names are read', () => {
	expect(filesToRead(texts())).toEqual([
		'/etc/mail/access',
		'/etc/mail/local-host-names',
		'/etc/mail/relay-domains',
		'/etc/mail/aliases',
	]);
	const odd = parseCf('Kaccess hash /etc/mail/$x\nFw|/bin/sh\nO AliasFile=ldap:x\n');
	expect(filesToRead({cf: odd, mc: [], files: new Map()})).toEqual([]);
});

test('who may relay by an address: single ones and networks, and nothing else', () => {
	const files = {
		'/etc/mail/access': [
			'Connect:192.0.2.7 RELAY',
			'198.51.100 RELAY',
			'Connect:IPv6:2001:db8:0:0:0:0:0:7 RELAY',
			'Connect:IPv6:2001:db8:1 RELAY',
			'Connect:app.example.test RELAY',
			'To:192.0.2.9 RELAY',
			'Connect:192.0.2.8 OK',
		].join('\n'),
		'/etc/mail/relay-domains': 'example.test\n203.0.113.9 # the old one\n',
	};
	expect(namedClients(texts(files)).map(({place, names}) => `${place}: ${names.join()}`)).toEqual([
		'`Connect:192.0.2.7 RELAY` (/etc/mail/access, line 1): 192.0.2.7',
		'`198.51.100 RELAY` (/etc/mail/access, line 2): 198.51.100.0/24',
		'`Connect:IPv6:2001:db8:0:0:0:0:0:7 RELAY` (/etc/mail/access, line 3): 2001:db8:0:0:0:0:0:7',
		'`Connect:IPv6:2001:db8:1 RELAY` (/etc/mail/access, line 4): 2001:db8:1::/48',
		'class R (/etc/mail/relay-domains): 203.0.113.9',
	]);
	expect(namedClients(texts())).toEqual([]);
});

describe('limits that no test of rules counts', () => {
	const files = texts({
		'/etc/mail/access': 'ClientRate: 0\nClientRate:192.0.2\t10\nClientConn:198.51.100.7 2\n',
	});
	const said = (text: string, code = 421): Observed => ({
		accepted: false,
		stage: 'banner',
		code,
		enhanced: '4.3.2',
		text,
	});

	test.each([
		['Connection rate limit exceeded.', '192.0.2.10', 'ClientRate:192.0.2 10'],
		['Too many open connections.', '198.51.100.7', 'ClientConn:198.51.100.7 2'],
	])('%s to %s is the entry %s', (text, client, entry) => {
		expect(countedDecision(files, said(text), client)).toMatchObject({rule: entry});
	});

	test.each([
		['no limit', said('Connection rate limit exceeded.'), '203.0.113.9'],
		['no entry', said('Too many open connections.'), '192.0.2.10'],
		['other words', said('Too many of you'), '192.0.2.10'],
		['another code', said('Connection rate limit exceeded.', 451), '192.0.2.10'],
		['taken', {accepted: true}, '192.0.2.10'],
	] as const)('nothing is claimed with %s', (_, observed, client) => {
		expect(countedDecision(files, observed, client)).toBeUndefined();
	});
});
