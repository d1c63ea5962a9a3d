import {both, never, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';
import {seenInside} from './inside-evidence.ts';
import {replayed} from './replay-evidence.ts';

/** The one that is asked is not there; its address and the line that names it. */
const nobodyThere =
	'{setting} ({file}, line {line}) has the {kind} {address} asked, and nothing listens there.';

const refusedStarttls = saw('smtp.refusal', {stage: 'starttls', code: 454});

const reads = (text: RegExp) => saw('smtp.refusal', {class: 'server-local-error', text});

/** File systems that can hold a queue: the whole disk, or a part of it down to the queue itself. */
const underTheQueue = /^\/(?:var(?:\/spool(?:\/.*)?)?)?$/;

/** What a server’s own trouble can be. See also overloaded, config-error and auth-backend-down. */
export const serverErrorCauses: readonly Cause[] = [
	{
		id: 'disk-full',
		explains: ['server-local-error', 'starttls-unavailable', 'no-banner', 'reset-or-dropped'],
		whenSeen: ['starttls-unavailable', 'no-banner', 'reset-or-dropped'],
		title: 'The server’s disk is full',
		because:
			'A mail server stops taking mail before its queue’s disk is full. Postfix wants one and a half times its largest message to be free; without an inode for a lock file it does not even greet.',
		frequency: 'common',
		evidence: [
			{
				when: both(
					saw('server.disk', {full: true, mount: underTheQueue}),
					never('tls.not-offered'),
				),
				says: 'On the server, {mount} has {freeKiB} KiB left, and {inodesUsedPercent} % of its inodes are used.',
				weight: 'proves',
			},
			{
				when: both(
					saw('server.disk', {full: true}),
					never('server.disk', {full: true, mount: underTheQueue}),
				),
				says: 'On the server, {mount} has {freeKiB} KiB left, and {inodesUsedPercent} % of its inodes are used. The queue lies elsewhere.',
				weight: 'for',
			},
			{
				when: both(saw('server.disk'), never('server.disk', {full: true})),
				says: 'On the server, {mount} has {freeKiB} KiB left.',
				weight: 'against',
			},
			{
				when: saw('server.log-line', {
					about: ['fatal', 'trouble'],
					text: /no space left on device|disk quota exceeded/i,
				}),
				says: 'The server’s log says so: `{text}`.',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {
					stage: ['starttls', 'tls', 'banner', 'ehlo'],
					text: /storage|disk|space|inode/i,
				}),
				says: 'The reply says so: {text}',
				weight: 'for',
			},
			{
				when: reads(/storage|disk|space|inode|queue file write/i),
				says: 'The reply says so: {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'server-local-error', code: 452}),
				says: 'The code 452 stands for too little storage.',
				weight: 'for',
			},
			{
				when: reads(/lookup|configuration|milter|policy|authentication/i),
				says: 'The reply gives another reason: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Room and inodes where the queue lies:',
				command: 'df -h /var/spool /var/mail /var; df -i /var/spool',
			},
			{
				text: 'Postfix: the limits that it keeps.',
				command: 'postconf queue_minfree message_size_limit',
			},
		],
	},
	{
		id: 'open-files-limit',
		explains: ['no-banner', 'timeout', 'reset-or-dropped', 'server-local-error'],
		title: 'The mail server may open no more files',
		because:
			'Each connection is a file to the system, and each process has a limit. At the limit a server takes up no connection more, or cannot open its tables and queue files.',
		general: true,
		frequency: 'rare',
		evidence: [
			...seenInside(
				saw('server.open-files', {full: true}),
				'On the server, {mta} (process {process}) has {open} files and connections open, of {limit} that it may.',
			),
			...seenInside(
				saw('server.log-line', {
					about: ['fatal', 'trouble', 'session'],
					text: /too many open files|file table overflow/i,
				}),
				'The server’s log says so: `{text}`.',
			),
			{
				when: reads(/too many open files/i),
				says: 'The reply says so: {text}',
				weight: 'proves',
			},
		],
		confirm: [
			{
				text: 'The limit of the main process, and what it has open (Postfix: `master`; Exim: `exim4`; OpenSMTPD: `smtpd`):',
				command:
					'for p in $(pgrep -o "^(master|exim4?|smtpd|sendmail-mta)$"); do grep "open files" /proc/$p/limits; ls /proc/$p/fd | wc -l; done',
			},
			{text: 'The limit of the whole system:', command: 'cat /proc/sys/fs/file-nr'},
		],
	},
	{
		id: 'chroot-files-stale',
		explains: [
			'sender-rejected',
			'helo-rejected',
			'reverse-dns',
			'not-delivered',
			'server-local-error',
		],
		title: 'Postfix’s services use an old copy of a system file',
		because:
			'Services that run in a chroot see the copies under `/var/spool/postfix/etc` alone. After a change of the resolver or of the hosts file they go on with the old one until Postfix is restarted, while every other program on the machine has the new one.',
		general: true,
		frequency: 'usual',
		evidence: [
			{
				when: saw('server.chroot-file', {differs: true, original: '/etc/resolv.conf'}),
				says: 'On the server, {copy} names other resolvers than {original}.',
				weight: 'for',
			},
			{
				when: saw('server.chroot-file', {
					differs: true,
					original: ['/etc/hosts', '/etc/nsswitch.conf'],
				}),
				says: 'On the server, {copy} is not as {original}.',
				weight: 'for',
			},
		],
		confirm: [
			{
				text: 'The copies that differ:',
				command:
					'for f in resolv.conf hosts nsswitch.conf; do diff /etc/$f /var/spool/postfix/etc/$f; done',
			},
			{text: 'Which services run in a chroot (`y` in the fifth column)?', command: 'postconf -M'},
		],
	},
	{
		id: 'lookup-table-down',
		explains: ['server-local-error'],
		title: 'A table that the server looks into does not answer',
		because:
			'Users, aliases or domains are kept in LDAP or a database that is down, so the server cannot say yes or no.',
		frequency: 'usual',
		evidence: [
			...replayed('lookup-table-down'),
			{
				when: reads(
					/look-?up (failure|error)|temporary (local|lookup)|unable to (verify|look)|ldap|sql|database/i,
				),
				says: 'The reply speaks of a look-up: {text}',
				weight: 'for',
			},
			{
				when: reads(/storage|disk|space|configuration/i),
				says: 'The reply gives another reason: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Postfix: the log names the table.',
				command:
					"journalctl -u 'postfix*' -n 200 --no-pager | grep -iE 'table lookup|unavailable|connect to (mysql|pgsql|ldap)'",
			},
			{text: 'Exim:', command: 'exim -bt {recipient}; tail -n 20 /var/log/exim4/mainlog'},
		],
	},
	{
		id: 'lookup-table-missing',
		explains: ['server-local-error'],
		title: 'The file of a table is missing or was never built',
		because:
			'Postfix and Sendmail read tables such as `hash:` from a built file, and without `postmap` or `makemap` there is none. Exim and OpenSMTPD read the text itself, where it is still there.',
		frequency: 'usual',
		evidence: [
			...replayed('lookup-table-missing'),
			{
				when: reads(/look-?up (failure|error)|temporary (local|lookup)/i),
				says: 'The reply speaks of a look-up: {text}',
				weight: 'for',
			},
			{
				when: saw('server.software', {mta: ['exchange', 'gmail', 'microsoft365']}),
				says: 'The server looks like {mta}, which has no such tables.',
				weight: 'against',
			},
			{
				when: reads(/storage|disk|space/i),
				says: 'The reply gives another reason: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Postfix: “open database … No such file” in the log names the file.',
				command:
					"journalctl -u 'postfix*' -n 200 --no-pager | grep -iE 'open database|no such file|unsupported dictionary'",
			},
			{
				text: 'Ask one table by hand, with the type and file from the settings in place of MAP:',
				command: 'postmap -q {recipient} MAP',
			},
		],
	},
	{
		id: 'filter-down',
		explains: ['server-local-error', 'starttls-unavailable'],
		whenSeen: ['starttls-unavailable'],
		title: 'A content filter behind the server is down',
		because:
			'Spam and virus filters are asked during the session. Where one does not answer, the mail is deferred.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('server.log-line', {
					about: 'trouble',
					text: /\bmilter\b.*(connection refused|timed out|no such file|permission denied|lost connection|unavailable)/i,
				}),
				says: 'The server’s log of this session says so: `{text}`.',
				weight: 'proves',
			},
			...seenInside(
				both(
					saw('server.asked-service', {
						kind: ['milter', 'virus scanner', 'spam filter'],
						listened: false,
					}),
					saw('smtp.refusal', {
						text: /service unavailable|try again later|temporary local problem/i,
					}),
				),
				nobodyThere,
			),
			...seenInside(
				both(
					saw('server.asked-service', {kind: 'proxy filter', listened: false}),
					reads(/queue file write error/i),
				),
				nobodyThere,
			),
			{
				when: saw('server.asked-service', {
					kind: ['milter', 'proxy filter', 'virus scanner', 'spam filter'],
					listened: true,
				}),
				says: 'On the server, something listens where the {kind} {address} should be.',
				weight: 'against',
			},
			{
				when: both(refusedStarttls, never('smtp.refusal', {stage: 'starttls', text: /TLS/i})),
				says: 'STARTTLS was put off without a word about TLS, as where a filter cannot be asked: {code} {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {stage: 'starttls', text: /TLS/i}),
				says: 'The reply speaks of TLS: {text}',
				weight: 'against',
			},
			{
				when: reads(/milter|filter|scann|spam|virus|content/i),
				says: 'The reply speaks of a filter: {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'server-local-error', stage: ['data', 'message']}),
				says: 'It came at the message, when filters are asked.',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {
					class: 'server-local-error',
					text: /try again later/i,
					code: 451,
				}),
				says: '“{text}” is what Postfix and Sendmail say when a milter cannot be reached.',
				weight: 'for',
			},
			{
				when: reads(/storage|disk|lookup|configuration/i),
				says: 'The reply gives another reason: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Postfix: which filters, and what does the log say of them?',
				command:
					"postconf smtpd_milters content_filter smtpd_proxy_filter; journalctl -u 'postfix*' -n 200 --no-pager | grep -i milter",
			},
			{
				text: 'Do they run?',
				command: 'systemctl status rspamd opendkim clamav-daemon spamd amavis',
			},
		],
	},
	{
		id: 'policy-service-down',
		explains: ['server-local-error'],
		title: 'A policy service behind the server is down',
		because:
			'Greylisting, SPF or quota checks run as a service of their own. Postfix answers “Server configuration problem” (451 4.3.5) while that cannot be reached.',
		frequency: 'usual',
		evidence: [
			...seenInside(
				both(
					saw('server.asked-service', {kind: 'policy service', listened: false}),
					reads(/server configuration (?:problem|error)/i),
				),
				nobodyThere,
			),
			{
				when: saw('server.log-line', {
					about: 'trouble',
					text: /problem talking to server/i,
				}),
				says: 'The server’s log of this session says so: `{text}`.',
				weight: 'proves',
			},
			{
				when: saw('server.asked-service', {kind: 'policy service', listened: false}),
				says: 'On the server, nothing listens where the policy service {address} should be.',
				weight: 'for',
			},
			{
				when: both(
					saw('server.asked-service', {kind: 'policy service', listened: true}),
					never('server.asked-service', {kind: 'policy service', listened: false}),
				),
				says: 'On the server, something listens where the policy service {address} should be.',
				weight: 'against',
			},
			{
				when: reads(/server configuration problem/i),
				says: '“{text}” is what Postfix says when a policy service cannot be reached.',
				weight: 'for',
			},
			{
				when: reads(/policy/i),
				says: 'The reply speaks of a policy: {text}',
				weight: 'for',
			},
			{
				when: reads(/storage|disk|lookup/i),
				says: 'The reply gives another reason: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Postfix: which services are asked (check_policy_service), and what does the log say?',
				command:
					"postconf smtpd_recipient_restrictions smtpd_relay_restrictions; journalctl -u 'postfix*' -n 200 --no-pager | grep -iE 'policy|connect to'",
			},
		],
	},
	{
		id: 'backend-down',
		explains: ['server-local-error'],
		title: 'The server behind this one does not answer',
		because:
			'A front server asks the next one whether a recipient exists or hands the mail to it at once. While that is away, it can only say “later”.',
		frequency: 'usual',
		evidence: [
			{
				when: reads(
					/unverified|connect(ion)? (to|refused|timed)|upstream|backend|next hop|lmtp|delivery temporarily/i,
				),
				says: 'The reply speaks of another server: {text}',
				weight: 'for',
			},
			{
				when: both(
					saw('server.software', {mta: ['proofpoint', 'mimecast', 'barracuda', 'haraka']}),
					saw('smtp.refusal', {class: 'server-local-error'}),
				),
				says: 'The server looks like {mta}, which sits in front of others.',
				weight: 'for',
			},
			{
				when: reads(/storage|disk|configuration/i),
				says: 'The reply gives another reason: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Postfix: where does it pass mail on to?',
				command:
					"postconf relayhost transport_maps virtual_transport mailbox_transport; journalctl -u 'postfix*' -n 200 --no-pager | grep 'connect to'",
			},
		],
	},
];
