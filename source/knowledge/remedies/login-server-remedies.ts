import type {Remedy} from '../../core/knowledge.ts';
import {keepOpensmtpd, restartOpensmtpd, undoOpensmtpd} from './opensmtpd-steps.ts';
import {keepSendmail, restartSendmail, undoSendmail} from './sendmail-steps.ts';
import {undoOfStart} from './undo.ts';

/** Signing in, on the server’s side: that it is offered, and that somebody checks the passwords. */
export const loginServerRemedies: readonly Remedy[] = [
	{
		cause: 'auth-off-on-port',
		mta: 'postfix',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'First the client: 587 or 465 is where users sign in. Is it on there?',
				command:
					'postconf smtpd_sasl_auth_enable smtpd_sasl_type smtpd_sasl_path; postconf -P "*/inet/smtpd_sasl_auth_enable"',
				effect: 'reads',
			},
			{
				say: 'Switch it on for submission, over TLS only; leave port 25 without. A back end such as Dovecot must be there, or the sessions of this port end at EHLO.',
				command:
					'postconf -P submission/inet/smtpd_sasl_auth_enable=yes submission/inet/smtpd_tls_security_level=encrypt',
				effect: 'changes',
				undo: '`postconf -PX submission/inet/smtpd_sasl_auth_enable submission/inet/smtpd_tls_security_level`, then reload.',
			},
			{
				say: 'Make it effective.',
				command: 'systemctl reload postfix',
				effect: 'changes',
				undo: 'Put the old values back and reload.',
			},
		],
	},
	{
		cause: 'auth-off-on-port',
		mta: 'exim',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'Which authenticators have a server side, and to whom are they offered?',
				command: 'exim -bP authenticator_list; exim -bP auth_advertise_hosts',
				effect: 'reads',
			},
			{
				say: 'Switch one on: Debian keeps examples commented out in `/etc/exim4/conf.d/auth/30_exim4-config_examples` (unsplit: in `exim4.conf.template`), such as `plain_server` and `login_server`. They are offered once TLS is up.',
				effect: 'changes',
				undo: 'Comment them out again.',
			},
			{
				say: 'Make it effective.',
				command: 'update-exim4.conf && systemctl reload exim4',
				effect: 'changes',
				undo: 'Put the old files back and do the same.',
			},
		],
	},
	{
		cause: 'auth-off-on-port',
		mta: 'opensmtpd',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Which listeners have `auth`?',
				command: 'grep -n "^listen" /etc/smtpd.conf',
				effect: 'reads',
			},
			keepOpensmtpd,
			{
				say: 'Let the submission port demand TLS and a login: `tls-require` in place of `tls`, and `auth`.',
				command:
					"sed -i '/^listen on .*port \\(587\\|submission\\)/{/ auth/!s/$/ auth/;s/ tls / tls-require /}' /etc/smtpd.conf",
				effect: 'changes',
				undo: undoOpensmtpd,
			},
			restartOpensmtpd,
		],
	},
	{
		cause: 'auth-off-on-port',
		mta: 'sendmail',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Are mechanisms set, and are the packages of SASL there?',
				command:
					'grep -nE "AUTH_MECH|AUTH_OPTIONS" /etc/mail/sendmail.mc; dpkg -l sasl2-bin libsasl2-modules',
				effect: 'reads',
			},
			keepSendmail,
			{
				say: 'Offer PLAIN and LOGIN, over TLS only (`p`).',
				command:
					"sed -i '/^MAILER_DEFINITIONS/i define(`confAUTH_OPTIONS'\"'\"', `A p y'\"'\"')dnl\\ndefine(`confAUTH_MECHANISMS'\"'\"', `PLAIN LOGIN'\"'\"')dnl\\nTRUST_AUTH_MECH(`PLAIN LOGIN'\"'\"')dnl' /etc/mail/sendmail.mc",
				effect: 'changes',
				undo: undoSendmail,
			},
			restartSendmail,
		],
	},
	{
		cause: 'sasl-modules-missing',
		mta: 'any',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Cyrus SASL: which mechanisms are installed? With Dovecot: `doveconf auth_mechanisms`.',
				command: 'dpkg -l libsasl2-modules sasl2-bin; ls /usr/lib/*/sasl2',
				effect: 'reads',
			},
			{
				say: 'Install them (Debian), then restart the mail server.',
				command: 'apt-get install -y libsasl2-modules',
				effect: 'changes',
				undo: '`apt-get remove libsasl2-modules`',
			},
		],
	},
	{
		cause: 'auth-backend-down',
		mta: 'postfix',
		where: 'server',
		steps: [
			{
				say: 'Which service does Postfix ask, and what does its log say?',
				command:
					"postconf smtpd_sasl_type smtpd_sasl_path; journalctl -u dovecot -u saslauthd -n 50 --no-pager; journalctl -u 'postfix*' -n 200 --no-pager | grep -i sasl | tail -n 5",
				effect: 'reads',
			},
			{
				say: 'Type `dovecot`: test a login with Dovecot alone; it asks for the password.',
				command: 'doveadm auth test USER',
				effect: 'reads',
			},
			{
				say: 'Start what is down: Dovecot, or with type `cyrus` saslauthd. Postfix asks again with the next session.',
				command: 'systemctl restart $(postconf -h smtpd_sasl_type | sed s/cyrus/saslauthd/)',
				effect: 'changes',
				undo: 'Nothing to take back.',
			},
		],
	},
	{
		cause: 'auth-backend-down',
		mta: 'exim',
		where: 'server',
		steps: [
			{
				say: 'The log names the look-up that fails.',
				command:
					'tail -n 50 /var/log/exim4/mainlog /var/log/exim4/paniclog | grep -iE "auth|lookup|failed to open"',
				effect: 'reads',
			},
			{
				say: 'Put that file, socket or database right; `Debian-exim` must be able to read it. The next login uses it, without a reload.',
				effect: 'changes',
				undo: 'Put the old state back.',
			},
		],
	},
	{
		cause: 'auth-backend-down',
		mta: 'opensmtpd',
		where: 'server',
		steps: [
			{
				say: 'Where are the users kept: the system’s own (`auth`), or a table (`auth <name>`)?',
				command: 'grep -nE "auth|^table" /etc/smtpd.conf; journalctl -u opensmtpd -n 50 --no-pager',
				effect: 'reads',
			},
			{
				say: 'Put the table’s file or database right. For a table NAME of a file, have it read again: `smtpctl update table NAME`.',
				effect: 'changes',
				undo: 'Put the old state back.',
			},
		],
	},
	{
		cause: 'auth-backend-down',
		mta: 'sendmail',
		where: 'server',
		steps: [
			{
				say: 'Does SASL ask saslauthd (`pwcheck_method`), and does that run?',
				command:
					'cat /etc/mail/sasl/Sendmail.conf.2 /usr/lib/sasl2/Sendmail.conf; systemctl status saslauthd --no-pager',
				effect: 'reads',
			},
			{
				say: 'Start it, now and after each boot. In `/etc/default/saslauthd`, START must be yes.',
				command: 'systemctl enable saslauthd && systemctl restart saslauthd',
				effect: 'changes',
				undo: undoOfStart('saslauthd'),
			},
		],
	},
];
