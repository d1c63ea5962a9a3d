import type {Mta} from '../../core/vocabulary.ts';
import type {Remedy} from '../../core/knowledge.ts';
import {undoOfStart} from './undo.ts';

type Service = {mta: Mta; unit: string; processes: string; log: string};

const services: readonly Service[] = [
	{
		mta: 'postfix',
		unit: 'postfix',
		processes: 'master|smtpd|postscreen',
		log: "journalctl -u 'postfix*' -n 200 --no-pager",
	},
	{
		mta: 'exim',
		unit: 'exim4',
		processes: 'exim',
		log: 'tail -n 50 /var/log/exim4/paniclog /var/log/exim4/mainlog',
	},
	{
		mta: 'opensmtpd',
		unit: 'opensmtpd',
		processes: 'smtpd',
		log: 'journalctl -u opensmtpd -n 200 --no-pager',
	},
	{
		mta: 'sendmail',
		unit: 'sendmail',
		processes: 'sendmail',
		log: 'journalctl -t sendmail -t sm-mta -n 200 --no-pager',
	},
];

const hung = services.map(({mta, unit, processes}): Remedy => ({
	cause: 'server-hung',
	mta,
	where: 'server',
	apply: 'restart',
	steps: [
		{
			say: 'What do its processes wait for? D is a disk, T a stop signal; the third column says more.',
			command: `ps -eo pid,stat,wchan:20,args | grep -E '${processes}' | grep -v grep`,
			effect: 'reads',
		},
		{
			say: 'Is a disk full or gone, or the machine short of memory?',
			command: 'df -h; free -m; uptime',
			effect: 'reads',
		},
		{
			say: 'Once the reason is noted: restart. Sessions in progress are cut, and their clients try again.',
			command: `systemctl restart ${unit}`,
			effect: 'changes',
			undo: 'Nothing to take back.',
		},
	],
}));

const crashed = services.map(({mta, unit, log}): Remedy => ({
	cause: 'smtpd-crash',
	mta,
	where: 'server',
	apply: 'restart',
	steps: [
		{say: 'The first “fatal” or “panic” names the reason.', command: log, effect: 'reads'},
		{
			say: 'Did the system end it for lack of memory?',
			command: "journalctl -k --no-pager | grep -iE 'out of memory|segfault' | tail -n 5",
			effect: 'reads',
		},
		{
			say: 'Once the reason is gone, restart.',
			command: `systemctl restart ${unit}`,
			effect: 'changes',
			undo: 'Nothing to take back.',
		},
	],
}));

/** Ports that open, and nobody speaks: hung and busy servers, proxies, paused listeners. */
export const silentRemedies: readonly Remedy[] = [
	...hung,
	...crashed,
	{
		cause: 'all-processes-busy',
		mta: 'postfix',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'How many serve, and how many may? First see from where: one client with many connections is limited by `smtpd_client_connection_count_limit`.',
				command:
					'pgrep -c smtpd; postconf default_process_limit smtpd_client_connection_count_limit; ss -tn state established sport = :25 | tail -n +2 | wc -l',
				effect: 'reads',
			},
			{
				say: 'Postscreen, before smtpd, keeps idle and spam clients from taking up processes; it is the lasting fix. At once, if there is memory for it: more processes.',
				command: 'postconf -e "default_process_limit = 200" && systemctl reload postfix',
				effect: 'changes',
				undo: '`postconf -X default_process_limit` (or what it was), then reload.',
			},
		],
	},
	{
		cause: 'all-processes-busy',
		mta: 'exim',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'What are its processes doing, and how many may there be? When they are used up, Exim says 421 rather than nothing; silence means that look-ups hold it up before the greeting.',
				command:
					"ps -eo pid,stat,wchan:20,args | grep '[e]xim'; exim -bP smtp_accept_max smtp_accept_reserve smtp_load_reserve",
				effect: 'reads',
			},
			{
				say: 'If there is memory for it, let it take more at a time: `smtp_accept_max` in the main configuration, then restart.',
				effect: 'changes',
				undo: 'Put the old value back and restart.',
			},
		],
	},
	{
		cause: 'all-processes-busy',
		mta: 'opensmtpd',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'How many sessions does it hold? OpenSMTPD stops taking up new ones when it runs out of file descriptors.',
				command: 'smtpctl show stats; prlimit --nofile --pid $(pgrep -o smtpd)',
				effect: 'reads',
			},
			{
				say: 'Let it open more files, then restart.',
				command:
					"mkdir -p /etc/systemd/system/opensmtpd.service.d && printf '[Service]\\nLimitNOFILE=8192\\n' > /etc/systemd/system/opensmtpd.service.d/files.conf && systemctl daemon-reload && systemctl restart opensmtpd",
				effect: 'changes',
				undo: '`rm /etc/systemd/system/opensmtpd.service.d/files.conf && systemctl daemon-reload && systemctl restart opensmtpd`',
			},
		],
	},
	{
		cause: 'all-processes-busy',
		mta: 'sendmail',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'How many processes serve, and how many may? Above its load limit Sendmail does not take up connections at all.',
				command:
					'pgrep -c sendmail; grep -nE "MaxDaemonChildren|RefuseLA|ConnectionRateThrottle" /etc/mail/sendmail.cf; uptime',
				effect: 'reads',
			},
			{
				say: 'Remove what drives the load up, or raise `confMAX_DAEMON_CHILDREN` in `/etc/mail/sendmail.mc`, then `make -C /etc/mail` and restart.',
				effect: 'changes',
				undo: 'Put the old value back and do the same.',
			},
		],
	},
	{
		cause: 'listener-paused',
		mta: 'opensmtpd',
		where: 'server',
		steps: [
			{say: 'Is it paused, and by whom?', command: 'smtpctl show status', effect: 'reads'},
			{
				say: 'Resume it; this works at once.',
				command: 'smtpctl resume smtp',
				effect: 'changes',
				undo: '`smtpctl pause smtp`',
			},
		],
	},
	{
		cause: 'proxy-protocol-expected',
		mta: 'postfix',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'Which services want it?',
				command:
					'postconf smtpd_upstream_proxy_protocol postscreen_upstream_proxy_protocol; postconf -P | grep proxy_protocol',
				effect: 'reads',
			},
			{
				say: 'Behind a load balancer: dial the load balancer, not the server, and let it send the line (HAProxy: `send-proxy`). Clients that connect directly need a port of their own without the setting.',
				effect: 'changes',
				undo: 'Put the old host and port back.',
			},
			{
				say: 'If there is no load balancer any more, switch it off.',
				command:
					'postconf -X smtpd_upstream_proxy_protocol postscreen_upstream_proxy_protocol && systemctl reload postfix',
				effect: 'changes',
				undo: '`postconf -e "smtpd_upstream_proxy_protocol = haproxy"` (or what the first step showed), then reload.',
			},
		],
	},
	{
		cause: 'proxy-protocol-expected',
		mta: 'exim',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'From which hosts does Exim want it?',
				command: 'exim -bP hosts_proxy',
				effect: 'reads',
			},
			{
				say: 'Let `hosts_proxy` name the addresses of the load balancer alone, so that other clients are served as usual; then reload.',
				effect: 'changes',
				undo: 'Put the old value back and reload.',
			},
		],
	},
	{
		cause: 'proxy-protocol-expected',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Dial the load balancer instead of the server behind it. If there is none any more, switch the PROXY protocol off at the listener (OpenSMTPD: `proxy-v2` of the `listen` line; Sendmail has no such setting).',
				effect: 'changes',
				undo: 'Put the old setting back.',
			},
		],
	},
	{
		cause: 'dead-backend',
		mta: 'any',
		where: 'server',
		steps: [
			{say: 'Who holds the port?', command: 'ss -tlnp sport = :{port}', effect: 'reads'},
			{
				say: 'If it is `docker-proxy`: does the container run, and the mail server in it? Start it.',
				command: 'docker ps --all',
				effect: 'reads',
			},
			{
				say: 'If it is HAProxy or nginx: does the server that it names answer? Correct its address or start it.',
				command: 'grep -rnE "server |proxy_pass" /etc/haproxy /etc/nginx',
				effect: 'reads',
			},
			{
				say: 'If a router forwards the port: correct the machine and port to which it does.',
				effect: 'changes',
				undo: 'Put the old rule back.',
			},
		],
	},
	{
		cause: 'wrong-service',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'On the server: which program has the port, and does a rule send it elsewhere?',
				command: 'ss -tlnp sport = :{port}; nft list ruleset | grep -iE "dnat|redirect"',
				effect: 'reads',
			},
			{
				say: 'Point the forwarded port to the mail server; or, if the client has the wrong port, set it to 587, 465 or 25.',
				effect: 'changes',
				undo: 'Put the old rule or port back.',
			},
		],
	},
	{
		cause: 'auth-service-missing',
		mta: 'postfix',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Which service does Postfix ask, and is its socket there?',
				command:
					'postconf smtpd_sasl_type smtpd_sasl_path; ls -l /var/spool/postfix/private/auth; journalctl -u dovecot -n 20 --no-pager',
				effect: 'reads',
			},
			{
				say: 'With `smtpd_sasl_type = dovecot`: start Dovecot. Its `service auth` needs a `unix_listener /var/spool/postfix/private/auth` for the user postfix. Postfix waits a minute after such a failure; its restart makes an end of that.',
				command: 'systemctl enable dovecot && systemctl restart dovecot postfix',
				effect: 'changes',
				undo: undoOfStart('dovecot'),
			},
			{
				say: 'If nobody should sign in here, switch it off instead: `postconf -e "smtpd_sasl_auth_enable = no"`, then reload.',
				effect: 'reads',
			},
		],
	},
];
