import {both, either, never, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';

const closedAtGreeting = either(
	saw('smtp.closed', {stage: 'banner'}),
	saw('tcp.closed', {role: 'conversation'}),
);
const closedLater = saw('smtp.closed', {
	stage: ['ehlo', 'starttls', 'tls', 'auth', 'mail', 'rcpt', 'data', 'message', 'command'],
});

/** What Postfix’s smtpd says where the login service is missing. */
const noMechanisms = /no SASL authentication mechanisms/i;

/** Why a connection ends without a word. */
export const droppedCauses: readonly Cause[] = [
	{
		id: 'smtpd-crash',
		explains: ['reset-or-dropped'],
		title: 'The server’s process for this session ended with an error',
		because:
			'A process that cannot start or crashes takes its connection with it. Its log says why; the first “fatal:” or “panic:” line counts.',
		frequency: 'common',
		evidence: [
			{
				when: closedLater,
				says: 'The server hung up after {command}, in the middle of the dialogue.',
				weight: 'for',
			},
			{
				when: saw('smtp.closed', {how: 'reset'}),
				says: 'It was a reset, as after a crash or by a device on the way.',
				weight: 'for',
			},
			{
				when: both(
					saw('server.log-line', {about: 'fatal'}),
					never('server.log-line', {about: 'fatal', text: noMechanisms}),
				),
				says: 'The server’s log has its last words: `{text}`.',
				weight: 'proves',
			},
		],
		confirm: [
			{
				text: 'Postfix, at the time of the try:',
				command:
					"journalctl -u 'postfix*' -n 200 --no-pager | grep -iE 'fatal|panic|killed|signal|throttl'",
			},
			{text: 'Exim:', command: 'tail -n 50 /var/log/exim4/paniclog /var/log/exim4/mainlog'},
			{
				text: 'Killed for lack of memory?',
				command: "journalctl -k --no-pager | grep -iE 'out of memory|oom'",
			},
		],
	},
	{
		id: 'auth-service-missing',
		explains: ['reset-or-dropped'],
		title: 'Signing in is switched on, and the service behind it is missing',
		because:
			'Postfix asks Dovecot or Cyrus SASL as soon as a client says EHLO. Where that service or its socket is not there, the process ends (“no SASL authentication mechanisms”).',
		frequency: 'usual',
		evidence: [
			{
				when: saw('smtp.closed', {stage: ['ehlo', 'auth']}),
				says: 'The server hung up at {command}.',
				weight: 'for',
			},
			{
				when: both(saw('smtp.closed', {stage: 'ehlo'}), saw('server.software', {mta: 'postfix'})),
				says: 'The greeting is Postfix’s, and a Postfix that hangs up at {command} mostly lacks its login service.',
				weight: 'for',
			},
			{
				when: saw('server.log-line', {about: 'fatal', text: noMechanisms}),
				says: 'The server’s log says so: `{text}`.',
				weight: 'proves',
			},
			{
				when: closedAtGreeting,
				says: 'It hung up before EHLO, when nothing is asked yet.',
				weight: 'excludes',
			},
			{when: saw('auth.accepted'), says: 'Signing in worked.', weight: 'excludes'},
		],
		confirm: [
			{
				text: 'Postfix: “fatal: no SASL authentication mechanisms” in the log.',
				command: "journalctl -u 'postfix*' -n 200 --no-pager | grep -i sasl",
			},
			{
				text: 'Is the socket there, and does Dovecot run?',
				command:
					'postconf smtpd_sasl_type smtpd_sasl_path; ls -l /var/spool/postfix/private/auth; systemctl status dovecot',
			},
		],
	},
	{
		id: 'middlebox-reset',
		explains: ['reset-or-dropped', 'tls-handshake'],
		title: 'A device on the way resets the connection',
		because:
			'Intrusion filters and inspecting firewalls cut connections whose content they do not like or cannot read, often as soon as TLS begins.',
		frequency: 'rare',
		evidence: [
			{
				when: saw('smtp.closed', {how: 'reset'}),
				says: 'The connection was reset ({code}), not closed in order.',
				weight: 'for',
			},
			{
				when: saw('tls.failed', {code: /ECONNRESET|EPIPE/}),
				says: 'The connection was cut during the TLS handshake ({code}).',
				weight: 'for',
			},
			{
				when: saw('smtp.closed', {how: 'fin'}),
				says: 'The connection was closed in order, as a server does.',
				weight: 'against',
			},
			{
				when: saw('tls.failed', {code: /ALERT/}),
				says: 'The server itself sent a TLS alert ({code}).',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'From another network, the same test:',
				command: 'openssl s_client -starttls smtp -connect {host}:{port} -crlf',
			},
			{
				text: 'On both sides, while trying: a reset `[R]` that arrives here and never left the server was made on the way.',
				command: 'tcpdump -ni any host {address} and tcp port {port}',
			},
		],
	},
	{
		id: 'tcp-wrappers',
		explains: ['reset-or-dropped'],
		title: 'An access list of the system or the server drops this client',
		because:
			'TCP wrappers (`/etc/hosts.deny`), Exim’s `host_reject_connection` or an access rule with “drop” close the connection right after it was accepted.',
		frequency: 'rare',
		evidence: [
			{
				when: closedAtGreeting,
				says: 'The connection was accepted and closed without a byte ({how}).',
				weight: 'for',
			},
			{when: saw('smtp.greeting'), says: 'The server did greet this client.', weight: 'against'},
		],
		confirm: [
			{text: 'On the server:', command: 'grep -vE "^#|^$" /etc/hosts.allow /etc/hosts.deny'},
			{text: 'Exim:', command: 'exim -bP host_reject_connection acl_smtp_connect'},
			{text: 'From another address: does it greet there?', command: 'nc -w 20 {host} {port}'},
		],
	},
];
