/** One configuration of a real Postfix, one client and one envelope, and the restriction that decides. */
export type Row = {
	name: string;
	/** Shell in /etc/postfix. */
	config?: readonly string[];
	port?: number;
	helo?: string;
	from?: string;
	to?: string;
	/** Signs in as `ada`. */
	login?: boolean;
	/** Without TLS. */
	plain?: boolean;
	/** Over IPv6, from an address without a reverse name. */
	over6?: boolean;
	/** The restriction that decides, as it is written; `accepted` where none has to. */
	expect: string;
	/** The reply; 250 where it is absent. */
	says?: RegExp;
	place?: RegExp;
	/** What cannot be replayed. */
	unseen?: string;
	/** Restriction classes and the like, which smtpd logs beside what they hold. */
	classes?: readonly string[];
	/** False where smtpd’s log says nothing of the order. */
	order?: false;
};

const set = (...settings: string[]) => `postconf -e ${settings.map(s => `'${s}'`).join(' ')}`;
const file = (name: string, ...lines: string[]) =>
	`printf '%s\\n' ${lines.map(l => `'${l}'`).join(' ')} > ${name}`;
const relay =
	'smtpd_relay_restrictions=permit_mynetworks permit_sasl_authenticated reject_unauth_destination';
const main = /main\.cf, line \d+/;
const denied = /^554 5\.7\.1 <eve@elsewhere\.test>: Relay access denied/;
const behindPostscreen = [
	'postconf -M# smtp/inet',
	"postconf -M smtp/inet='smtp inet n - n - 1 postscreen' smtpd/pass='smtpd pass - - n - - smtpd' dnsblog/unix='dnsblog unix - - n - 0 dnsblog' tlsproxy/unix='tlsproxy unix - - n - 0 tlsproxy'",
];

export const rows: readonly Row[] = [
	{
		name: 'a stranger relays: deferred, as Debian has it',
		expect: 'defer_unauth_destination',
		says: /^454 4\.7\.1 <eve@elsewhere\.test>: Relay access denied/,
		place: main,
	},
	{
		name: 'the default list of this version, where main.cf has none',
		config: ['postconf -X smtpd_relay_restrictions'],
		expect: 'defer_unauth_destination',
		says: /^454 4\.7\.1/,
		place: /the default of smtpd_relay_restrictions/,
	},
	{
		name: 'a stranger relays: refused',
		config: [set(relay)],
		expect: 'reject_unauth_destination',
		says: denied,
		place: main,
	},
	{
		name: 'in mynetworks by its network',
		config: [set(relay, 'mynetworks=127.0.0.0/8 198.51.100.0/24')],
		expect: 'permit_mynetworks',
	},
	{
		name: 'kept out of mynetworks by an exclamation mark',
		config: [set(relay, 'mynetworks=!198.51.100.25 198.51.100.0/24')],
		expect: 'reject_unauth_destination',
		says: denied,
	},
	{
		name: 'in mynetworks by a file',
		config: [
			file('nets', '# ours', '198.51.100.25/32'),
			set(relay, 'mynetworks=/etc/postfix/nets'),
		],
		expect: 'permit_mynetworks',
	},
	{
		name: 'in mynetworks by a cidr table',
		config: [file('nets', '198.51.100.0/24 ok'), set(relay, 'mynetworks=cidr:/etc/postfix/nets')],
		expect: 'permit_mynetworks',
	},
	{
		name: 'in mynetworks by mynetworks_style',
		config: ['postconf -X mynetworks', set(relay, 'mynetworks_style=subnet')],
		expect: 'permit_mynetworks',
	},
	{
		name: 'over IPv6, where mynetworks has the IPv4 network alone',
		config: [set(relay, 'mynetworks=198.51.100.0/24')],
		over6: true,
		expect: 'reject_unauth_destination',
		says: denied,
	},
	{
		name: 'over IPv6, in mynetworks',
		config: [set(relay, 'mynetworks=[2001:db8:2::]/64')],
		over6: true,
		expect: 'permit_mynetworks',
	},
	{
		name: 'signed in',
		config: [set(relay)],
		login: true,
		expect: 'permit_sasl_authenticated',
	},
	{
		name: 'signed in, and the list does not count it',
		config: [set('smtpd_relay_restrictions=permit_mynetworks reject_unauth_destination')],
		login: true,
		expect: 'reject_unauth_destination',
		says: denied,
	},
	{
		name: 'submission without a login: the override of master.cf',
		config: [set('mynetworks=198.51.100.0/24')],
		port: 587,
		expect: 'reject',
		says: /^554 5\.7\.1 <eve@elsewhere\.test>: Recipient address rejected: Access denied/,
		place: /master\.cf, line \d+/,
	},
	{
		name: 'submission with a login',
		port: 587,
		login: true,
		expect: 'permit_sasl_authenticated',
		place: /master\.cf, line \d+/,
	},
	{
		name: 'submission without TLS',
		port: 587,
		plain: true,
		expect: 'smtpd_tls_security_level = encrypt',
		says: /^530 5\.7\.0 Must issue a STARTTLS command first/,
		place: /master\.cf/,
		order: false,
	},
	{
		name: 'an override that takes its value from main.cf',
		config: [
			set('mua_rules=permit_mynetworks,reject', 'mynetworks=127.0.0.0/8'),
			"postconf -P 'submission/inet/smtpd_relay_restrictions=$mua_rules'",
		],
		port: 587,
		expect: 'reject',
		says: /^554 5\.7\.1/,
		place: main,
	},
	{
		name: 'mail for a domain of its own',
		to: 'ada@example.test',
		expect: 'accepted',
	},
	{
		name: 'mail for nobody',
		to: 'nobody-here@example.test',
		expect: 'reject_unlisted_recipient',
		says: /^550 5\.1\.1 <nobody-here@example\.test>: Recipient address rejected: User unknown in local recipient table/,
		place: /default of smtpd_reject_unlisted_recipient/,
	},
	{
		name: 'mail for an alias',
		to: 'postmaster@example.test',
		expect: 'accepted',
	},
	{
		name: 'mail for a domain that it only relays to',
		config: [set(relay, 'relay_domains=elsewhere.test')],
		expect: 'accepted',
	},
	{
		name: 'a recipient that the relay table lacks',
		config: [
			file('relayed', 'ann@elsewhere.test ok'),
			'postmap relayed',
			set(relay, 'relay_domains=elsewhere.test', 'relay_recipient_maps=hash:/etc/postfix/relayed'),
		],
		expect: 'reject_unlisted_recipient',
		says: /^550 5\.1\.1 .*User unknown in relay recipient table/,
	},
	{
		name: 'a virtual alias that is there',
		config: [
			file('virtual', 'eve@elsewhere.test ada'),
			'postmap virtual',
			set(
				relay,
				'virtual_alias_domains=elsewhere.test',
				'virtual_alias_maps=hash:/etc/postfix/virtual',
			),
		],
		expect: 'accepted',
	},
	{
		name: 'a virtual alias that is not there',
		config: [
			file('virtual', 'ann@elsewhere.test ada'),
			'postmap virtual',
			set(
				relay,
				'virtual_alias_domains=elsewhere.test',
				'virtual_alias_maps=hash:/etc/postfix/virtual',
			),
		],
		expect: 'reject_unlisted_recipient',
		says: /^550 5\.1\.1 .*User unknown in virtual alias table/,
	},
	{
		name: 'a virtual mailbox that is not there',
		config: [
			set(
				relay,
				'virtual_mailbox_domains=elsewhere.test',
				'virtual_mailbox_maps=inline:{{ann@elsewhere.test=ann}}',
			),
		],
		expect: 'reject_unlisted_recipient',
		says: /^550 5\.1\.1 .*User unknown in virtual mailbox table/,
	},
	{
		name: 'a HELO name without a domain',
		config: [
			set(relay, 'smtpd_helo_restrictions=permit_mynetworks, reject_non_fqdn_helo_hostname'),
		],
		helo: 'app',
		to: 'ada@example.test',
		expect: 'reject_non_fqdn_helo_hostname',
		says: /^504 5\.5\.2 <app>: Helo command rejected: need fully-qualified hostname/,
		place: main,
	},
	{
		name: 'a HELO name that is none',
		config: [set('smtpd_helo_restrictions=reject_invalid_helo_hostname')],
		helo: 'app..test',
		to: 'ada@example.test',
		expect: 'reject_invalid_helo_hostname',
		says: /^501 5\.5\.2 <app\.\.test>: Helo command rejected: Invalid name/,
	},
	{
		name: 'a HELO name that DNS does not have',
		config: [set('smtpd_helo_restrictions=reject_unknown_helo_hostname')],
		helo: 'nowhere.test',
		to: 'ada@example.test',
		expect: 'reject_unknown_helo_hostname',
		says: /^450 4\.7\.1 <nowhere\.test>: Helo command rejected: Host not found/,
	},
	{
		name: 'the HELO name that a table refuses, by the domain above it',
		config: [
			file('helo', 'app.test 550 5.7.1 Not as ours'),
			'postmap helo',
			set('smtpd_helo_restrictions=check_helo_access hash:/etc/postfix/helo'),
		],
		helo: 'www.app.test',
		to: 'ada@example.test',
		expect: 'check_helo_access hash:/etc/postfix/helo',
		says: /^550 5\.7\.1 <www\.app\.test>: Helo command rejected: Not as ours/,
	},
	{
		name: 'a client without a reverse name',
		config: [set('smtpd_client_restrictions=reject_unknown_reverse_client_hostname')],
		over6: true,
		to: 'ada@example.test',
		expect: 'reject_unknown_reverse_client_hostname',
		says: /^450 4\.7\.1 Client host rejected: cannot find your reverse hostname, \[2001:db8:2::25\]/,
	},
	{
		name: 'the same for good, by unknown_client_reject_code',
		config: [
			set(
				'smtpd_client_restrictions=reject_unknown_client_hostname',
				'unknown_client_reject_code=550',
			),
		],
		over6: true,
		to: 'ada@example.test',
		expect: 'reject_unknown_client_hostname',
		says: /^550 5\.7\.25 Client host rejected: cannot find your hostname/,
	},
	{
		name: 'a client whose reverse name leads elsewhere, by the hosts file of the server',
		config: [
			'echo 127.0.1.1 mail.example.test > /etc/hosts',
			set(
				'smtpd_client_restrictions=reject_unknown_reverse_client_hostname, reject_unknown_client_hostname',
			),
		],
		to: 'ada@example.test',
		expect: 'reject_unknown_client_hostname',
		says: /^450 4\.7\.25 Client host rejected: cannot find your hostname/,
	},
	{
		name: 'a client that a table refuses, by its network',
		config: [
			file('clients', '198.51.100 REJECT Not from there'),
			'postmap clients',
			set('smtpd_client_restrictions=check_client_access hash:/etc/postfix/clients'),
		],
		to: 'ada@example.test',
		expect: 'check_client_access hash:/etc/postfix/clients',
		says: /^554 5\.7\.1 <mail\.example\.test\[198\.51\.100\.25\]>: Client host rejected: Not from there/,
	},
	{
		name: 'the first line of a cidr table that fits',
		config: [
			file('clients.cidr', '198.51.100.25 DUNNO', '198.51.100.0/24 REJECT'),
			set('smtpd_client_restrictions=check_client_access cidr:/etc/postfix/clients.cidr'),
		],
		to: 'ada@example.test',
		expect: 'accepted',
	},
	{
		name: 'a client that a pattern refuses',
		config: [
			file('clients.re', '/^mail\\./ DEFER try later'),
			set('smtpd_client_restrictions=check_client_access regexp:/etc/postfix/clients.re'),
		],
		to: 'ada@example.test',
		expect: 'check_client_access regexp:/etc/postfix/clients.re',
		says: /^450 4\.7\.1 .*Client host rejected: try later/,
	},
	{
		name: 'a table that was never built',
		config: [
			file('clients', '192.0.2.1 REJECT'),
			set('smtpd_client_restrictions=check_client_access hash:/etc/postfix/clients'),
		],
		to: 'ada@example.test',
		expect: 'check_client_access hash:/etc/postfix/clients',
		says: /^451 4\.3\.5 .*Server configuration error/,
	},
	{
		name: 'a blocklist that has the client',
		config: [
			set(
				'smtpd_recipient_restrictions=reject_rbl_client other.test=127.0.0.[2..8], reject_rbl_client listed.test',
			),
		],
		to: 'ada@example.test',
		expect: 'reject_rbl_client listed.test',
		says: /^554 5\.7\.1 Service unavailable; Client host \[198\.51\.100\.25\] blocked using listed\.test/,
	},
	{
		name: 'a list of domains that has the sender’s',
		config: [set('smtpd_sender_restrictions=reject_rhsbl_sender domains.test')],
		to: 'ada@example.test',
		expect: 'reject_rhsbl_sender domains.test',
		says: /^554 5\.7\.1 Service unavailable; Sender address \[bob@app\.test\] blocked using domains\.test/,
	},
	{
		name: 'a sender whose domain is not there',
		config: [set('smtpd_sender_restrictions=reject_unknown_sender_domain')],
		from: 'bob@nowhere.test',
		to: 'ada@example.test',
		expect: 'reject_unknown_sender_domain',
		says: /^450 4\.1\.8 <bob@nowhere\.test>: Sender address rejected: Domain not found/,
	},
	{
		name: 'a sender whose domain takes no mail',
		config: [set('smtpd_sender_restrictions=reject_unknown_sender_domain')],
		from: 'bob@null.test',
		to: 'ada@example.test',
		expect: 'reject_unknown_sender_domain',
		says: /^550 5\.7\.27 <bob@null\.test>: Sender address rejected: Domain null\.test does not accept mail/,
	},
	{
		name: 'a sender whose domain cannot be looked up: only then when nothing else refuses',
		config: [set('smtpd_sender_restrictions=reject_unknown_sender_domain')],
		from: 'bob@down.test',
		to: 'ada@example.test',
		expect: 'reject_unknown_sender_domain',
		says: /^450 4\.1\.8 <bob@down\.test>: Sender address rejected: Domain not found/,
	},
	{
		name: 'the same sender to a foreign domain: relaying is refused first',
		config: [set(relay, 'smtpd_sender_restrictions=reject_unknown_sender_domain')],
		from: 'bob@down.test',
		expect: 'reject_unauth_destination',
		says: denied,
	},
	{
		name: 'a sender without a domain',
		config: [set('smtpd_sender_restrictions=reject_non_fqdn_sender')],
		from: 'bob@app',
		to: 'ada@example.test',
		expect: 'reject_non_fqdn_sender',
		says: /^504 5\.5\.2 <bob@app>: Sender address rejected: need fully-qualified address/,
	},
	{
		name: 'a sender that a table refuses, by its domain',
		config: [set('smtpd_sender_restrictions=check_sender_access inline:{app.test=REJECT}')],
		to: 'ada@example.test',
		expect: 'check_sender_access inline:{app.test=REJECT}',
		says: /^554 5\.7\.1 <bob@app\.test>: Sender address rejected: Access denied/,
	},
	{
		name: 'a sender that belongs to another login',
		config: [
			file('owners', 'bob@app.test bob'),
			'postmap owners',
			set(
				'smtpd_sender_login_maps=hash:/etc/postfix/owners',
				'smtpd_sender_restrictions=reject_sender_login_mismatch',
			),
		],
		login: true,
		expect: 'reject_authenticated_sender_login_mismatch',
		says: /^553 5\.7\.1 <bob@app\.test>: Sender address rejected: not owned by user ada/,
		classes: ['reject_sender_login_mismatch'],
	},
	{
		name: 'a sender that has an owner, and nobody signed in',
		config: [
			file('owners', 'bob@app.test bob'),
			'postmap owners',
			set(
				'smtpd_sender_login_maps=hash:/etc/postfix/owners',
				'smtpd_sender_restrictions=reject_known_sender_login_mismatch',
			),
		],
		to: 'ada@example.test',
		expect: 'reject_known_sender_login_mismatch',
		says: /^553 5\.7\.1 <bob@app\.test>: Sender address rejected: not logged in/,
	},
	{
		name: 'a recipient that a table refuses with a code of its own',
		config: [
			file('rcpt', 'ada@ 550 5.7.1 Ada has left'),
			'postmap rcpt',
			set('smtpd_recipient_restrictions=check_recipient_access hash:/etc/postfix/rcpt'),
		],
		to: 'ada@example.test',
		expect: 'check_recipient_access hash:/etc/postfix/rcpt',
		says: /^550 5\.7\.1 <ada@example\.test>: Recipient address rejected: Ada has left/,
	},
	{
		name: 'a recipient’s domain that is not there, before relaying is asked',
		config: [
			set(
				relay,
				'smtpd_relay_before_recipient_restrictions=no',
				'smtpd_recipient_restrictions=reject_unknown_recipient_domain',
			),
		],
		to: 'eve@nowhere.test',
		expect: 'reject_unknown_recipient_domain',
		says: /^450 4\.1\.2 <eve@nowhere\.test>: Recipient address rejected: Domain not found/,
	},
	{
		name: 'a restriction class that a table names',
		config: [
			set(
				relay,
				'smtpd_restriction_classes=insiders',
				'insiders=check_sender_access inline:{example.test=OK}, reject',
				'smtpd_recipient_restrictions=check_recipient_access inline:{ada@example.test=insiders}',
			),
		],
		to: 'ada@example.test',
		expect: 'reject',
		says: /^554 5\.7\.1 <ada@example\.test>: Recipient address rejected: Access denied/,
		order: false,
	},
	{
		name: 'warn_if_reject lets through what it precedes',
		config: [set('smtpd_client_restrictions=warn_if_reject reject, permit_mynetworks')],
		to: 'ada@example.test',
		expect: 'accepted',
	},
	{
		name: 'soft_bounce makes a refusal temporary',
		config: [set(relay, 'soft_bounce=yes')],
		expect: 'reject_unauth_destination',
		says: /^454 4\.7\.1 <eve@elsewhere\.test>: Relay access denied/,
	},
	{
		name: 'defer_if_permit defers what would be taken',
		config: [set('smtpd_client_restrictions=defer_if_permit')],
		to: 'ada@example.test',
		expect: 'defer_if_permit',
		says: /^450 4\.7\.0 .*defer_if_permit requested/,
	},
	{
		name: 'defer_if_reject in the same list makes a refusal temporary',
		config: [
			set('smtpd_relay_restrictions=defer_if_reject, permit_mynetworks, reject_unauth_destination'),
		],
		expect: 'defer_if_reject',
		says: /^450 4\.7\.0 <eve@elsewhere\.test>: Recipient address rejected: defer_if_reject requested/,
	},
	{
		name: 'without smtpd_delay_reject the client is refused in the greeting',
		config: [set('smtpd_delay_reject=no', 'smtpd_client_restrictions=reject')],
		to: 'ada@example.test',
		expect: 'reject',
		says: /^554 5\.7\.1 <mail\.example\.test\[198\.51\.100\.25\]>: Client host rejected: Access denied/,
		order: false,
	},
	{
		name: 'without smtpd_delay_reject the sender is refused at MAIL',
		config: [
			set(
				'smtpd_delay_reject=no',
				'smtpd_sender_restrictions=check_sender_access inline:{bob@=REJECT}',
			),
		],
		to: 'ada@example.test',
		expect: 'check_sender_access inline:{bob@=REJECT}',
		says: /^554 5\.7\.1 <bob@app\.test>: Sender address rejected: Access denied/,
		order: false,
	},
	{
		name: 'encryption as a restriction',
		config: [set('smtpd_client_restrictions=reject_plaintext_session')],
		to: 'ada@example.test',
		plain: true,
		expect: 'reject_plaintext_session',
		says: /^450 4\.7\.1 Session encryption is required/,
	},
	{
		name: 'a misspelt restriction',
		config: [set('smtpd_client_restrictions=permit_mynetwork')],
		to: 'ada@example.test',
		expect: 'permit_mynetwork',
		says: /^451 4\.3\.5 Server configuration error/,
		order: false,
	},
	{
		name: 'behind a policy service that could have decided',
		config: [
			set(
				'smtpd_relay_restrictions=permit_mynetworks, check_policy_service { inet:127.0.0.1:9, default_action=DUNNO, timeout=1s }, reject_unauth_destination',
			),
		],
		expect: 'reject_unauth_destination',
		says: denied,
		unseen: 'check_policy_service',
		order: false,
	},
	{
		name: 'behind postscreen',
		config: [...behindPostscreen, set(relay, 'postscreen_greet_wait=1s')],
		expect: 'reject_unauth_destination',
		says: denied,
	},
	{
		name: 'postscreen itself, which tests a client first',
		config: [
			...behindPostscreen,
			set(
				'postscreen_greet_wait=1s',
				'postscreen_non_smtp_command_enable=yes',
				'postscreen_cache_map=',
			),
		],
		to: 'ada@example.test',
		expect: 'postscreen_non_smtp_command_enable',
		says: /^450 4\.3\.2 Service currently unavailable/,
		place: main,
		order: false,
	},
	{
		name: 'postscreen itself, by a blocklist',
		config: [
			...behindPostscreen,
			set(
				'postscreen_greet_wait=1s',
				'postscreen_dnsbl_action=enforce',
				'postscreen_dnsbl_sites=other.test=127.0.0.2 listed.test*2',
			),
		],
		to: 'ada@example.test',
		expect: 'postscreen_dnsbl_sites listed.test*2',
		says: /^550 5\.7\.1 Service unavailable; client \[198\.51\.100\.25\] blocked using listed\.test/,
		place: main,
		order: false,
	},
	{
		name: 'postscreen itself, by its own list',
		config: [
			...behindPostscreen,
			file('screen.cidr', '198.51.100.25 reject'),
			set(
				'postscreen_greet_wait=1s',
				'postscreen_denylist_action=enforce',
				'postscreen_access_list=cidr:/etc/postfix/screen.cidr',
			),
		],
		to: 'ada@example.test',
		expect: 'postscreen_access_list',
		says: /^550 5\.3\.2 Service currently unavailable/,
		place: main,
		order: false,
	},
];

/** Configurations whose smallest change is a command, and the cause under which it is shown. */
export const repairs: ReadonlyArray<Omit<Row, 'expect'> & {cause: string; again?: Partial<Row>}> = [
	{
		name: 'the address into mynetworks',
		config: [set(relay, 'smtpd_sasl_auth_enable=no')],
		cause: 'client-not-in-mynetworks',
	},
	{
		name: 'the address into the mynetworks of the service alone',
		config: [
			set(relay, 'smtpd_sasl_auth_enable=no', 'mynetworks=198.51.100.0/24'),
			"postconf -P 'smtp/inet/mynetworks=127.0.0.0/8'",
		],
		cause: 'client-not-in-mynetworks',
	},
	{
		name: 'whoever has signed in, first in the list of main.cf',
		config: [set('smtpd_relay_restrictions=reject_unauth_destination')],
		login: true,
		cause: 'submission-override',
	},
	{
		name: 'whoever has signed in, first in the list of the service',
		config: ["postconf -P 'submission/inet/smtpd_relay_restrictions=reject'"],
		port: 587,
		login: true,
		cause: 'setting-found',
	},
	{
		name: 'logins switched on for the service',
		config: [
			set('smtpd_sasl_auth_enable=no'),
			"postconf -P 'submission/inet/smtpd_sasl_auth_enable=no'",
		],
		port: 587,
		cause: 'submission-override',
		again: {login: true},
	},
];
