import {both, never, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';
import {searchMailLog} from '../mail-log.ts';
import {
	heldByOther,
	loopbackAlone,
	noServiceThere,
	nobodyListens,
	notByInside,
	openOutwards,
	openToAll,
	seenInside,
	serviceRuns,
	serviceStopped,
	somebodyListens,
} from './inside-evidence.ts';
import {
	askedForItself,
	cameFromThisSide,
	mailPortHolds,
	refused,
	upWithoutMail,
	workedBefore,
} from './shared-evidence.ts';
import {replayed} from './replay-evidence.ts';
import {listensAfterAll, opensToOthers, worksAtHome} from './view-evidence.ts';
import {configurationChecks, listenChecks, statusChecks} from './server-checks.ts';

/** A last word that is about files or parameters, not about a port that is taken or a disk that is full. */
const faultInFiles =
	/(fatal|panic|error|SYSERR)\b.*(parameter|syntax|configuration|config file|master\.cf|main\.cf|unknown|unsupported|bad |no SASL|cannot load|open (database|dictionary)|\.cf: line|in line \d)/i;

/** Why a mail server’s own machine refuses connections: nothing listens where it should. */
export const refusingServerCauses: readonly Cause[] = [
	{
		id: 'mta-stopped',
		explains: ['refused'],
		title: 'The mail server is not running',
		because:
			'With no program on the port, the system itself answers each connection with a refusal. A syntax error in the configuration is the usual reason why a mail server stops, or does not come up again after a restart.',
		frequency: 'common',
		evidence: [
			...listensAfterAll,
			...seenInside(
				both(serviceStopped, nobodyListens),
				'On the server, {unit} is {state}, with no main process, and nothing listens on the port.',
			),
			{
				when: both(saw('server.service', {running: false, lastExit: {above: 0}}), refused),
				says: 'Its last main process ended with status {lastExit} ({since}).',
				weight: 'for',
			},
			{
				when: both(
					saw('server.service', {running: false, atBoot: ['disabled', 'masked']}),
					refused,
				),
				says: '{unit} is {atBoot}, so that it does not start with the machine.',
				weight: 'for',
			},
			...notByInside(
				both(serviceRuns, refused),
				'On the server, {unit} is {state}: the mail server runs.',
			),
			...notByInside(
				both(saw('server.port', {asked: true, kind: 'mail server'}), refused),
				'On the server, a mail server listens on port {port} ({process} on {addresses}).',
			),
			{
				when: mailPortHolds,
				says: 'Port {port} of the same host is open, so a mail server runs there.',
				weight: 'excludes',
			},
			{
				when: upWithoutMail,
				says: '{host} itself answers (port {port}), and none of its mail ports is open.',
				weight: 'for',
			},
			{
				when: saw('tcp.closed'),
				says: 'Port {port} accepts connections and closes them at once, so something still listens in the mail server’s place.',
				weight: 'against',
			},
			noServiceThere,
			cameFromThisSide,
			workedBefore,
		],
		confirm: [
			{
				text: 'From here: is the port refused, and how fast?',
				command: 'nc -zv -w 10 {host} {port}',
			},
			{
				text: 'On the server: does any program listen on the mail ports?',
				command: "ss -tlnp | grep -E ':(25|465|587)[^0-9]'",
			},
			{
				text: 'Which unit of Postfix has a main process? `postfix.service` may say “active (exited)” with nothing running: on Debian up to 12 it is only a shell around `postfix@-.service`.',
				command: 'systemctl show -p Id,Type,ActiveState,MainPID postfix@-.service postfix.service',
			},
			{text: 'Postfix itself knows best.', command: 'postfix status'},
			...statusChecks,
			{
				text: 'Why did it stop? The first “fatal:” line counts, later ones follow from it.',
				command: searchMailLog("grep -iE 'fatal|panic|error'"),
			},
		],
	},
	{
		id: 'config-error',
		explains: ['refused', 'server-local-error'],
		title: 'The mail server’s configuration has a fault',
		because:
			'With a fault in its files a mail server does not start, and the port is refused; or it starts and then answers mail with a “configuration error”.',
		bringsAbout: ['mta-stopped'],
		frequency: 'usual',
		evidence: [
			...listensAfterAll,
			...replayed('config-error'),
			{
				when: saw('server.configuration', {
					sound: false,
					file: {empty: false},
					line: {above: 0},
				}),
				says: 'The server’s own programs say so: `{message}` ({file}, line {line}).',
				weight: 'proves',
			},
			{
				when: saw('server.configuration', {sound: false, file: {empty: false}, line: 0}),
				says: 'The server’s own programs say so: `{message}` ({file}).',
				weight: 'proves',
			},
			{
				when: saw('server.configuration', {sound: false, file: ''}),
				says: 'The server’s own programs say so: `{message}`.',
				weight: 'proves',
			},
			{
				when: both(
					saw('server.configuration', {sound: true}),
					never('server.configuration', {sound: false}),
					never('server.replay', {reason: 'configuration', agrees: true}),
					never('server.foreseen', {reason: 'configuration'}),
				),
				says: 'The server’s own programs read the configuration of {mta} without a complaint.',
				weight: 'against',
			},
			{
				when: saw('server.service', {running: false, state: /^failed/}),
				says: 'On the server, {unit} is {state}: it did not start, or did not stay.',
				weight: 'for',
			},
			{
				when: saw('server.log-line', {about: 'fatal', text: faultInFiles}),
				says: 'The server’s log has the line with which it gave up: `{text}`.',
				weight: 'proves',
			},
			...notByInside(
				both(serviceRuns, refused),
				'On the server, {unit} is {state}: with a fault in its files it would not have started.',
			),
			{
				when: saw('smtp.refusal', {
					class: 'server-local-error',
					text: /configuration error|system config error/i,
				}),
				says: 'The server says it itself: {code} {text}',
				weight: 'proves',
			},
			{
				when: saw('smtp.refusal', {
					class: 'server-local-error',
					text: /temporary local problem/i,
				}),
				says: 'Exim says “{text}” for a fault in its configuration as well as for a look-up that fails.',
				weight: 'for',
			},
			{
				when: both(mailPortHolds, refused),
				says: 'Port {port} of the same host is open, so the mail server did start.',
				weight: 'excludes',
			},
			{
				when: upWithoutMail,
				says: '{host} itself answers (port {port}), and none of its mail ports is open.',
				weight: 'for',
			},
			noServiceThere,
			cameFromThisSide,
			workedBefore,
		],
		confirm: [
			{
				text: 'Postfix: prints a warning for each fault that it sees; names in restriction lists are read only when a client comes.',
				command: 'postfix check',
			},
			{
				text: 'Postfix: parameters that are set and that nothing uses, mostly misspelt ones, go to standard error.',
				command: 'postconf -n > /dev/null',
			},
			...configurationChecks,
			{
				text: 'The log names file and line at the first “fatal:” or “panic”.',
				command: searchMailLog("grep -iE 'fatal|panic|error'"),
			},
		],
	},
	{
		id: 'loopback-only',
		explains: ['refused'],
		title: 'The mail server listens on this machine’s loopback only',
		because:
			'A freshly installed mail server often takes connections from its own machine alone: `inet_interfaces = loopback-only` in Postfix, `dc_local_interfaces` in Exim on Debian. From outside that looks like a stopped server.',
		frequency: 'usual',
		evidence: [
			...opensToOthers,
			worksAtHome,
			...seenInside(
				both(loopbackAlone, saw('server.port', {asked: true, kind: ['mail server', 'unknown']})),
				'On the server, port {port} is listened on at {addresses} alone.',
			),
			{
				when: both(saw('server.listen-line', {allows: 'loopback'}), loopbackAlone),
				says: '{file}, line {line}, has it so: {text}',
				weight: 'for',
			},
			...notByInside(
				nobodyListens,
				'On the server, nothing listens on port {port}, not even on loopback.',
			),
			...notByInside(openOutwards, 'On the server, port {port} is listened on at {addresses}.'),
			{
				when: both(askedForItself, refused),
				says: 'The refused address {target} is the loopback itself, where such a server would answer.',
				weight: 'excludes',
			},
			{
				when: mailPortHolds,
				says: 'Port {port} of the same address is open; the setting holds for all ports of the server alike.',
				weight: 'against',
			},
			{
				when: upWithoutMail,
				says: '{host} itself answers (port {port}), and none of its mail ports is open from here.',
				weight: 'for',
			},
			cameFromThisSide,
			workedBefore,
		],
		confirm: [
			{
				text: 'On the server: 127.0.0.1:25 or [::1]:25 alone means loopback only; 0.0.0.0:25, *:25 or [::]:25 means all addresses.',
				command: "ss -tln | grep -E ':(25|465|587)[^0-9]'",
			},
			{text: 'Postfix: `all` listens everywhere.', command: 'postconf inet_interfaces'},
			{
				text: 'Exim on Debian: an empty value listens everywhere.',
				command: "grep -E '^dc_local_interfaces' /etc/exim4/update-exim4.conf.conf",
			},
			...listenChecks,
			{text: 'From here, for comparison:', command: 'nc -zv -w 10 {host} {port}'},
		],
	},
	{
		id: 'service-disabled',
		explains: ['refused'],
		title: 'This service is switched off in the mail server',
		because:
			'Each port is a service of its own. In Postfix it is a line of `master.cf`, and the lines for submission (587) and submissions (465) come commented out; Exim listens on the ports that it is told to.',
		frequency: 'common',
		evidence: [
			...listensAfterAll,
			...seenInside(
				both(nobodyListens, serviceRuns),
				'On the server the mail server runs, and nothing listens on port {port}.',
			),
			{
				when: saw('server.listen-line', {allows: 'nothing', text: {empty: false}}),
				says: '{file}, line {line}, leaves port {port} out: {text}',
				weight: 'for',
			},
			{
				when: saw('server.listen-line', {allows: 'nothing', text: ''}),
				says: '{file} has no line that makes {mta} listen on port {port}.',
				weight: 'for',
			},
			...notByInside(somebodyListens, 'On the server, port {port} is listened on ({addresses}).'),
			...notByInside(
				serviceStopped,
				'On the server, {unit} is {state}: none of its services runs.',
			),
			{
				when: both(
					saw('derived.mail-port-open'),
					saw('tcp.refused', {role: 'conversation', service: ['submission', 'submissions']}),
				),
				says: 'Port {port} of {host} is open and the submission port is not: the mail server runs and does not offer this service.',
				weight: 'for',
			},
			{
				when: both(
					saw('derived.mail-port-open'),
					never('tcp.refused', {role: 'conversation', service: ['submission', 'submissions']}),
				),
				says: 'It is the port for mail between servers that is refused, and that one is rarely switched off.',
				weight: 'against',
			},
			{
				when: upWithoutMail,
				says: 'No other mail port of {host} is open either.',
				weight: 'against',
			},
			cameFromThisSide,
			workedBefore,
		],
		confirm: [
			{
				text: 'Postfix: the services that are switched on, one a line.',
				command: 'postconf -M',
			},
			{
				text: 'Exim: the ports that it listens on.',
				command: 'exim -bP daemon_smtp_ports local_interfaces tls_on_connect_ports',
			},
			...listenChecks,
			{
				text: 'What really listens:',
				command: "ss -tlnp | grep -E ':(25|465|587)[^0-9]'",
			},
		],
	},
	{
		id: 'port-taken',
		explains: ['refused'],
		title: 'Another program held the port when the mail server started',
		because:
			'Two mail servers on one machine, or a container’s port, compete for port 25. If the other one listens on the loopback address only, the mail server still fails to start, and the port is refused from outside.',
		bringsAbout: ['mta-stopped', 'one-family-only', 'loopback-only'],
		frequency: 'rare',
		evidence: [
			...opensToOthers,
			...seenInside(
				both(heldByOther, serviceStopped),
				'On the server, port {port} is held by {process} ({addresses}), and no mail server runs.',
			),
			...seenInside(
				both(saw('server.port', {asked: true, beside: {empty: false}}), refused),
				'On the server, {beside} has a part of the addresses of port {port} ({addresses}), which the mail server then could not have.',
			),
			{
				when: saw('server.log-line', {about: 'fatal', text: /address already in use/i}),
				says: 'The server’s log has the line with which it gave up: `{text}`.',
				weight: 'for',
			},
			...notByInside(nobodyListens, 'On the server, nothing listens on port {port}.'),
			...notByInside(
				saw('server.port', {asked: true, kind: 'mail server', beside: ''}),
				'On the server, port {port} belongs to the mail server ({process}).',
			),
			{
				when: mailPortHolds,
				says: 'Port {port} of the same host is open, so the mail server did start.',
				weight: 'against',
			},
			cameFromThisSide,
			workedBefore,
		],
		confirm: [
			{
				text: 'On the server: which program holds the port? `exim4`, `sendmail` or `docker-proxy` beside Postfix is the usual picture.',
				command: "ss -tlnp | grep -E ':25[^0-9]'",
			},
			{
				text: 'The log says “Address already in use”.',
				command: searchMailLog("grep -i 'already in use'"),
			},
		],
	},
	{
		id: 'one-family-only',
		explains: ['refused'],
		title: 'The server listens on one address family only',
		because:
			'The name has an IPv6 and an IPv4 address, and the mail server listens on one of the two: `inet_protocols` in Postfix, `disable_ipv6` or `dc_local_interfaces` in Exim.',
		frequency: 'usual',
		evidence: [
			...seenInside(
				both(
					saw('server.port', {asked: true, reach: 'ipv4'}),
					saw('tcp.refused', {role: 'conversation', address: /:/}),
				),
				'On the server, port {port} is listened on over IPv4 alone ({addresses}).',
			),
			...seenInside(
				both(
					saw('server.port', {asked: true, reach: 'ipv6'}),
					saw('tcp.refused', {role: 'conversation', address: /^[\d.]+$/}),
				),
				'On the server, port {port} is listened on over IPv6 alone ({addresses}).',
			),
			{
				when: both(
					saw('server.listen-line', {allows: ['ipv4', 'ipv6']}),
					saw('server.port', {asked: true, reach: ['ipv4', 'ipv6']}),
				),
				says: '{file}, line {line}, has it so: {text}',
				weight: 'for',
			},
			...notByInside(openToAll, 'On the server, port {port} is listened on for both families.'),
			...notByInside(nobodyListens, 'On the server, nothing listens on port {port} at all.'),
			{
				when: both(
					saw('tcp.refused', {role: 'conversation', address: /:/}),
					saw('tcp.refused', {role: 'conversation', address: /^[\d.]+$/}),
				),
				says: 'IPv4 and IPv6 are refused alike.',
				weight: 'excludes',
			},
			{
				when: saw('derived.family-differs'),
				says: '{host} answers over IPv{works} and refuses over IPv{fails}.',
				weight: 'for',
			},
			{
				when: both(
					saw('tcp.refused', {role: 'conversation', address: /:/}),
					never('tcp.refused', {role: 'conversation', address: /^[\d.]+$/}),
					never('tcp.silent', {role: 'conversation', address: /^[\d.]+$/}),
				),
				says: 'Only IPv6 was tried ({address}), and a server that listens on IPv4 alone refuses that.',
				weight: 'for',
			},
			{
				when: both(
					saw('tcp.refused', {role: 'conversation', address: /^[\d.]+$/}),
					never('tcp.refused', {role: 'conversation', address: /:/}),
					never('derived.family-differs'),
				),
				says: 'It is IPv4 that is refused ({address}), and hardly a server listens on IPv6 alone.',
				weight: 'against',
			},
			cameFromThisSide,
		],
		confirm: [
			{text: 'From here, over IPv4:', command: 'nc -4 -zv -w 10 {host} {port}'},
			{text: 'From here, over IPv6:', command: 'nc -6 -zv -w 10 {host} {port}'},
			{text: 'Postfix: `all` or `ipv4, ipv6` uses both.', command: 'postconf inet_protocols'},
			{text: 'Exim:', command: 'exim -bP disable_ipv6 local_interfaces'},
		],
	},
];
