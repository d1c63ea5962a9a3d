import {deliver, ownRecipient} from '../commands.ts';
import type {Scenario} from '../scenario.ts';

/** The server’s own troubles, its limits, and “come back later”. */
export const serverFaults: readonly Scenario[] = [
	{
		id: 'postfix-disk-full',
		server: 'postfix',
		broken: 'the queue’s disk is nearly full',
		prepare: `
			cp -a /var/spool/postfix /var/spool/copy
			mount -t tmpfs -o size=12m,mode=755 tmpfs /var/spool/postfix
			cp -a /var/spool/copy/. /var/spool/postfix/`,
		check: deliver(),
		expect: {
			class: 'server-local-error',
			cause: 'disk-full',
			says: '452 4.3.1 Insufficient system storage',
		},
	},
	{
		id: 'exim-disk-full',
		server: 'exim',
		broken: 'less space on the disk than check_spool_space asks for',
		prepare: "with-main 'check_spool_space = 900G'",
		check: deliver(),
		expect: {class: 'server-local-error', cause: 'disk-full', says: '452 Space shortage'},
	},
	{
		id: 'postfix-map-missing',
		server: 'postfix',
		broken: 'a table’s file is missing: postmap was never run',
		prepare: 'touch /etc/postfix/virtual; postconf -e virtual_alias_maps=hash:/etc/postfix/virtual',
		check: deliver(),
		expect: {
			class: 'server-local-error',
			among: ['lookup-table-missing', 'lookup-table-down'],
			says: 'Temporary lookup failure',
		},
		fix: {cause: 'lookup-table-missing', on: 'server'},
	},
	{
		id: 'postfix-restriction-misspelt',
		server: 'postfix',
		broken: 'a list of restrictions has a word that Postfix does not know',
		prepare: 'postconf -e smtpd_recipient_restrictions=reject_unauth_destinations,permit',
		check: deliver(),
		expect: {
			class: 'server-local-error',
			cause: 'config-error',
			says: '451 4.3.5 Server configuration error',
		},
	},
	{
		id: 'exim-rule-wrong',
		server: 'exim',
		broken: 'an access list names a list that does not exist',
		prepare: "with-rcpt-rule '  deny hosts = +nosuch_list'",
		check: deliver(),
		expect: {
			class: 'server-local-error',
			among: ['config-error', 'lookup-table-down'],
			says: '451 Temporary local problem',
		},
	},
	{
		id: 'postfix-policy-service-down',
		server: 'postfix',
		broken: 'the policy service that Postfix asks is not running',
		prepare:
			'postconf -e "smtpd_recipient_restrictions = check_policy_service inet:127.0.0.1:10023" smtpd_policy_service_try_limit=1',
		check: deliver(),
		expect: {
			class: 'server-local-error',
			among: ['policy-service-down'],
			says: '451 4.3.5',
		},
	},
	{
		id: 'postfix-milter-down',
		server: 'postfix',
		broken: 'the milter that Postfix asks is not running',
		prepare: 'postconf -e smtpd_milters=inet:127.0.0.1:8891 milter_default_action=tempfail',
		check: deliver(),
		expect: {
			class: 'server-local-error',
			among: ['filter-down'],
			says: '451 4.7.1 Service unavailable',
		},
	},
	{
		id: 'sendmail-milter-down',
		server: 'sendmail',
		broken: 'the milter that Sendmail asks is not running',
		prepare: 'with-option "INPUT_MAIL_FILTER(\\`dkim\', \\`S=inet:8891@127.0.0.1, F=T\')dnl"',
		check: deliver(),
		expect: {class: 'server-local-error', among: ['filter-down'], says: '451 4.3.2'},
	},
	{
		id: 'postfix-greylisted',
		server: 'postfix',
		broken: 'nothing for good: postgrey defers a client that it sees for the first time',
		prepare: `
			postconf -e "smtpd_recipient_restrictions = check_policy_service inet:127.0.0.1:10023"
			postgrey --daemonize --inet=127.0.0.1:10023 --pidfile=/run/postgrey.pid --user=postgrey --group=postgrey --dbdir=/var/lib/postgrey`,
		check: deliver(),
		expect: {class: 'greylisted', cause: 'first-contact', says: 'Greylisted'},
	},
	{
		id: 'postscreen-deep-test',
		server: 'postfix',
		broken: 'nothing for good: postscreen’s tests after the greeting defer each new client once',
		prepare: 'with-postscreen postscreen_pipelining_enable=yes postscreen_greet_wait=2s',
		check: deliver(),
		expect: {
			class: 'server-local-error',
			alternatives: ['greylisted'],
			says: '450 4.3.2 Service currently unavailable',
		},
	},
	{
		id: 'postfix-message-rate',
		server: 'postfix',
		broken: 'more messages in a minute than smtpd_client_message_rate_limit allows',
		prepare: 'postconf -e smtpd_client_message_rate_limit=1',
		client:
			'printf "EHLO a.test\\r\\nMAIL FROM:<a@app.test>\\r\\nRSET\\r\\nMAIL FROM:<a@app.test>\\r\\nQUIT\\r\\n" | nc -q 2 mail.example.test 25',
		check: deliver(),
		expect: {
			class: 'rate-limited',
			among: ['message-rate'],
			says: '450 4.7.1 Error: too much mail from 192.0.2.10',
		},
	},
	{
		id: 'postfix-size-announced',
		server: 'postfix',
		broken: 'the announced size is over message_size_limit',
		check: deliver(ownRecipient, '--size', '20000000'),
		expect: {
			class: 'message-too-large',
			cause: 'size-limit',
			says: '552 5.3.4 Message size exceeds fixed limit',
		},
		fix: {cause: 'size-limit', on: 'server'},
	},
	{
		id: 'postfix-size-at-end',
		server: 'postfix',
		broken: 'the message is over message_size_limit, as shows at its end',
		prepare: 'postconf -e message_size_limit=100',
		check: deliver(ownRecipient, '--send'),
		expect: {class: 'message-too-large', cause: 'size-limit'},
		fix: {cause: 'size-limit', on: 'server'},
	},
	{
		id: 'exim-size-announced',
		server: 'exim',
		broken: 'the announced size is over message_size_limit',
		prepare:
			'echo "MESSAGE_SIZE_LIMIT = 4K" >> /etc/exim4/exim4.conf.localmacros; update-exim4.conf',
		check: deliver(ownRecipient, '--size', '20000'),
		expect: {
			class: 'message-too-large',
			cause: 'size-limit',
			says: '552 Message size exceeds maximum permitted',
		},
		fix: {cause: 'size-limit', on: 'server'},
	},
	{
		id: 'sendmail-size-announced',
		server: 'sendmail',
		broken: 'the announced size is over MaxMessageSize',
		prepare: 'with-option "define(\\`confMAX_MESSAGE_SIZE\', \\`4000\')dnl"',
		check: deliver(ownRecipient, '--size', '20000'),
		expect: {class: 'message-too-large', cause: 'size-limit', says: '552 5.2.3'},
		fix: {cause: 'size-limit', on: 'server'},
	},
	{
		id: 'opensmtpd-size-at-end',
		server: 'opensmtpd',
		broken: 'the message is over max-message-size, as shows at its end',
		prepare: `sed -i '1i smtp max-message-size "100"' /etc/smtpd.conf`,
		check: deliver(ownRecipient, '--send', '--tls', 'none'),
		expect: {class: 'message-too-large', cause: 'size-limit'},
		fix: {cause: 'size-limit', on: 'server'},
	},
	{
		id: 'postfix-content-rejected',
		server: 'postfix',
		broken: 'a rule on headers rejects the message at its end',
		prepare: 'postconf -e "header_checks = regexp:{{/^Subject:/ REJECT}}"',
		check: deliver(ownRecipient, '--send'),
		expect: {class: 'content-rejected', says: '550 5.7.1 message content rejected'},
	},
	{
		id: 'sendmail-disk-full',
		server: 'sendmail',
		broken: 'less space on the queue’s disk than MinFreeBlocks asks for',
		prepare: 'with-option "define(\\`confMIN_FREE_BLOCKS\', \\`999999999\')dnl"',
		check: deliver(),
		expect: {
			class: 'server-local-error',
			cause: 'disk-full',
			says: '452 4.4.5 Insufficient disk space',
		},
	},
	{
		id: 'haraka-queue-missing',
		server: 'haraka',
		broken: 'Haraka has no plugin that queues the message, and gives no reason',
		prepare: "sed -i '/^queue/d' /etc/haraka/config/plugins",
		check: deliver(ownRecipient, '--send'),
		expect: {class: 'server-local-error', stage: 'message', says: '451 '},
	},
];
