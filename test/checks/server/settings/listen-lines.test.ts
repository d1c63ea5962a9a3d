// Which lines of a mail server’s settings decide where it listens.
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	linesOfExim,
	linesOfOpensmtpd,
	linesOfPostfix,
	linesOfSendmail,
} from '../../../../source/checks/server/settings/listen-lines.ts';

// Debian 12, shortened
const masterCf = `smtp      inet  n       -       y       -       -       smtpd
#127.0.0.1:submission inet n -   y       -       -       smtpd
#submission inet n       -       y       -       -       smtpd
#  -o syslog_name=postfix/submission
127.0.0.1:10025 inet n - n - - smtpd
`;

const postfix = (mainCf: string, port: number) =>
	linesOfPostfix(mainCf, masterCf, port, '/etc/postfix').map(
		({allows, text, file, line}) => `${allows} ${text} (${file}:${line})`,
	);

test('Postfix: interfaces, protocols, and the entry of master.cf', () => {
	expect(postfix('inet_interfaces = loopback-only\ninet_protocols = ipv4\n', 25)).toEqual([
		'loopback inet_interfaces = loopback-only (/etc/postfix/main.cf:1)',
		'ipv4 inet_protocols = ipv4 (/etc/postfix/main.cf:2)',
	]);
	expect(postfix('inet_interfaces = all\ninet_protocols = all\n', 587)).toEqual([
		'all inet_interfaces = all (/etc/postfix/main.cf:1)',
		'all inet_protocols = all (/etc/postfix/main.cf:2)',
		'nothing #submission inet n       -       y       -       -       smtpd (/etc/postfix/master.cf:3)',
	]);
	expect(postfix('', 465)).toEqual(['nothing  (/etc/postfix/master.cf:0)']);
	expect(postfix('', 10_025)).toEqual([
		'loopback 127.0.0.1:10025 inet n - n - - smtpd (/etc/postfix/master.cf:5)',
	]);
});

const shown = (lines: ReturnType<typeof linesOfExim>) =>
	lines.map(({allows, text, line}) => `${allows} ${text} (${line})`);

test('Exim: Debian’s own file, and the main options', () => {
	const debian = "dc_eximconfig_configtype='internet'\ndc_local_interfaces='127.0.0.1 ; ::1'\n";
	expect(shown(linesOfExim(debian, 'update-exim4.conf.conf', 25))).toEqual([
		"loopback dc_local_interfaces='127.0.0.1 ; ::1' (2)",
	]);
	const main =
		'local_interfaces = MAIN_LOCAL_INTERFACES\nlocal_interfaces = <; 0.0.0.0.25 ; 192.0.2.1\ndaemon_smtp_ports = 25 : smtps\n';
	expect(shown(linesOfExim(main, 'exim4.conf', 587))).toEqual([
		'ipv4 local_interfaces = <; 0.0.0.0.25 ; 192.0.2.1 (2)',
		'nothing daemon_smtp_ports = 25 : smtps (3)',
	]);
	expect(shown(linesOfExim(main, 'exim4.conf', 465)).at(-1)).toMatch(/^all /);
});

test('OpenSMTPD: the lines that listen on the port', () => {
	const text =
		'listen on socket\nlisten on lo0 port 25\nlisten on localhost\nlisten on eth0 port submission tls-require\n';
	expect(shown(linesOfOpensmtpd(text, 'smtpd.conf', 25))).toEqual([
		'loopback listen on lo0 port 25 (2)',
		'loopback listen on localhost (3)',
	]);
	expect(shown(linesOfOpensmtpd('listen on 127.0.0.1\n', 'smtpd.conf', 25))).toEqual([
		'loopback listen on 127.0.0.1 (1)',
	]);
	expect(shown(linesOfOpensmtpd(text, 'smtpd.conf', 465))).toEqual(['nothing  (0)']);
});

test('Sendmail: the daemons of its macro file, or of sendmail.cf', () => {
	const mc =
		"dnl DAEMON_OPTIONS(`Port=587, Name=off')dnl\nDAEMON_OPTIONS(`Family=inet, Name=MTA-v4, Port=smtp, Addr=127.0.0.1')dnl\n";
	expect(shown(linesOfSendmail(mc, 'sendmail.mc', 25))).toEqual([
		"loopback DAEMON_OPTIONS(`Family=inet, Name=MTA-v4, Port=smtp, Addr=127.0.0.1')dnl (2)",
	]);
	expect(shown(linesOfSendmail(mc, 'sendmail.mc', 587))).toEqual(['nothing  (0)']);
	const cf = 'O DaemonPortOptions=Name=MTA\nO DaemonPortOptions=Port=587, Name=MSA, M=E\n';
	expect(shown(linesOfSendmail(cf, 'sendmail.cf', 25))).toEqual([
		'all O DaemonPortOptions=Name=MTA (1)',
	]);
});

test('any text is read without a fault', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary', maxLength: 400}), text => {
			for (const read of [linesOfExim, linesOfOpensmtpd, linesOfSendmail]) {
				expect(Array.isArray(read(text, '/x', 25))).toBe(true);
			}

			expect(Array.isArray(linesOfPostfix(text, text, 25, '/x'))).toBe(true);
		}),
	);
});
