// Which filters and policy services a mail server asks, and whether somebody is there.
import {describe, expect, test} from 'vitest';
import {
	askedByExim,
	askedByPostfix,
	askedBySendmail,
	isListenedOn,
	pathsListenedOn,
} from '../../../../source/checks/server/settings/asked-lines.ts';

const masterCf = `smtp inet n - y - - smtpd
submission inet n - y - - smtpd
  -o smtpd_milters=unix:opendkim/opendkim.sock
policy unix - n n - 0 spawn
  user=nobody argv=/usr/bin/policyd-spf
`;

const postfix = (mainCf: string, port = 25) =>
	askedByPostfix(mainCf, masterCf, port, '/etc/postfix').asked.map(
		({kind, address, setting, file, line}) => [kind, address, `${setting} ${file}:${line}`],
	);

describe('Postfix', () => {
	test('services stand in restriction lists, in lists of milters, and as filters', () => {
		const mainCf = `milters = inet:localhost:8891
smtpd_milters = $milters, { inet:127.0.0.1:11332, timeout=10s }
smtpd_recipient_restrictions =
    permit_mynetworks,
    check_policy_service inet:127.0.0.1:10023,
    check_policy_service { unix:private/policy, timeout=5s }
content_filter = smtp-amavis:[127.0.0.1]:10024
smtpd_proxy_filter = 10025
`;
		expect(postfix(mainCf)).toEqual([
			['milter', 'inet:localhost:8891', 'smtpd_milters /etc/postfix/main.cf:1'],
			['milter', 'inet:127.0.0.1:11332', 'smtpd_milters /etc/postfix/main.cf:2'],
			[
				'policy service',
				'inet:127.0.0.1:10023',
				'smtpd_recipient_restrictions /etc/postfix/main.cf:5',
			],
			[
				'policy service',
				'unix:private/policy',
				'smtpd_recipient_restrictions /etc/postfix/main.cf:6',
			],
			['content filter', 'smtp-amavis:[127.0.0.1]:10024', 'content_filter /etc/postfix/main.cf:7'],
			['proxy filter', '10025', 'smtpd_proxy_filter /etc/postfix/main.cf:8'],
		]);
	});

	test('an option of master.cf stands in the place of main.cf, for its service alone', () => {
		const mainCf = 'smtpd_milters = inet:127.0.0.1:8891\n';
		expect(postfix(mainCf, 587)).toEqual([
			['milter', 'unix:opendkim/opendkim.sock', 'smtpd_milters /etc/postfix/master.cf:3'],
		]);
		expect(postfix(mainCf, 25).map(([, address]) => address)).toEqual(['inet:127.0.0.1:8891']);
	});

	test('of a service on another machine nothing is said', () => {
		expect(postfix('smtpd_milters = inet:filter.example.net:8891\ncontent_filter =\n')).toEqual([]);
	});
});

test('Exim and Sendmail name theirs in lines of their own', () => {
	expect(
		askedByExim(
			'av_scanner = clamd:/run/clamav/clamd.ctl\nspamd_address = 127.0.0.1 783\nav_scanner = sophie:10.0.0.9 1\n',
			'/etc/exim4/exim4.conf',
		),
	).toMatchObject([
		{kind: 'virus scanner', path: '/run/clamav/clamd.ctl', line: 1},
		{kind: 'spam filter', port: 783, line: 2},
	]);
	expect(
		askedBySendmail(
			"INPUT_MAIL_FILTER(`dkim', `S=inet:8891@127.0.0.1, F=T')dnl\nXav, S=local:/run/clamav/milter.ctl, F=T\nXfar, S=inet:8891@192.0.2.9\n",
			'/etc/mail/sendmail.mc',
		),
	).toMatchObject([
		{setting: 'the filter dkim', port: 8891, path: ''},
		{setting: 'the filter av', port: 0, path: '/run/clamav/milter.ctl'},
	]);
});

test('a service is there where something listens on its port or its socket file', () => {
	// ss of iproute2 6.1
	const output = `Netid State  Recv-Q Send-Q                     Local Address:Port   Peer Address:PortProcess
u_str LISTEN 0      4096                  /run/systemd/private 20511               * 0
u_str LISTEN 0      100    /var/spool/postfix/private/policyd 31337               * 0
u_str LISTEN 0      100                          @/tmp/.X11-unix/X0 4444          * 0
`;
	const paths = pathsListenedOn(output);
	expect(paths).toEqual(['/run/systemd/private', '/var/spool/postfix/private/policyd']);
	const at = (path: string, port = 0) => isListenedOn({address: '', path, port}, [25, 8891], paths);
	expect(at('private/policyd')).toBe(true);
	expect(at('private/policy')).toBe(false);
	expect(at('/run/systemd/private')).toBe(true);
	expect(at('/private/policyd')).toBe(false);
	expect(at('', 8891)).toBe(true);
	expect(at('', 10_023)).toBe(false);
});
