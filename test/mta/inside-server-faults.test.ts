// A real server’s own trouble: no room, and services that it asks and that are not there.
import {ownRecipient} from './commands.ts';
import {testFaults, type Fault} from './harness/inside-fault.ts';

const toOwn = ['--to', ownRecipient, '--insecure'];

/** The folder becomes a file system of its own, with what it had; then it is filled. */
const onDisk = (folder: string, options: string) => `
	cp -a ${folder} /root/spool
	mount -t tmpfs -o ${options},mode=$(stat -c %a ${folder}),uid=$(stat -c %u ${folder}),gid=$(stat -c %g ${folder}) tmpfs ${folder}
	cp -a /root/spool/. ${folder}/`;

const fill = (folder: string) => `dd if=/dev/zero of=${folder}/filler bs=64k 2> /dev/null || :`;
const fillInodes = (folder: string) =>
	`mkdir ${folder}/filler; (cd ${folder}/filler && seq 9999 | xargs touch) 2> /dev/null || :`;

const fullDisks: readonly Fault[] = [
	{
		fault: 'the disk of its queue is full',
		server: 'postfix',
		prepare: onDisk('/var/spool/postfix', 'size=24m'),
		afterStart: fill('/var/spool/postfix'),
		check: toOwn,
		class: 'server-local-error',
		cause: 'disk-full',
		says: '452 4.3.1 Insufficient system storage',
		names: [/\/var\/spool\/postfix has 0 KiB left/],
	},
	{
		fault: 'the inodes of its queue’s disk are used up',
		server: 'postfix',
		prepare: onDisk('/var/spool/postfix', 'size=200m,nr_inodes=400'),
		afterStart: fillInodes('/var/spool/postfix'),
		check: [...toOwn, '--patience', '2'],
		class: 'no-banner',
		cause: 'disk-full',
		names: [
			/\/var\/spool\/postfix has \d+ KiB left, and 100 % of its inodes are used/,
			/open lock file pid\/inet\.smtp: .*No space left on device/,
		],
	},
	{
		fault: 'the disk of its queue is full',
		server: 'exim',
		prepare: onDisk('/var/spool/exim4', 'size=12m'),
		afterStart: fill('/var/spool/exim4'),
		check: toOwn,
		class: 'server-local-error',
		cause: 'disk-full',
		says: '452 Space shortage',
		names: [/\/var\/spool\/exim4 has 0 KiB left/],
	},
	{
		fault: 'the disk of its queue is full',
		server: 'sendmail',
		// It looks at the room when it starts, and every five minutes
		prepare: `${onDisk('/var/spool/mqueue', 'size=12m')}\n${fill('/var/spool/mqueue')}`,
		check: [...toOwn, '--tls', 'none'],
		class: 'server-local-error',
		cause: 'disk-full',
		says: '452 4.4.5 Insufficient disk space',
		names: [/\/var\/spool\/mqueue has 0 KiB left/],
	},
	{
		fault: 'the disk of its queue is full',
		server: 'opensmtpd',
		prepare: `install -d -m 711 /var/spool/smtpd\n${onDisk('/var/spool/smtpd', 'size=12m')}`,
		afterStart: fill('/var/spool/smtpd'),
		check: [...toOwn, '--send', '--tls', 'none'],
		class: 'server-local-error',
		cause: 'disk-full',
		names: [/\/var\/spool\/smtpd has 0 KiB left/],
	},
];

const deadServices: readonly Fault[] = [
	{
		fault: 'the policy service that it asks is not running',
		server: 'postfix',
		prepare:
			'postconf -e "smtpd_recipient_restrictions = check_policy_service inet:127.0.0.1:10023" smtpd_policy_service_try_limit=1',
		check: toOwn,
		class: 'server-local-error',
		cause: 'policy-service-down',
		says: '451 4.3.5 <ada@example.test>: Recipient address rejected: Server configuration problem',
		names: [
			/smtpd_recipient_restrictions \(\/etc\/postfix\/main\.cf, line \d+\) has the policy service inet:127\.0\.0\.1:10023 asked, and nothing listens there/,
			/The server’s log of this session says so: `.*problem talking to server 127\.0\.0\.1:10023: Connection refused/,
		],
	},
	{
		fault: 'the socket of the policy service is not there',
		server: 'postfix',
		prepare:
			'postconf -e "smtpd_relay_restrictions = permit_mynetworks, check_policy_service { unix:private/policy, timeout=2s }, reject_unauth_destination" smtpd_policy_service_try_limit=1 mynetworks=127.0.0.1',
		check: toOwn,
		class: 'server-local-error',
		cause: 'policy-service-down',
		says: '451 4.3.5',
		names: [
			/smtpd_relay_restrictions \(\/etc\/postfix\/main\.cf, line \d+\) has the policy service unix:private\/policy asked/,
			/problem talking to server private\/policy: No such file or directory/,
		],
	},
	{
		fault: 'the milter that it asks is not running',
		server: 'postfix',
		prepare: 'postconf -e smtpd_milters=inet:localhost:8891 milter_default_action=tempfail',
		check: [...toOwn, '--tls', 'none'],
		class: 'server-local-error',
		cause: 'filter-down',
		says: '451 4.7.1 Service unavailable - try again later',
		names: [
			/smtpd_milters \(\/etc\/postfix\/main\.cf, line \d+\) has the milter inet:localhost:8891 asked, and nothing listens there/,
			/connect to Milter service inet:localhost:8891: Connection refused/,
		],
	},
	{
		fault: 'the milter that it asks is not running, as STARTTLS shows',
		server: 'postfix',
		prepare: 'postconf -e smtpd_milters=inet:localhost:8891 milter_default_action=tempfail',
		check: toOwn,
		class: 'starttls-unavailable',
		cause: 'filter-down',
		says: '454 4.3.0 Try again later',
		names: [/smtpd_milters \(\/etc\/postfix\/main\.cf, line \d+\) has the milter/],
		ruledOut: ['key-mismatch'],
	},
	{
		fault: 'the milter that master.cf has asked is not running',
		server: 'postfix',
		prepare: `
			postconf -P smtp/inet/smtpd_milters=unix:/run/opendkim.sock
			postconf -e milter_default_action=tempfail`,
		check: toOwn,
		class: 'starttls-unavailable',
		cause: 'filter-down',
		names: [
			/smtpd_milters \(\/etc\/postfix\/master\.cf, line \d+\) has the milter unix:\/run\/opendkim\.sock asked/,
		],
	},
	{
		fault: 'the filter before its queue is not running',
		server: 'postfix',
		prepare: 'postconf -e smtpd_proxy_filter=127.0.0.1:10025',
		check: toOwn,
		class: 'server-local-error',
		cause: 'filter-down',
		says: 'queue file write error',
		names: [
			/smtpd_proxy_filter \(\/etc\/postfix\/main\.cf, line \d+\) has the proxy filter 127\.0\.0\.1:10025 asked/,
		],
	},
	{
		fault: 'the content filter is not running',
		server: 'postfix',
		prepare: 'postconf -e content_filter=smtp:[127.0.0.1]:10024 smtp_connect_timeout=2s',
		check: [...toOwn, '--send', '--patience', '20'],
		class: 'not-delivered',
		cause: 'next-hop-refused',
		names: [
			/content_filter \(\/etc\/postfix\/main\.cf, line \d+\) has all mail handed to the content filter smtp:\[127\.0\.0\.1\]:10024, and nothing listens there/,
		],
	},
	{
		fault: 'the milter that it asks is not running',
		server: 'sendmail',
		prepare: 'with-option "INPUT_MAIL_FILTER(\\`dkim\', \\`S=inet:8891@127.0.0.1, F=T\')dnl"',
		check: [...toOwn, '--tls', 'none'],
		class: 'server-local-error',
		cause: 'filter-down',
		says: '451 4.3.2',
		names: [
			/the filter dkim \(\/etc\/mail\/sendmail\.mc, line \d+\) has the milter inet:8891@127\.0\.0\.1 asked, and nothing listens there/,
		],
	},
	{
		fault: 'the virus scanner that it asks is not running',
		server: 'exim',
		prepare: `
			sed -i '/^acl_check_data:/a deny malware = *\\nmessage = infected' /etc/exim4/exim4.conf.template
			with-main 'av_scanner = clamd:127.0.0.1 3310'`,
		check: [...toOwn, '--send'],
		class: 'server-local-error',
		cause: 'filter-down',
		says: '451 Temporary local problem',
		names: [
			/av_scanner \(\/var\/lib\/exim4\/config\.autogenerated, line \d+\) has the virus scanner 127\.0\.0\.1 3310 asked/,
		],
	},
];

const limits: readonly Fault[] = [
	{
		fault: 'it may open no more files',
		server: 'opensmtpd',
		afterStart: `
			for p in $(pgrep -x smtpd); do
				n=$(ls /proc/$p/fd | wc -l)
				prlimit --pid $p --nofile=$n:$n
			done`,
		check: [...toOwn, '--tls', 'none', '--patience', '2'],
		class: 'timeout',
		cause: 'open-files-limit',
		names: [/opensmtpd \(process \d+\) has \d+ files and connections open, of \d+ that it may/],
	},
];

testFaults([...fullDisks, ...deadServices, ...limits]);
