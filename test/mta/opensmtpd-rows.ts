/** One smtpd.conf of a real OpenSMTPD, one client and one envelope, and the statement that decides. */
export type Row = {
	name: string;
	/** The lines of smtpd.conf. */
	config: readonly string[];
	/** Further files, by their path. */
	files?: Readonly<Record<string, string>>;
	/** The client is the server itself. */
	inside?: boolean;
	port?: number;
	/** Over IPv6, from an address without a reverse name. */
	over6?: boolean;
	/** The test message is sent. */
	send?: boolean;
	/** Over TLS. */
	secure?: boolean;
	/** Signs in as `ada`, over TLS. */
	login?: boolean;
	helo?: string;
	from?: string;
	to?: string;
	/** The statement that decides, as it is written; `the end of the list` where no rule matches. */
	expect: string;
	/** The reply; 250 where it is absent. */
	says?: RegExp;
	/** The cause that is confirmed. */
	cause?: string;
	/** What cannot be replayed. */
	unseen?: string;
	because?: RegExp;
};

const action = ['action "local" mbox alias <aliases>', 'action "outbound" relay'];
const aliases = 'table aliases file:/etc/aliases';
const listen = 'listen on 0.0.0.0 port 25 hostname mail.example.test';
const own = 'match from any for domain "example.test" action "local"';
const fromLocal = 'match from local for any action "outbound"';
const fromAuth = 'match from auth for any action "outbound"';
const pki = [
	'pki mail.example.test cert "/etc/ssl/mail/cert.pem"',
	'pki mail.example.test key "/etc/ssl/mail/key.pem"',
];

const secure =
	'listen on 0.0.0.0 port 587 hostname mail.example.test tls-require pki mail.example.test auth <logins>';
const logins = 'table logins file:/etc/credentials';

const plain = (...rules: readonly string[]) => [aliases, listen, ...action, ...rules];
/** A listener with a filter. */
const filtered = (filter: string, ...more: readonly string[]) => [
	aliases,
	...more,
	filter,
	`${listen} filter f`,
	...action,
	own,
	fromLocal,
];

const denied = /^550 Invalid recipient: <eve@elsewhere\.test>$/;
const end = 'the end of the list';

export const rows: readonly Row[] = [
	{
		name: 'a stranger relays: no rule is for it',
		config: plain(own, fromLocal),
		expect: end,
		says: denied,
		cause: 'relay-denied-in-disguise',
		because: /^192\.0\.2\.10 is none of the server’s own addresses/,
	},
	{
		name: 'the server itself relays',
		config: plain(own, fromLocal),
		inside: true,
		expect: fromLocal,
	},
	{
		name: 'mail for a user',
		config: plain(own, fromLocal),
		to: 'ada@example.test',
		expect: own,
	},
	{
		name: 'mail for a user with a tag',
		config: plain(own, fromLocal),
		to: 'Ada+news@example.test',
		expect: own,
	},
	{
		name: 'mail for nobody',
		config: plain(own, fromLocal),
		to: 'ghost@example.test',
		expect: own,
		says: /^550 Invalid recipient: <ghost@example\.test>$/,
		cause: 'no-such-user',
		because: /there is no account ghost/,
	},
	{
		name: 'an alias that leads to an account',
		config: plain(own, fromLocal),
		files: {'/etc/aliases': 'root: ada\ninfo: root, ada\n'},
		to: 'info@example.test',
		expect: own,
	},
	{
		name: 'an alias that leads to an account that is gone',
		config: plain(own, fromLocal),
		files: {'/etc/aliases': '# who is who\ninfo: ada, gone\n'},
		to: 'info@example.test',
		expect: own,
		says: /^550 Invalid recipient: <info@example\.test>$/,
		cause: 'no-such-user',
		because: /there is no account gone, to which `info` leads \(\/etc\/aliases, line 2\)/,
	},
	{
		name: 'an alias that leads elsewhere is local mail for the rules',
		config: plain(own, fromLocal),
		files: {'/etc/aliases': 'info: eve@elsewhere.test\n'},
		to: 'info@example.test',
		expect: fromLocal,
	},
	{
		name: 'an alias that leads elsewhere, where no rule takes local mail',
		config: plain(own),
		files: {'/etc/aliases': 'info: eve@elsewhere.test\n'},
		to: 'info@example.test',
		expect: end,
		says: /^550 Invalid recipient: <info@example\.test>$/,
		because: /an alias leads to eve@elsewhere\.test/,
	},
	{
		name: 'an alias that says no',
		config: plain(own),
		files: {'/etc/aliases': 'left: error:550 She has left\n'},
		to: 'left@example.test',
		expect: own,
		says: /^550 She has left: <left@example\.test>$/,
	},
	{
		name: 'aliases that lead in circles',
		config: plain(own),
		files: {'/etc/aliases': 'one: two\ntwo: one\n'},
		to: 'one@example.test',
		expect: own,
		says: /^524 5\.2\.4 Mailing list expansion problem/,
	},
	{
		name: 'the client’s network may relay, by a table in place',
		config: plain(own, 'match from src { 10.0.0.0/8, 192.0.2.0/24 } for any action "outbound"'),
		expect: 'match from src { 10.0.0.0/8, 192.0.2.0/24 } for any action "outbound"',
	},
	{
		name: 'another network may relay',
		config: plain(own, 'match from src 203.0.113.0/24 for any action "outbound"', fromLocal),
		expect: end,
		says: denied,
		cause: 'relay-denied-in-disguise',
		because: /is not among those for whom `from src "203\.0\.113\.0\/24"` \(line 6\) is/,
	},
	{
		name: 'the client is in a file of networks',
		config: [
			'table nets file:/etc/mail-nets',
			...plain(own, 'match from src <nets> for any action "outbound"'),
		],
		files: {'/etc/mail-nets': '# ours\n198.51.100.0/24\n192.0.2.10\n'},
		expect: 'match from src <nets> for any action "outbound"',
	},
	{
		name: 'a rule that rejects the client’s address',
		config: plain('match from src 192.0.2.10 for any reject', own, fromLocal),
		to: 'ada@example.test',
		expect: 'match from src 192.0.2.10 for any reject',
		says: /^550 Invalid recipient/,
		cause: 'setting-found',
	},
	{
		name: 'a rule that rejects a sender, by a file',
		config: [
			'table blocked file:/etc/blocked',
			...plain('match from any mail-from <blocked> for any reject', own, fromLocal),
		],
		files: {'/etc/blocked': '@spam.test\nbob@app.test\n'},
		to: 'ada@example.test',
		expect: 'match from any mail-from <blocked> for any reject',
		says: /^550 Invalid recipient/,
		because: /“bob@app\.test” \(\/etc\/blocked, line 2\)/,
	},
	{
		name: 'a rule that rejects all the rest',
		config: plain(own, fromLocal, 'match from any for any reject'),
		expect: 'match from any for any reject',
		says: denied,
		cause: 'relay-denied-in-disguise',
		because: /this rule rejects all that is left/,
	},
	{
		name: 'all but one domain',
		config: plain('match from any ! for domain "elsewhere.test" action "outbound"'),
		expect: end,
		says: denied,
	},
	{
		name: 'a domain by its pattern, which takes the first that fits and no other',
		config: plain('match from any for domain "*.test" action "outbound"'),
		to: 'eve@mail.elsewhere.test',
		expect: end,
		says: /^550 Invalid recipient: <eve@mail\.elsewhere\.test>$/,
	},
	{
		name: 'a domain by a regular expression',
		config: plain(
			'match from any for domain regex "^([a-z]+[.])?elsewhere[.]test$" action "outbound"',
		),
		to: 'eve@mail.elsewhere.test',
		expect: 'match from any for domain regex "^([a-z]+[.])?elsewhere[.]test$" action "outbound"',
	},
	{
		name: 'a regular expression that might never end is not tried',
		config: plain(
			'match from any for domain regex "^(([a-z]+)+[.])*nowhere[.]test$" action "outbound"',
			own,
		),
		expect: end,
		says: denied,
		unseen: 'is a regular expression that is not replayed',
	},
	{
		name: 'a sender by a regular expression',
		config: plain('match from any mail-from regex "^bob@.*[.]test$" for any action "outbound"'),
		expect: 'match from any mail-from regex "^bob@.*[.]test$" for any action "outbound"',
	},
	{
		name: 'by the name in EHLO',
		config: plain(own, 'match from any helo "app.example.test" for any action "outbound"'),
		helo: 'app.example.test',
		expect: 'match from any helo "app.example.test" for any action "outbound"',
	},
	{
		name: 'by the client’s reverse name',
		config: plain(own, 'match from rdns "app.example.test" for any action "outbound"'),
		expect: 'match from rdns "app.example.test" for any action "outbound"',
	},
	{
		name: 'by the tag of another listener',
		config: [
			aliases,
			`${listen} tag OUTSIDE`,
			'listen on 0.0.0.0 port 2525 tag INSIDE',
			...action,
			own,
			'match from any tag INSIDE for any action "outbound"',
		],
		expect: end,
		says: denied,
	},
	{
		name: 'by the tag of its listener',
		config: [
			aliases,
			`${listen} tag OUTSIDE`,
			'listen on 0.0.0.0 port 2525 tag INSIDE',
			...action,
			own,
			'match from any tag INSIDE for any action "outbound"',
		],
		port: 2525,
		expect: 'match from any tag INSIDE for any action "outbound"',
	},
	{
		name: 'a rule that asks for TLS, which OpenSMTPD cannot answer',
		config: plain('match from any tls for any action "outbound"', own),
		expect: 'match from any tls for any action "outbound"',
		says: /^451 Temporary failure: <eve@elsewhere\.test>$/,
	},
	{
		name: 'for local: the name of the server',
		config: plain('match from any for local action "local"'),
		to: 'ada@mail.example.test',
		expect: 'match from any for local action "local"',
	},
	{
		name: 'a rule without for and from is local in both',
		config: plain('match action "local"', 'match for any action "outbound"'),
		to: 'ada@example.test',
		expect: end,
		says: /^550 Invalid recipient/,
	},
	{
		name: 'the domain is missing, though this is its MX',
		config: plain('match from any for domain "other.test" action "local"', fromLocal),
		to: 'ada@example.test',
		expect: end,
		says: /^550 Invalid recipient/,
		cause: 'domain-not-local',
	},
	{
		name: 'macros, an include, a continued line and comments',
		config: [
			'mine = "example.test" # ours',
			aliases,
			'include "/etc/smtpd-listen.conf"',
			...action,
			'match from any \\',
			'	for domain $mine action "local"',
			'# match from any for any action "outbound" \\',
			'match from any for any action "outbound"',
		],
		files: {'/etc/smtpd-listen.conf': `${listen}\n`},
		to: 'ada@example.test',
		expect: 'match from any for domain $mine action "local"',
	},
	{
		name: 'virtual users',
		config: [
			'table virtuals { "info@example.test" = "ada", "@other.test" = "ada" }',
			listen,
			'action "virtual" mbox virtual <virtuals>',
			'match from any for domain { "example.test", "other.test" } action "virtual"',
		],
		to: 'any.body@other.test',
		expect: 'match from any for domain { "example.test", "other.test" } action "virtual"',
	},
	{
		name: 'virtual users, and not this one',
		config: [
			'table virtuals { "info@example.test" = "ada", "@other.test" = "ada" }',
			listen,
			'action "virtual" mbox virtual <virtuals>',
			'match from any for domain { "example.test", "other.test" } action "virtual"',
		],
		to: 'ghost@example.test',
		expect: 'match from any for domain { "example.test", "other.test" } action "virtual"',
		says: /^524 5\.2\.4 Mailing list expansion problem: <ghost@example\.test>$/,
	},
	{
		name: 'accounts from a table',
		config: [
			'table users { "kim" = "1000:1000:/home/ada" }',
			listen,
			'action "box" maildir "/home/ada/Maildir" userbase <users>',
			'match from any for domain "example.test" action "box"',
		],
		to: 'ada@example.test',
		expect: 'match from any for domain "example.test" action "box"',
		says: /^550 Invalid recipient: <ada@example\.test>$/,
		cause: 'no-such-user',
		because: /the table <users> has no ada/,
	},
	{
		name: 'a database of domains',
		config: [
			'table domains db:/etc/domains.db',
			...plain('match from any for domain <domains> action "local"'),
		],
		files: {'/etc/domains': 'example.test yes\n'},
		to: 'ada@example.test',
		expect: 'match from any for domain <domains> action "local"',
	},
	{
		name: 'a filter on the client’s address',
		config: filtered('filter f phase connect match src 192.0.2.0/24 disconnect "550 Go away"'),
		to: 'ada@example.test',
		expect: 'filter f phase connect match src 192.0.2.0/24 disconnect "550 Go away"',
		says: /^550 Go away$/,
	},
	{
		name: 'a filter that wants a reverse name, and the client has one',
		config: filtered('filter f phase connect match !fcrdns disconnect "550 5.7.1 No reverse name"'),
		to: 'ada@example.test',
		expect: own,
	},
	{
		name: 'a filter on the name in EHLO',
		config: filtered(
			'filter f phase ehlo match helo "app.example.test" reject "550 5.7.1 Not you"',
		),
		helo: 'app.example.test',
		to: 'ada@example.test',
		expect: 'filter f phase ehlo match helo "app.example.test" reject "550 5.7.1 Not you"',
		says: /^550 5\.7\.1 Not you$/,
	},
	{
		name: 'a filter on the sender, in a chain, by a file',
		config: filtered(
			'filter f chain { ok, blocked }',
			'table blocked file:/etc/blocked',
			'filter ok phase connect match src 203.0.113.0/24 bypass',
			'filter blocked phase mail-from match mail-from <blocked> reject "554 5.7.1 Not from you"',
		),
		files: {'/etc/blocked': '@app.test\n'},
		to: 'ada@example.test',
		expect:
			'filter blocked phase mail-from match mail-from <blocked> reject "554 5.7.1 Not from you"',
		says: /^554 5\.7\.1 Not from you$/,
	},
	{
		name: 'a filter on the recipient, passed over by another',
		config: filtered(
			'filter f chain { ok, nobody }',
			'filter ok phase rcpt-to match mail-from "bob@app.test" bypass',
			'filter nobody phase rcpt-to match rcpt-to "ada@example.test" reject "550 5.1.1 No Ada"',
		),
		to: 'ada@example.test',
		expect: own,
	},
	{
		name: 'a criterion that is turned round',
		config: plain(own, 'match ! from src 203.0.113.0/24 for any action "outbound"'),
		expect: 'match ! from src 203.0.113.0/24 for any action "outbound"',
	},
	{
		name: 'one recipient, by a file',
		config: [
			'table friends file:/etc/friends',
			...plain('match from any for rcpt-to <friends> action "outbound"', own),
		],
		files: {'/etc/friends': 'eve@elsewhere.test\n'},
		expect: 'match from any for rcpt-to <friends> action "outbound"',
	},
	{
		name: 'a listener on an interface',
		config: [
			aliases,
			'listen on eth0 tag OUT',
			...action,
			'match from any tag OUT for any action "outbound"',
		],
		expect: 'match from any tag OUT for any action "outbound"',
	},
	{
		name: 'another delimiter for tags',
		config: ['smtp sub-addr-delim "-"', ...plain(own)],
		to: 'ada-news@example.test',
		expect: own,
	},
	{
		name: 'an action that delivers what aliases lead to, and no more',
		config: [aliases, listen, 'action "local" expand-only alias <aliases>', own],
		to: 'ada@example.test',
		expect: own,
		says: /^524 5\.2\.4 Mailing list expansion problem/,
		unseen: '.forward: the files of users are not read',
	},
	{
		name: 'a filter that is a program is not asked',
		config: filtered('filter f proc-exec "/usr/local/bin/silent-filter"'),
		files: {
			'/usr/local/bin/silent-filter':
				'#!/bin/sh\nwhile read -r line; do [ "$line" = "config|ready" ] && echo "register|ready"; done\n',
		},
		expect: end,
		says: denied,
		unseen: 'it is a program of its own, which is not asked',
	},
	{
		name: 'a filter at DATA',
		config: filtered(
			'filter f phase data match mail-from "bob@app.test" reject "554 5.7.1 Nothing from you"',
		),
		to: 'ada@example.test',
		send: true,
		expect:
			'filter f phase data match mail-from "bob@app.test" reject "554 5.7.1 Nothing from you"',
		says: /^554 5\.7\.1 Nothing from you$/,
	},
	{
		name: 'a filter at the end of the message',
		config: filtered('filter f phase commit match !auth reject "550 5.7.1 Sign in to send that"'),
		to: 'ada@example.test',
		send: true,
		expect: 'filter f phase commit match !auth reject "550 5.7.1 Sign in to send that"',
		says: /^550 5\.7\.1 Sign in to send that$/,
		because: /^nobody has signed in$/,
	},
	{
		name: 'filters that only mark or report let it pass',
		config: filtered(
			'filter f chain { one, two }',
			'filter one phase ehlo match helo "*" report "seen"',
			'filter two phase connect match src 192.0.2.10 junk',
		),
		to: 'ada@example.test',
		expect: own,
	},
	{
		name: 'a filter that rewrites the recipient',
		config: filtered(
			'filter f phase rcpt-to match rcpt-to "old@example.test" rewrite "<ghost@example.test>"',
		),
		to: 'old@example.test',
		expect: own,
		says: /^550 Invalid recipient: <ghost@example\.test>$/,
		cause: 'no-such-user',
		because: /there is no account ghost/,
	},
	{
		name: 'over IPv6, by its network',
		config: [
			aliases,
			'listen on ::',
			listen,
			...action,
			'match from src { 10.0.0.0/8, "2001:db8:1::/48" } for any action "outbound"',
		],
		over6: true,
		expect: 'match from src { 10.0.0.0/8, "2001:db8:1::/48" } for any action "outbound"',
	},
	{
		name: 'over IPv6, without a reverse name',
		config: [
			aliases,
			'filter names phase connect match !rdns disconnect "550 5.7.25 No reverse name"',
			'listen on :: filter names',
			listen,
			...action,
			own,
		],
		over6: true,
		to: 'ada@example.test',
		expect: 'filter names phase connect match !rdns disconnect "550 5.7.25 No reverse name"',
		says: /^550 5\.7\.25 No reverse name$/,
		because: /finds no reverse name for 2001:db8:1::10/,
	},
	{
		name: 'over IPv6, a rule for who has a reverse name',
		config: [
			aliases,
			'listen on ::',
			listen,
			...action,
			'match from rdns for any action "outbound"',
		],
		over6: true,
		expect: end,
		says: denied,
	},
	{
		name: 'a message that is longer than the limit',
		config: ['smtp max-message-size "200"', ...plain(own, fromLocal)],
		to: 'ada@example.test',
		send: true,
		expect: 'smtp max-message-size "200"',
		says: /^554 5\.\d\.\d Message too big for system: Transaction failed, message too big$/,
		cause: 'size-limit',
	},
	{
		name: 'a listener that demands TLS',
		config: [
			...pki,
			aliases,
			`${listen} tls-require pki mail.example.test`,
			...action,
			own,
			fromAuth,
		],
		to: 'ada@example.test',
		expect: `${listen} tls-require pki mail.example.test`,
		says: /^530 5\.5\.1 Invalid command: Must issue a STARTTLS command first$/,
		cause: 'client-without-tls',
	},
	{
		name: 'a listener that demands a login',
		config: [...pki, aliases, `${listen} tls pki mail.example.test auth`, ...action, own, fromAuth],
		expect: `${listen} tls pki mail.example.test auth`,
		says: /^530 5\.5\.1 Invalid command: Must issue an AUTH command first$/,
		cause: 'not-authenticated',
	},
];

/** A row that is refused, and the cause whose commands let it through. */
export type Repair = Row & {cause: string; version?: 'opensmtpd7'};

export const repairs: readonly Repair[] = [
	{
		name: 'a rule for the client, at the end',
		config: plain(own, fromLocal),
		expect: end,
		cause: 'relay-denied-in-disguise',
	},
	{
		name: 'a rule for the client, before the one that rejects the rest',
		config: plain(own, fromLocal, 'match from any for any reject'),
		expect: 'match from any for any reject',
		cause: 'relay-denied-in-disguise',
	},
	{
		name: 'a rule for who has signed in',
		version: 'opensmtpd7',
		config: [...pki, aliases, logins, listen, secure, ...action, own, fromLocal],
		port: 587,
		login: true,
		expect: end,
		cause: 'relay-denied-in-disguise',
	},
	{
		name: 'a rule for the domain',
		config: plain('match from any for domain "other.test" action "local"', fromLocal),
		to: 'ada@example.test',
		expect: end,
		cause: 'domain-not-local',
	},
];

/** With TLS and a login, which takes OpenSMTPD 7. */
export const rowsOf7: readonly Row[] = [
	{
		name: 'a stranger relays',
		config: plain(own, fromLocal),
		expect: end,
		says: denied,
		cause: 'relay-denied-in-disguise',
	},
	{
		name: 'signed in',
		config: [...pki, aliases, logins, listen, secure, ...action, own, fromAuth],
		port: 587,
		login: true,
		expect: fromAuth,
	},
	{
		name: 'TLS, and nobody has signed in',
		config: [...pki, aliases, logins, listen, secure, ...action, own, fromAuth],
		port: 587,
		expect: secure,
		says: /^530 5\.5\.1 Invalid command: Must issue an AUTH command first$/,
		cause: 'not-authenticated',
	},
	{
		name: 'signed in, and no rule counts it',
		config: [...pki, aliases, logins, listen, secure, ...action, own, fromLocal],
		port: 587,
		login: true,
		expect: end,
		says: denied,
		cause: 'relay-denied-in-disguise',
		because: /has signed in as ada counts in no rule/,
	},
	{
		name: 'signed in as somebody whom the rule leaves out',
		config: [
			...pki,
			aliases,
			logins,
			'table staff { "kim", "robin" }',
			listen,
			secure,
			...action,
			own,
			'match from auth <staff> for any action "outbound"',
		],
		port: 587,
		login: true,
		expect: end,
		says: denied,
	},
	{
		name: 'signed in, with a sender of one’s own',
		config: [
			...pki,
			aliases,
			logins,
			'table owners { "ada" = "ada@example.test, @app.test" }',
			listen,
			`${secure} senders <owners>`,
			...action,
			own,
			fromAuth,
		],
		port: 587,
		login: true,
		expect: fromAuth,
	},
	{
		name: 'signed in, with the sender of another',
		config: [
			...pki,
			aliases,
			logins,
			'table owners file:/etc/owners',
			listen,
			`${secure} senders <owners>`,
			...action,
			own,
			fromAuth,
		],
		files: {'/etc/owners': 'ada ada@example.test\nkim @app.test\n'},
		port: 587,
		login: true,
		expect: `${secure} senders <owners>`,
		says: /^530 Sender rejected$/,
		cause: 'sender-not-owned',
		because: /<owners> has ada@example\.test for ada/,
	},
	{
		name: 'a rule that asks for TLS, over TLS',
		config: [
			...pki,
			aliases,
			`${listen} tls pki mail.example.test`,
			...action,
			'match from any tls for any action "outbound"',
		],
		secure: true,
		expect: 'match from any tls for any action "outbound"',
		says: /^451 Temporary failure: <eve@elsewhere\.test>$/,
	},
	{
		name: 'lists over several lines',
		config: [
			'table virtuals {',
			'	"info@example.test" = "ada",',
			'	"@example.test" = "kim"',
			'}',
			listen,
			'action "virtual" mbox virtual <virtuals>',
			'match from any for domain { "example.test" } action "virtual"',
		],
		to: 'somebody@example.test',
		expect: 'match from any for domain { "example.test" } action "virtual"',
		says: /^550 Invalid recipient: <somebody@example\.test>$/,
		cause: 'no-such-user',
		because:
			/there is no account kim, to which `@example\.test` leads \(\/etc\/smtpd\.conf, line 3\)/,
	},
	{
		name: 'for local, by its name',
		config: plain('match from any for local action "local"'),
		to: 'ada@mail.example.test',
		expect: 'match from any for local action "local"',
	},
];
