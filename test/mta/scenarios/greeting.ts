import {deliver} from '../commands.ts';
import {serverAddress} from '../harness/addresses.ts';
import type {Scenario} from '../scenario.ts';

const impatient = ['--patience', '3'];

/** The port is open, and what answers is not what should. */
export const greeting: readonly Scenario[] = [
	{
		id: 'postfix-hung',
		server: 'postfix',
		broken: 'Postfix’s processes are stopped: the system accepts, nobody greets',
		afterStart: 'kill -STOP $(cat /var/spool/postfix/pid/master.pid)',
		check: deliver('ada@example.test', ...impatient),
		expect: {class: 'no-banner', stage: 'banner', among: ['server-hung']},
	},
	{
		id: 'silent-listener',
		server: 'none',
		broken: 'a program listens on port 25 and never says a word',
		listeners: [{port: 25}],
		check: deliver('ada@example.test', ...impatient),
		expect: {class: 'no-banner', stage: 'banner'},
	},
	{
		id: 'postfix-proxy-protocol',
		server: 'postfix',
		broken: 'Postfix waits for a load balancer’s PROXY line, and there is no balancer',
		prepare: 'postconf -e smtpd_upstream_proxy_protocol=haproxy',
		check: deliver('ada@example.test', ...impatient),
		expect: {class: 'no-banner', among: ['proxy-protocol-expected']},
		fix: {cause: 'proxy-protocol-expected', on: 'server'},
	},
	{
		id: 'opensmtpd-paused',
		server: 'opensmtpd',
		broken: 'the operator paused the listener (smtpctl pause smtp)',
		afterStart: 'smtpctl pause smtp',
		check: deliver('ada@example.test', ...impatient),
		expect: {class: 'no-banner', among: ['listener-paused']},
		fix: {cause: 'listener-paused', on: 'server'},
	},
	{
		id: 'not-smtp-ssh',
		server: 'none',
		broken: 'port 25 leads to an SSH server',
		listeners: [{port: 25, greeting: 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u7\r\n'}],
		check: deliver(),
		expect: {class: 'not-smtp', cause: 'wrong-service'},
	},
	{
		id: 'not-smtp-pop',
		server: 'none',
		broken: 'port 25 leads to a POP3 server',
		listeners: [{port: 25, greeting: '+OK Dovecot (Debian) ready.\r\n'}],
		check: deliver(),
		expect: {class: 'not-smtp', cause: 'wrong-service'},
	},
	{
		id: 'not-smtp-http',
		server: 'none',
		broken: 'port 25 leads to a web server, which waits to be spoken to',
		listeners: [
			{
				port: 25,
				answer: 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
			},
		],
		check: deliver('ada@example.test', ...impatient),
		expect: {class: 'not-smtp', cause: 'wrong-service'},
	},
	{
		id: 'closed-at-once',
		server: 'none',
		broken:
			'connections are accepted and closed without a word, as a proxy without a back end does',
		listeners: [{port: 25, closes: true}],
		check: deliver(),
		expect: {class: 'reset-or-dropped', among: ['dead-backend']},
	},
	{
		id: 'smtp-inspection',
		server: 'postfix',
		broken: 'a firewall on the way inspects SMTP: a banner of asterisks, no STARTTLS',
		proxies: [{port: 2500, forward: {to: serverAddress, port: 25, as: 'inspection'}}],
		router: 'iptables -t nat -A PREROUTING -i client -p tcp --dport 25 -j REDIRECT --to-ports 2500',
		check: deliver('ada@example.test', '--tls', 'starttls'),
		expect: {class: 'middlebox', cause: 'smtp-inspection', says: '220 ****'},
	},
	{
		id: 'transparent-proxy',
		server: 'postfix',
		broken: 'the provider’s own server answers in the place of every mail server',
		second: {
			server: 'postfix',
			certificate: 'wrong-name',
			prepare: 'postconf -e myhostname=smtp.isp.test mydestination=localhost',
		},
		router:
			'iptables -t nat -A PREROUTING -i client -p tcp --dport 25 -j DNAT --to-destination 203.0.113.26',
		check: deliver(),
		expect: {class: 'middlebox', cause: 'transparent-proxy', says: '220 smtp.isp.test'},
	},
	{
		id: 'postfix-client-denied',
		server: 'postfix',
		broken: 'the client’s address is refused at the greeting, by a list of the operator’s',
		prepare:
			'postconf -e smtpd_delay_reject=no "smtpd_client_restrictions = check_client_access inline:{{192.0.2.10=REJECT}}"',
		check: deliver(),
		expect: {
			class: 'blocklisted',
			stage: 'banner',
			cause: 'local-access-list',
			says: '554 5.7.1 <app.example.test[192.0.2.10]>: Client host rejected: Access denied',
		},
	},
	{
		id: 'postfix-connection-rate',
		server: 'postfix',
		broken: 'more connections in a minute than smtpd_client_connection_rate_limit allows',
		prepare: 'postconf -e smtpd_client_connection_rate_limit=1',
		client: 'for i in 1 2; do echo QUIT | nc -q 1 mail.example.test 25; done',
		check: deliver(),
		expect: {
			class: 'too-many-connections',
			among: ['connection-rate'],
			says: '421 4.7.0 mail.example.test Error: too many connections from 192.0.2.10',
		},
	},
	{
		id: 'exim-connections-full',
		server: 'exim',
		broken: 'more connections at a time than smtp_accept_max allows',
		prepare: "with-main 'smtp_accept_max = 1' 'smtp_accept_queue = 0'",
		client:
			'(sleep 60 | nc mail.example.test 25) > /tmp/taken 2>&1 & until [ -s /tmp/taken ]; do sleep 0.1; done',
		check: deliver(),
		expect: {
			class: 'too-many-connections',
			among: ['connection-limit'],
			says: '421 Too many concurrent SMTP connections',
		},
	},
	{
		id: 'sendmail-connections-full',
		server: 'sendmail',
		broken: 'more connections from one client than the access map’s ClientConn allows',
		prepare: 'echo "ClientConn:192.0.2.10 1" >> /etc/mail/access',
		client:
			'((printf "EHLO a.test\\r\\n"; sleep 60) | nc mail.example.test 25) > /tmp/taken 2>&1 & until grep -q HELP /tmp/taken; do sleep 0.1; done',
		check: deliver(),
		expect: {
			class: 'too-many-connections',
			among: ['connection-limit'],
			says: '421 4.3.2 Too many open connections',
		},
	},
];
