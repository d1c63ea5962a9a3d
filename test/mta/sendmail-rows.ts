/** Ways to set Sendmail up, an envelope, and what decides about it. */
export type Row = {
	name: string;
	/** Shell in /etc/mail, before everything is built. */
	config?: readonly string[];
	/** Shell in /etc/mail, once it runs: what was changed and not built. */
	later?: readonly string[];
	port?: number;
	from?: string;
	to?: string;
	login?: boolean;
	size?: number;
	/** Over IPv6. */
	over6?: boolean;
	/** A message is sent. */
	send?: boolean;
	/** It is gone through twice, and the second time counts. */
	twice?: boolean;
	/** The line that decides; nothing where no rule does. */
	expect: RegExp;
	/** File and number of that line, where `grep -n` of this in the file finds it. */
	at: readonly [file: string, text: string];
	/** The reply; 250 where it is absent. */
	says?: RegExp;
	cause?: string;
	/** Changes that make it pass come with these words. */
	least?: RegExp;
	/** It is taken, and there is more to say of it. */
	because?: RegExp;
};

const cf = '/etc/mail/sendmail.cf';
const mc = '/etc/mail/sendmail.mc';
const access = '/etc/mail/access';
const entry = (key: string, value: string) => `printf '%s\\t%s\\n' '${key}' '${value}' >> access`;
const m4 = (...lines: readonly string[]) =>
	`with-option ${lines.map(line => `"${line.replaceAll('`', '\\`')}"`).join(' ')}`;
const feature = (...words: readonly string[]) =>
	m4(`FEATURE(${words.map(word => `\`${word}'`).join(', ')})dnl`);
const atOnce = `sed -i -e /delay_checks/d -e /conncontrol/d -e /ratecontrol/d sendmail.mc`;
const ada = {to: 'ada@example.test'} as const;
/** Where logins are offered, the words go on: “Proper authentication required.” */
const denied = /^550 5\.7\.1 Relaying denied/;
const deniedAt = [cf, '^R\\$\\*.*550 Relaying denied'] as const;
const noAccess = /^550 5\.7\.1 Access denied$/;

export const rows: readonly Row[] = [
	{
		name: 'a stranger relays',
		expect: /^R\$\* \$#error .*Relaying denied/,
		at: deniedAt,
		says: denied,
		cause: 'client-not-in-mynetworks',
		least: /`Connect:192\.0\.2\.10 RELAY` to \/etc\/mail\/access/,
	},
	{
		name: 'its address may relay by the access table',
		config: [entry('Connect:192.0.2', 'RELAY')],
		expect: /^Connect:192\.0\.2 RELAY$/,
		at: [access, '^Connect:192.0.2'],
	},
	{
		name: 'its name may relay by the access table',
		config: [entry('Connect:app.example.test', 'RELAY')],
		expect: /^Connect:app\.example\.test RELAY$/,
		at: [access, '^Connect:app'],
	},
	{
		name: 'its address is in relay-domains',
		config: ['echo 192.0.2.10 > relay-domains'],
		expect: /^R\$=R \$\* \$@ RELAY$/,
		at: [cf, '^R\\$=R.*relayable IP address'],
	},
	{
		name: 'the recipient’s domain is in relay-domains',
		config: ['echo elsewhere.test > relay-domains'],
		expect: /^R\$\+ < @ \$\* \$=R > \$@ RELAY$/,
		at: [cf, '^R\\$+ < @ \\$\\* \\$=R >.*RELAY'],
	},
	{
		name: 'a login may relay',
		config: ['with-auth'],
		login: true,
		expect: /^R\$\* \$\| \$=\{TrustAuthMech\} \$# RELAY$/,
		at: [cf, '^R.*TrustAuthMech}.*RELAY'],
	},
	{
		name: 'a login would help',
		config: ['with-auth'],
		expect: /Relaying denied/,
		at: deniedAt,
		says: denied,
		cause: 'not-authenticated',
		least: /Let the client sign in/,
	},
	{
		name: 'a login that is not trusted',
		config: ['with-auth', 'sed -i /^TRUST_AUTH_MECH/d sendmail.mc'],
		login: true,
		expect: /Relaying denied/,
		at: deniedAt,
		says: denied,
		cause: 'submission-override',
		least: /Add (PLAIN|LOGIN) to TRUST_AUTH_MECH/,
	},
	{
		name: 'the entry that lets it relay was not built into the table',
		later: [entry('Connect:192.0.2.10', 'RELAY')],
		expect: /Relaying denied/,
		at: deniedAt,
		says: denied,
		cause: 'client-not-in-mynetworks',
		least:
			/Build \/etc\/mail\/access\.db anew with makemap: \/etc\/mail\/access, line 2 has “RELAY”/,
	},
	{
		name: 'a domain whose mail comes here, and that is not among the server’s own',
		to: 'ada@new.test',
		expect: /Relaying denied/,
		at: deniedAt,
		says: denied,
		cause: 'domain-not-local',
		least: /Add new\.test to \/etc\/mail\/local-host-names/,
	},
	{
		name: 'mail for a user',
		...ada,
		expect: /^R\$\+ < @ \$=w > \$@ RELAY$/,
		at: [cf, '^R\\$+ < @ \\$=w >.*@ RELAY'],
	},
	{
		name: 'mail for an alias',
		to: 'postmaster@example.test',
		expect: /\$=w/,
		at: [cf, '^R\\$+ < @ \\$=w >.*@ RELAY'],
	},
	{
		name: 'mail for nobody',
		to: 'nobody-here@example.test',
		expect: /^F=\S*w/,
		at: [cf, '^Mlocal'],
		says: /^550 5\.1\.1 User unknown$/,
		cause: 'no-such-user',
		least: /Make nobody-here@example\.test a user of the server/,
	},
	{
		name: 'an alias that was not built into the table',
		later: ['echo "info: ada" >> /etc/mail/aliases'],
		to: 'info@example.test',
		expect: /^F=\S*w/,
		at: [cf, '^Mlocal'],
		says: /^550 5\.1\.1 User unknown$/,
		cause: 'no-such-user',
		least: /newaliases/,
	},
	{
		name: 'an address that leads elsewhere by a route in it',
		to: 'eve%elsewhere.test@example.test',
		expect: /Relaying denied/,
		at: deniedAt,
		says: denied,
		cause: 'client-not-in-mynetworks',
	},
	{
		name: 'a table that is not there',
		config: [
			`sed -i "s@db', ,@db', .hash -T<TMPF> /etc/mail/gone',@; s@, .hash@, $(printf '\\140')hash@" sendmail.mc`,
		],
		...ada,
		expect: /^Kaccess hash/,
		at: [cf, '^Kaccess'],
		says: /^451 4\.3\.0 Temporary system failure/,
		cause: 'lookup-table-missing',
		least: /Build \/etc\/mail\/gone\.db with makemap/,
	},
	{
		name: 'TLS that is too weak for this client',
		config: [entry('TLS_Clt:app.example.test', 'ENCR:512')],
		...ada,
		expect: /encryption too weak/,
		at: [cf, '^R.*encryption too weak'],
		says: /^454 4\.7\.0 encryption too weak 256 less than 512$/,
	},
	{
		name: 'a client that the access table rejects',
		config: [entry('Connect:192.0.2.10', 'REJECT')],
		...ada,
		expect: /^Connect:192\.0\.2\.10 REJECT$/,
		at: [access, '^Connect:192.0.2.10'],
		says: noAccess,
		least: /Take that entry out/,
	},
	{
		name: 'a client that the access table refuses in its own words',
		config: [entry('Connect:192.0.2', 'ERROR:5.7.1:550 Access denied from your network')],
		...ada,
		expect: /^Connect:192\.0\.2 ERROR:5\.7\.1:550 Access denied from your network$/,
		at: [access, '^Connect:192.0.2'],
		says: /^550 5\.7\.1 Access denied from your network$/,
		cause: 'local-access-list',
		least: /`Connect:192\.0\.2\.10 OK`/,
	},
	{
		name: 'the same at once, without delay_checks',
		config: [atOnce, entry('Connect:192.0.2', 'REJECT')],
		...ada,
		expect: /^Connect:192\.0\.2 REJECT$/,
		at: [access, '^Connect:192.0.2'],
		says: noAccess,
		least: /`Connect:192\.0\.2\.10 OK`/,
	},
	{
		name: 'turned away in the greeting',
		config: [atOnce, entry('Connect:192.0.2', 'ERROR:4.7.1:421 not you, not now')],
		...ada,
		expect: /^Connect:192\.0\.2 ERROR:4\.7\.1:421 not you, not now$/,
		at: [access, '^Connect:192.0.2'],
		says: /^421 4\.7\.1 not you, not now$/,
	},
	{
		name: 'the entry that rejects it is gone from the file alone',
		config: [entry('Connect:192.0.2.10', 'REJECT')],
		later: [`sed -i /192.0.2.10/d access`],
		...ada,
		expect: /^Connect:192\.0\.2\.10 REJECT$/,
		at: [access, ''],
		says: noAccess,
		least: /Build \/etc\/mail\/access\.db anew with makemap/,
	},
	{
		name: 'a sender’s domain that the access table refuses in its own words',
		config: [entry('From:app.test', 'ERROR:5.7.1:550 sender is blocked here')],
		...ada,
		expect: /^From:app\.test ERROR:/,
		at: [access, '^From:app'],
		says: /^550 5\.7\.1 sender is blocked here$/,
		cause: 'sender-blocked',
		least: /`From:bob@app\.test OK`/,
	},
	{
		name: 'words without a code',
		config: [entry('From:bob@app.test', 'ERROR:go away')],
		...ada,
		expect: /^From:bob@app\.test ERROR:go away$/,
		at: [access, '^From:bob'],
		says: /^553 5\.3\.0 go away$/,
	},
	{
		name: 'a sender whose mail is thrown away',
		config: [entry('From:bob@app.test', 'DISCARD')],
		...ada,
		expect: /^From:bob@app\.test DISCARD$/,
		at: [access, '^From:bob'],
		because: /thrown away/,
	},
	{
		name: 'a recipient that the access table refuses',
		config: [
			`sed -i '/^FEATURE(.access_db/a FEATURE(\`blocklist_recipients'"'"')dnl' sendmail.mc`,
			entry('To:ada@example.test', 'ERROR:5.1.1:550 ada has left'),
		],
		...ada,
		expect: /^To:ada@example\.test ERROR/,
		at: [access, '^To:ada'],
		says: /^550 5\.1\.1 ada has left$/,
		cause: 'no-such-user',
	},
	{
		name: 'a sender whose domain does not exist',
		from: 'bob@nowhere.test',
		...ada,
		expect: /Domain of sender address .* does not exist/,
		at: [cf, '^R<PERM>.*does not exist'],
		says: /^553 5\.1\.8 Domain of sender address bob@nowhere\.test does not exist$/,
		cause: 'sender-domain-missing',
	},
	{
		name: 'the same without delay_checks',
		config: [atOnce],
		from: 'bob@nowhere.test',
		...ada,
		expect: /Domain of sender address .* does not exist/,
		at: [cf, '^R<PERM>.*does not exist'],
		says: /^553 5\.1\.8 Domain of sender address bob@nowhere\.test does not exist$/,
		cause: 'sender-domain-missing',
	},
	{
		name: 'a sender whose domain cannot be looked up',
		from: 'bob@down.test',
		...ada,
		expect: /does not resolve/,
		at: [cf, '^R<TEMP>.*does not resolve'],
		says: /^451 4\.1\.8 Domain of sender address bob@down\.test does not resolve$/,
		cause: 'sender-domain-missing',
	},
	{
		name: 'a blocklist',
		config: [feature('dnsbl', 'listed.test')],
		...ada,
		expect: /^FEATURE\(`dnsbl', `listed\.test'\)/,
		at: [mc, 'listed.test'],
		says: /^550 5\.7\.1 Rejected: 192\.0\.2\.10 listed at listed\.test$/,
		cause: 'ip-listed',
	},
	{
		name: 'the second of two blocklists, at once',
		config: [atOnce, feature('dnsbl', 'other.test'), feature('enhdnsbl', 'listed.test')],
		...ada,
		expect: /^FEATURE\(`enhdnsbl', `listed\.test'\)/,
		at: [mc, 'listed.test'],
		says: /^550 5\.7\.1 Rejected: 192\.0\.2\.10 listed at listed\.test$/,
		cause: 'ip-listed',
	},
	{
		name: 'an address of virtusertable that is an error',
		config: [
			feature('virtusertable', 'hash /etc/mail/virtusertable'),
			`echo 'sales@example.test error:5.7.0:550 sales is gone' > virtusertable`,
			'makemap hash virtusertable < virtusertable',
		],
		to: 'sales@example.test',
		expect: /^sales@example\.test error:5\.7\.0:550 sales is gone$/,
		at: ['/etc/mail/virtusertable', '^sales'],
		says: /^550 5\.7\.0 sales is gone$/,
		cause: 'no-such-user',
	},
	{
		name: 'a destination of mailertable that is an error',
		config: [
			feature('mailertable', 'hash /etc/mail/mailertable'),
			`echo 'elsewhere.test error:5.7.0:550 not there' > mailertable`,
			'makemap hash mailertable < mailertable',
			'echo elsewhere.test > relay-domains',
		],
		expect: /^elsewhere\.test error:5\.7\.0:550 not there$/,
		at: ['/etc/mail/mailertable', '^elsewhere'],
		says: /^550 5\.7\.0 not there$/,
		cause: 'no-such-user',
	},
	{
		name: 'a listener that wants a login',
		config: ['with-auth'],
		port: 587,
		...ada,
		expect: /^DAEMON_OPTIONS\(.*Port=submission, M=Ea/,
		at: [mc, 'Port=submission'],
		says: /^530 5\.7\.0 Authentication required$/,
		cause: 'not-authenticated',
		least: /`M=a`/,
	},
	{
		name: 'a message that is announced as too large',
		config: [m4("define(`confMAX_MESSAGE_SIZE', `10000')dnl")],
		...ada,
		size: 20_000,
		expect: /^define\(`confMAX_MESSAGE_SIZE', `10000'\)$/,
		at: [mc, 'MAX_MESSAGE_SIZE'],
		says: /^552 5\.2\.3 Message size exceeds fixed maximum message size \(10000\)$/,
		cause: 'size-limit',
	},
	{
		name: 'a message that is too large, as shows at its end',
		config: [m4("define(`confMAX_MESSAGE_SIZE', `100')dnl")],
		...ada,
		send: true,
		expect: /^define\(`confMAX_MESSAGE_SIZE', `100'\)$/,
		at: [mc, 'MAX_MESSAGE_SIZE'],
		says: /^552 5\.2\.3 Message exceeds maximum fixed size \(100\)$/,
		cause: 'size-limit',
	},
	{
		name: 'more connections in a while than the access table allows',
		config: [entry('ClientRate:', '0'), entry('ClientRate:192.0.2', '1')],
		...ada,
		twice: true,
		expect: /^ClientRate:192\.0\.2 1$/,
		at: [access, '^ClientRate:192.0.2'],
		says: /^421 4\.3\.2 Connection rate limit exceeded\.$/,
		cause: 'connection-rate',
		least: /`ClientRate:192\.0\.2\.10` with a higher number/,
	},
	{
		name: 'a rule of one’s own',
		config: [
			`printf 'LOCAL_RULESETS\\nSLocal_check_rcpt\\nR$*\\t\\t$#error $@ 5.7.1 $: "550 not today"\\n' >> sendmail.mc`,
		],
		...ada,
		expect: /^R\$\* \$#error \$@ 5\.7\.1 \$: "550 not today"$/,
		at: [cf, 'not today'],
		says: /^550 5\.7\.1 not today$/,
	},
];

/** Of these the least change is made as it is shown: then this client gets through, and a stranger does not. */
export const repairs: ReadonlyArray<Omit<Row, 'expect' | 'at'> & {cause: string; changes: number}> =
	[
		{name: 'relaying, by an entry of the client’s', cause: 'client-not-in-mynetworks', changes: 2},
		{
			name: 'relaying, by an entry that only has to be built',
			later: [entry('Connect:192.0.2.10', 'RELAY')],
			cause: 'client-not-in-mynetworks',
			changes: 1,
		},
		{
			name: 'relaying, without an access table',
			config: [`${atOnce}; sed -i /access_db/d sendmail.mc`],
			cause: 'client-not-in-mynetworks',
			changes: 2,
		},
		{name: 'a domain of its own', to: 'ada@new.test', cause: 'domain-not-local', changes: 2},
		{
			name: 'a client that is rejected with its network',
			config: [entry('Connect:192.0.2', 'ERROR:5.7.1:550 Access denied from your network')],
			...ada,
			cause: 'local-access-list',
			changes: 2,
		},
		{
			name: 'a client that is rejected by itself',
			config: [entry('Connect:192.0.2.10', 'REJECT')],
			...ada,
			cause: 'setting-found',
			changes: 2,
		},
		{
			name: 'a sender that is rejected with its domain',
			config: [entry('From:app.test', 'ERROR:5.7.1:550 sender is blocked here')],
			...ada,
			cause: 'sender-blocked',
			changes: 2,
		},
	];
