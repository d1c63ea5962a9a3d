import {both, either, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';
import {notByInside, seenInside} from './inside-evidence.ts';

const closedAtGreeting = either(
	saw('smtp.closed', {stage: 'banner'}),
	saw('tcp.closed', {role: 'conversation'}),
);
const saidNothing = saw('smtp.no-greeting');

/** Why a port opens and no mail server speaks. */
export const silentServerCauses: readonly Cause[] = [
	{
		id: 'server-hung',
		explains: ['no-banner'],
		title: 'The mail server hangs',
		because:
			'The system accepts connections for a program even when that program is stopped or waits for something, such as a disk or a look-up. So the port opens, and nobody greets.',
		frequency: 'common',
		evidence: [
			{
				when: saidNothing,
				says: 'The connection was open for {waited} ms without a byte.',
				weight: 'for',
			},
			{
				when: saw('tls.other-mode-works'),
				says: 'With TLS from the first byte the server does answer.',
				weight: 'excludes',
			},
			{
				when: saw('other.worked'),
				says: '{address} of the same target does greet, so it is about one machine.',
				weight: 'for',
			},
		],
		confirm: [
			{text: 'On the server: does it greet itself?', command: 'nc -w 20 127.0.0.1 {port}'},
			{
				text: 'A full queue of connections (Recv-Q) means that nobody takes them up.',
				command: 'ss -tln sport = :{port}',
			},
			{
				text: 'State D waits for a disk, T is stopped.',
				command: "ps -eo pid,stat,wchan:20,cmd | grep -E 'master|smtpd|exim'",
			},
		],
	},
	{
		id: 'all-processes-busy',
		explains: ['no-banner'],
		title: 'All processes of the mail server are busy',
		because:
			'A mail server serves a limited number of clients at a time; the next ones wait in a queue, connected and without a greeting.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('tls.other-mode-works'),
				says: 'With TLS from the first byte the server does answer.',
				weight: 'excludes',
			},
			{
				when: both(saw('smtp.slow', {stage: 'banner'})),
				says: 'An earlier greeting took {after} ms.',
				weight: 'for',
			},
		],
		confirm: [
			{
				text: 'On the server, Postfix: how many serve, and how many may?',
				command: 'pgrep -c smtpd; postconf default_process_limit; postconf -M smtp/inet',
			},
			{
				text: 'Postfix says it in its log: “all server ports busy” or “has reached its process limit”.',
				command:
					"journalctl -u 'postfix*' -n 500 --no-pager | grep -iE 'process limit|all server ports busy'",
			},
			{text: 'Exim:', command: "ps -eo pid,stat,args | grep '[e]xim'; exim -bP smtp_accept_max"},
		],
	},
	{
		id: 'proxy-protocol-expected',
		explains: ['no-banner', 'reset-or-dropped'],
		title: 'The port expects the PROXY protocol of a load balancer',
		because:
			'Behind a load balancer a mail server may wait for a line that names the real client before it greets. Without it, it says nothing, or hangs up.',
		frequency: 'rare',
		evidence: [
			{
				when: saw('tls.other-mode-works'),
				says: 'With TLS from the first byte the server does answer.',
				weight: 'excludes',
			},
			{when: saw('smtp.greeting'), says: 'The server did greet.', weight: 'excludes'},
		],
		confirm: [
			{
				text: 'Postfix: is a port set so?',
				command:
					'postconf smtpd_upstream_proxy_protocol postscreen_upstream_proxy_protocol; postconf -P | grep proxy_protocol',
			},
			{text: 'Exim:', command: 'exim -bP hosts_proxy'},
			{
				text: 'By hand: does it greet after this line?',
				command: "{ printf 'PROXY UNKNOWN\\r\\n'; sleep 5; } | nc {host} {port}",
			},
		],
	},
	{
		id: 'implicit-tls-port',
		explains: ['no-banner', 'tls-mode-mismatch'],
		title: 'The port expects TLS from the first byte',
		because:
			'On port 465, and wherever a server is set so, it waits for the client to begin TLS and says nothing before. A client that waits for a greeting in plain text waits for ever.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('tls.other-mode-works', {mode: 'implicit'}),
				says: 'With TLS from the first byte the server greets.',
				weight: 'proves',
			},
			{
				when: saw('tls.other-mode-works', {mode: ['starttls', 'none']}),
				says: 'In plain text the server greets at once.',
				weight: 'excludes',
			},
			{
				when: saw('endpoint.chosen', {service: 'submissions', mode: ['starttls', 'none', 'auto']}),
				says: 'Port {port} is for TLS from the first byte, and it was begun in plain text.',
				weight: 'for',
			},
			{
				when: both(saidNothing, saw('endpoint.chosen', {mode: 'implicit'})),
				says: 'It was begun with TLS already.',
				weight: 'excludes',
			},
		],
		confirm: [
			{
				text: 'A greeting here, and none with `nc`, proves it.',
				command: 'openssl s_client -connect {host}:{port} -crlf',
			},
		],
	},
	{
		id: 'starttls-port',
		explains: ['tls-mode-mismatch'],
		title: 'The port begins in plain text',
		because:
			'Ports 25 and 587 begin in plain text and change over with STARTTLS. A client that begins with TLS there gets an answer that is no TLS (“wrong version number”).',
		frequency: 'usual',
		evidence: [
			{
				when: saw('tls.other-mode-works', {mode: ['starttls', 'none']}),
				says: 'In plain text the server greets at once.',
				weight: 'proves',
			},
			{
				when: saw('tls.failed', {code: 'ERR_SSL_WRONG_VERSION_NUMBER'}),
				says: 'What came back was no TLS at all ({code}).',
				weight: 'for',
			},
			{
				when: saw('tls.other-mode-works', {mode: 'implicit'}),
				says: 'It is TLS from the first byte that works here.',
				weight: 'excludes',
			},
		],
		confirm: [
			{text: 'A line with 220 at once proves it.', command: 'nc -w 20 {host} {port}'},
			{
				text: 'And TLS with STARTTLS:',
				command: 'openssl s_client -starttls smtp -connect {host}:{port} -crlf',
			},
		],
	},
	{
		id: 'listener-paused',
		explains: ['no-banner'],
		title: 'The operator has paused the listener',
		because:
			'OpenSMTPD can pause its listeners: the system still accepts connections, and nobody greets until they are resumed.',
		frequency: 'rare',
		evidence: [
			{
				when: saw('server.software', {mta: 'opensmtpd'}),
				says: 'The server looks like OpenSMTPD, which can do that.',
				weight: 'for',
			},
			{
				when: saw('server.software', {mta: ['postfix', 'exim', 'sendmail', 'exchange']}),
				says: 'The server looks like {mta}, which has no such command.',
				weight: 'against',
			},
			{
				when: saw('tls.other-mode-works'),
				says: 'With TLS from the first byte the server does answer.',
				weight: 'excludes',
			},
		],
		confirm: [{text: 'On the server:', command: 'smtpctl show status'}],
	},
	{
		id: 'dead-backend',
		explains: ['no-banner', 'reset-or-dropped'],
		title: 'A proxy accepts, and the mail server behind it is gone',
		because:
			'A load balancer, a container’s port or a forwarded port takes the connection, finds nobody behind it, and closes it or leaves it standing.',
		frequency: 'usual',
		evidence: [
			{
				when: closedAtGreeting,
				says: 'The connection was accepted and closed without a byte ({how}).',
				weight: 'for',
			},
			...seenInside(
				both(
					saw('server.port', {asked: true, kind: 'proxy'}),
					either(closedAtGreeting, saidNothing),
				),
				'On the server, port {port} is held by {process}, which passes connections on; whoever is behind it did not answer.',
			),
			...notByInside(
				saw('server.port', {asked: true, kind: 'mail server', beside: ''}),
				'On the server, the mail server itself has port {port} ({process}).',
			),
			{when: saw('smtp.greeting'), says: 'A mail server did greet.', weight: 'excludes'},
			{
				when: saw('tls.other-mode-works'),
				says: 'With TLS from the first byte the server does answer.',
				weight: 'excludes',
			},
		],
		confirm: [
			{
				text: 'On the server: `docker-proxy`, `haproxy` or `nginx` as the owner of the port is a sign.',
				command: 'ss -tlnp sport = :{port}',
			},
			{text: 'Does the container run, and the server in it?', command: 'docker ps --all'},
			{text: 'Behind a router: to which machine and port does it forward?', command: ''},
		],
	},
	{
		id: 'wrong-service',
		explains: ['not-smtp', 'no-banner'],
		title: 'The port leads to another service',
		because:
			'A forwarded port, a load balancer or a typo leads to a web, SSH or mailbox server. A web server says nothing before it is spoken to.',
		frequency: 'usual',
		evidence: [
			{when: saw('smtp.greeting'), says: 'A mail server did greet.', weight: 'excludes'},
			{
				when: saw('tls.other-mode-works'),
				says: 'Begun another way, a mail server greets.',
				weight: 'excludes',
			},
			{
				when: saw('smtp.not-smtp'),
				says: 'What answers looks like {looksLike}: {text}',
				weight: 'proves',
			},
		],
		confirm: [
			{
				text: 'What does it say by itself, and what to a web request?',
				command:
					"nc -w 5 {host} {port} < /dev/null; printf 'HEAD / HTTP/1.0\\r\\n\\r\\n' | nc -w 5 {host} {port}",
			},
			{text: 'On the server: which program has the port?', command: 'ss -tlnp sport = :{port}'},
			{text: 'Rules that send it elsewhere:', command: 'iptables -t nat -L -n; nft list ruleset'},
		],
	},
];
