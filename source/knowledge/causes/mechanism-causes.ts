import {both, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';
import {replayed} from './replay-evidence.ts';

/** Why there is no way to sign in here. */
export const mechanismCauses: readonly Cause[] = [
	{
		id: 'auth-off-on-port',
		explains: ['auth-mechanism'],
		title: 'Signing in is not switched on for this port',
		because:
			'Port 25 is for mail between servers and mostly takes no logins. Users sign in on 587 or 465.',
		frequency: 'common',
		evidence: [
			...replayed('auth-off-on-port'),
			{
				when: both(saw('auth.missing', {secure: true})),
				says: 'AUTH is not offered on port {port}, not even on the encrypted connection.',
				weight: 'for',
			},
			{
				when: both(saw('auth.missing', {service: 'smtp'})),
				says: 'Port {port} is the one for mail between servers.',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {
					class: 'auth-mechanism',
					text: /not enabled|not advertised|not available|not supported|unrecognized command/i,
				}),
				says: 'The reply says that AUTH is off: {text}',
				weight: 'for',
			},
			{
				when: saw('auth.no-common-mechanism'),
				says: 'AUTH is offered: {offered}.',
				weight: 'excludes',
			},
		],
		confirm: [
			{
				text: 'What does 587 offer, once TLS is up? Type `EHLO test.example`.',
				command: 'openssl s_client -starttls smtp -connect {host}:587 -crlf',
			},
			{
				text: 'Postfix:',
				command: 'postconf smtpd_sasl_auth_enable; postconf -P "*/inet/smtpd_sasl_auth_enable"',
			},
			{text: 'Exim:', command: 'exim -bP auth_advertise_hosts'},
		],
	},
	{
		id: 'auth-hidden-until-tls',
		explains: ['auth-mechanism'],
		title: 'AUTH is offered only on an encrypted connection',
		because:
			'A careful server hides its login until TLS is up, so that no password travels in plain text.',
		frequency: 'common',
		evidence: [
			{
				when: saw('auth.missing', {secure: false}),
				says: 'The connection was not encrypted when AUTH was looked for.',
				weight: 'for',
			},
			{
				when: both(
					saw('auth.missing', {secure: false}),
					saw('smtp.capabilities', {keywords: {has: 'STARTTLS'}}),
				),
				says: 'STARTTLS is offered on port {port}.',
				weight: 'for',
			},
			{
				when: saw('auth.missing', {secure: true}),
				says: 'The connection was encrypted, and AUTH is not offered there.',
				weight: 'excludes',
			},
			{
				when: saw('smtp.refusal', {class: 'auth-mechanism', secure: true}),
				says: 'The connection was encrypted.',
				weight: 'excludes',
			},
			{
				when: saw('auth.no-common-mechanism'),
				says: 'AUTH is offered: {offered}.',
				weight: 'excludes',
			},
		],
		confirm: [
			{
				text: 'Once TLS is up, type `EHLO test.example` and look for AUTH.',
				command: 'openssl s_client -starttls smtp -connect {host}:{port} -crlf',
			},
		],
	},
	{
		id: 'no-common-mechanism',
		explains: ['auth-mechanism'],
		title: 'Client and server know different ways of signing in',
		because:
			'The server offers mechanisms that the client does not have, or does not take the one that the client tries.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('auth.no-common-mechanism', {offered: {empty: false}}),
				says: 'The server offers {offered}; this side has {ours}.',
				weight: 'proves',
			},
			{
				when: saw('smtp.refusal', {class: 'auth-mechanism', code: [504, 534]}),
				says: 'The server does not take this mechanism: {code} {text}',
				weight: 'for',
			},
			{
				when: saw('auth.missing'),
				says: 'The server offers no mechanism at all on port {port}.',
				weight: 'excludes',
			},
		],
		confirm: [
			{
				text: 'What is offered, once TLS is up?',
				command: 'swaks --server {host} --port {port} --tls --quit-after EHLO',
			},
			{text: 'Dovecot behind Postfix:', command: 'doveconf auth_mechanisms'},
		],
	},
	{
		id: 'smtp-auth-disabled',
		explains: ['auth-mechanism', 'auth-failed'],
		title: 'SMTP login is switched off for the account or the organisation',
		because:
			'Providers such as Microsoft 365 switch it off by default; it is then refused whatever the password is.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('smtp.refusal', {
					text: /SmtpClientAuthentication is disabled|basic authentication is disabled|smtp auth(entication)? (is )?disabled/i,
				}),
				says: 'The server says so: {text}',
				weight: 'proves',
			},
			{
				when: saw('smtp.refusal', {enhanced: '5.7.139'}),
				says: 'The code 5.7.139 stands for it.',
				weight: 'for',
			},
			{
				when: saw('server.software', {mta: ['postfix', 'exim', 'opensmtpd', 'sendmail', 'haraka']}),
				says: 'The server runs {mta}; such a switch is a matter of big providers.',
				weight: 'against',
			},
			{
				when: saw('auth.missing'),
				says: 'AUTH is not offered at all, to anybody.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Microsoft 365, in Exchange Online PowerShell:',
				command:
					'Get-TransportConfig | Format-List SmtpClientAuthenticationDisabled; Get-CASMailbox {user} | Format-List SmtpClientAuthenticationDisabled',
			},
		],
	},
	{
		id: 'sasl-modules-missing',
		explains: ['auth-mechanism'],
		title: 'The server has no mechanism to offer',
		because:
			'Signing in is switched on, and the library behind it finds no mechanism: packages such as `libsasl2-modules` are missing, or Dovecot lists none.',
		frequency: 'rare',
		evidence: [
			{
				when: saw('auth.missing', {secure: true, service: ['submission', 'submissions']}),
				says: 'A submission port without a login is rarely meant so.',
				weight: 'for',
			},
			{
				when: saw('auth.no-common-mechanism', {offered: {empty: true}}),
				says: 'AUTH is there, and the list of mechanisms is empty.',
				weight: 'for',
			},
			{
				when: saw('auth.no-common-mechanism', {offered: {empty: false}}),
				says: 'The server offers {offered}.',
				weight: 'excludes',
			},
		],
		confirm: [
			{
				text: 'On the server: Cyrus SASL.',
				command: 'saslpluginviewer -s; dpkg -l libsasl2-modules sasl2-bin',
			},
			{
				text: 'Which library does Postfix use, and what does its log say?',
				command:
					"postconf smtpd_sasl_type smtpd_sasl_path; journalctl -u 'postfix*' -n 200 --no-pager | grep -i sasl",
			},
		],
	},
];
