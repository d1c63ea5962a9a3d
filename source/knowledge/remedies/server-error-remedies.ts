import {saw} from '../../core/condition.ts';
import type {Remedy} from '../../core/knowledge.ts';
import {startAway} from './away-steps.ts';

/** What a server’s own trouble is cured with: disk, load, tables, filters, the server behind. */
export const serverErrorRemedies: readonly Remedy[] = [
	{
		cause: 'overloaded',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'What takes the time: processor, memory or disk?',
				command: 'uptime; free -m; vmstat 1 5; ps -eo pcpu,pmem,args --sort=-pcpu | head -n 8',
				effect: 'reads',
			},
			{
				say: 'How long is the queue, and from whom is it? A stolen password fills it.',
				command: 'mailq | tail -n 1',
				effect: 'reads',
			},
			{
				say: 'Stop what is to blame. On a foreign server: wait; senders try again by themselves.',
				effect: 'changes',
				undo: 'Start it again.',
			},
		],
	},
	{
		cause: 'disk-full',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Which disk is full? Postfix wants one and a half times `message_size_limit` free in its queue; inodes run out, too.',
				command: 'df -h; df -i /var/spool /var/mail',
				effect: 'reads',
			},
			{
				say: 'What takes the room?',
				command: 'du -xh --max-depth=2 /var | sort -h | tail -n 15',
				effect: 'reads',
			},
			{
				say: 'Old journals are safe to remove. Never remove files under the queue by hand; mail is in them.',
				command: 'journalctl --vacuum-size=200M',
				effect: 'changes',
				undo: 'Removed journals are gone for good.',
			},
		],
	},
	{
		cause: 'open-files-limit',
		mta: 'any',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Who holds them? One client with many connections is better limited than served.',
				command: "ss -tn state established '( sport = :25 or sport = :465 or sport = :587 )'",
				effect: 'reads',
			},
			{
				say: 'Raise the limit of the service: `systemctl edit UNIT` with `[Service]` and `LimitNOFILE=8192`, then restart it.',
				effect: 'changes',
				undo: '`systemctl revert UNIT`, then restart.',
			},
		],
	},
	{
		cause: 'chroot-files-stale',
		mta: 'any',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Which copies are old?',
				command:
					'for f in resolv.conf hosts nsswitch.conf; do diff /etc/$f /var/spool/postfix/etc/$f; done',
				effect: 'reads',
			},
			{
				say: 'Restart Postfix: where the packages keep the copies (Debian), its start makes them anew. Elsewhere copy them by hand.',
				command: 'systemctl restart postfix',
				effect: 'changes',
				undo: 'Nothing to take back.',
			},
		],
	},
	{
		cause: 'lookup-table-down',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Does the database or directory run, and does it answer?',
				command: 'systemctl list-units --failed; ss -tln | grep -E ":(389|636|3306|5432|6379)\\b"',
				effect: 'reads',
			},
			{
				say: 'Start it, or correct host, user or password in the table’s file. The mail server asks again by itself; senders try again.',
				effect: 'changes',
				undo: 'Put the old values back.',
			},
		],
	},
	{
		cause: 'lookup-table-missing',
		mta: 'postfix',
		where: 'server',
		steps: [
			{
				say: 'The log names the file: “open database … No such file or directory”.',
				command:
					"journalctl -u 'postfix*' -n 200 --no-pager | grep -iE 'open database|unsupported dictionary' | tail -n 3",
				effect: 'reads',
			},
			{
				say: 'Build every table of text beside which no built file lies. `postmap` makes it again from the text; Postfix uses it by itself. A type that is not supported needs its package, such as `postfix-mysql`.',
				command:
					'for t in $(postconf -xn | grep -oE "(hash|lmdb|btree):/etc/[^ ,]+" | sort -u); do case $t in */aliases) postalias $t;; *) postmap $t;; esac; done',
				effect: 'changes',
				undo: 'Nothing to take back: the text files stay as they are.',
			},
		],
	},
	{
		cause: 'lookup-table-missing',
		mta: 'exim',
		where: 'server',
		steps: [
			{
				say: 'The log names the file: “failed to open … for linear search”.',
				command:
					'tail -n 50 /var/log/exim4/mainlog /var/log/exim4/paniclog | grep -i "failed to open"',
				effect: 'reads',
			},
			{
				say: 'Put the file back, readable for `Debian-exim`; for `dbm` or `cdb` build it from its text (`exim_dbmbuild`). It is read again with every message.',
				effect: 'changes',
				undo: 'Remove the file again.',
			},
		],
	},
	{
		cause: 'lookup-table-missing',
		mta: 'opensmtpd',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Which tables are there, and does each file exist?',
				command: 'grep -n "^table" /etc/smtpd.conf; smtpd -n',
				effect: 'reads',
			},
			{
				say: 'Put the file back, then restart; after a change of its lines `smtpctl update table NAME` is enough.',
				command: 'smtpd -n && systemctl restart opensmtpd',
				effect: 'changes',
				undo: 'Remove the file again and restart.',
			},
		],
	},
	{
		cause: 'lookup-table-missing',
		mta: 'sendmail',
		where: 'server',
		steps: [
			{
				say: 'The log names the map: “cannot open”.',
				command:
					"journalctl -t sendmail -t sm-mta -n 200 --no-pager | grep -iE 'cannot open|map' | tail -n 3",
				effect: 'reads',
			},
			{
				say: 'Build all tables from their texts; they are read at once.',
				command: 'make -C /etc/mail',
				effect: 'changes',
				undo: 'Nothing to take back: the text files stay as they are.',
			},
		],
	},
	{
		cause: 'filter-down',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Which filters are asked, and which of them do not run?',
				command:
					'postconf smtpd_milters content_filter; systemctl list-units --all "rspamd*" "opendkim*" "opendmarc*" "clamav*" "spamd*" "spamass*" "amavis*"',
				effect: 'reads',
			},
			startAway('the address that is asked'),
			{
				say: 'If mail must flow before it runs: Postfix accepts without the filter while `milter_default_action = accept`. Unfiltered mail then comes in.',
				command: 'postconf milter_default_action',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'filter-down',
		mta: 'any',
		where: 'server',
		when: saw('server.asked-service', {
			kind: ['milter', 'proxy filter', 'virus scanner', 'spam filter'],
			listened: false,
		}),
		steps: [
			{
				say: 'Nothing listens at {filterAddress}, the {filterKind} that {filterSetting} ({filterFile}, line {filterLine}) names. Which unit should, and does it run?',
				command:
					'systemctl list-units --all --no-pager "rspamd*" "opendkim*" "opendmarc*" "clamav*" "spamd*" "spamass*" "amavis*"; ss -tlnp; ss -xlp',
				effect: 'reads',
			},
			startAway('{filterAddress}'),
			{
				say: 'Only as a stopgap, and it weakens the server: mail then comes in unfiltered. For a milter, Postfix has `milter_default_action = accept`, and Sendmail a filter without `F=`; any other filter is taken out of its line until it runs.',
				effect: 'changes',
				undo: 'Put the line back as it was, and reload.',
			},
		],
	},
	{
		cause: 'policy-service-down',
		mta: 'any',
		where: 'server',
		when: saw('server.asked-service', {kind: 'policy service', listened: false}),
		steps: [
			{
				say: 'Nothing listens at {policyAddress}, which {policySetting} ({policyFile}, line {policyLine}) has asked. Which unit should, and does it run?',
				command:
					'systemctl list-units --all --no-pager "postgrey*" "postfwd*" "policyd*" "*spf*"; ss -tlnp; ss -xlp',
				effect: 'reads',
			},
			startAway('{policyAddress}'),
			{
				say: 'Only as a stopgap, and it weakens the server: mail then passes without this check whenever the service is away. Postfix goes on with the rest of the list, as if `check_policy_service {policyAddress}` were not in that line.',
				command:
					'postconf -e "smtpd_policy_service_default_action = DUNNO" && systemctl reload postfix',
				effect: 'changes',
				undo: '`postconf -X smtpd_policy_service_default_action` (or what it was), then reload.',
			},
		],
	},
	{
		cause: 'policy-service-down',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Which services are asked (`check_policy_service`), and where do they listen?',
				command:
					'postconf -xn | grep policy_service; postconf -M | grep -iE "policy|spf"; systemctl list-units --all "postgrey*" "policyd*"',
				effect: 'reads',
			},
			startAway('the address that is asked'),
		],
	},
	{
		cause: 'backend-down',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Which server does this one ask or hand mail to, and does it answer?',
				command:
					'postconf relayhost transport_maps virtual_transport mailbox_transport; mailq | tail -n 20',
				effect: 'reads',
			},
			{
				say: 'Run the same check against that server, and put right what it finds.',
				command: 'smtp-medic check {recipient}',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'malformed-reply',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'The operator needs the bytes as they came.',
				command: 'nc -w 10 {host} {port} < /dev/null | od -c | head -n 40',
				effect: 'reads',
			},
			{
				say: 'On your own server: a script, a filter or a login message that writes into the connection (xinetd, a shell profile, a proxy) has to go.',
				effect: 'changes',
				undo: 'Put it back.',
			},
		],
	},
	{
		cause: 'proxy-header-unexpected',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Which side sends the PROXY line?',
				command: 'grep -rn send-proxy /etc/haproxy; grep -rn proxy_protocol /etc/nginx',
				effect: 'reads',
			},
			{
				say: 'Take `send-proxy` away at the load balancer, or let the mail server expect it: Postfix `smtpd_upstream_proxy_protocol = haproxy` at the service, Exim `hosts_proxy`. A service that expects it serves nobody without it.',
				effect: 'changes',
				undo: 'Put the old setting back.',
			},
		],
	},
];
