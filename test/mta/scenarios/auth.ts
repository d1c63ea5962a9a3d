import {signIn, submit, user} from '../commands.ts';
import type {Scenario} from '../scenario.ts';

const wrong = 'battery staple';

/** Signing in. */
export const auth: readonly Scenario[] = [
	{
		id: 'postfix-wrong-password',
		server: 'postfix',
		broken: 'the password is wrong',
		prepare: 'with-submission',
		check: submit(587, ...signIn),
		password: wrong,
		expect: {
			class: 'auth-failed',
			stage: 'auth',
			cause: 'wrong-credentials',
			says: '535 5.7.8 Error: authentication failed',
		},
	},
	{
		id: 'postfix-dovecot-wrong-password',
		server: 'postfix',
		broken: 'the password is wrong, and Dovecot says so',
		prepare: 'with-submission; with-dovecot',
		check: submit(587, ...signIn),
		password: wrong,
		expect: {class: 'auth-failed', cause: 'wrong-credentials', says: '535 5.7.8'},
	},
	{
		id: 'exim-wrong-password',
		server: 'exim',
		broken: 'the password is wrong',
		prepare: 'with-submission',
		check: submit(465, ...signIn),
		password: wrong,
		expect: {
			class: 'auth-failed',
			cause: 'wrong-credentials',
			says: '535 Incorrect authentication data',
		},
	},
	{
		id: 'sendmail-wrong-password',
		server: 'sendmail',
		broken: 'the password is wrong',
		prepare: 'with-auth',
		check: submit(587, ...signIn),
		password: wrong,
		expect: {
			class: 'auth-failed',
			cause: 'wrong-credentials',
			says: '535 5.7.0 authentication failed',
		},
	},
	{
		id: 'haraka-wrong-password',
		server: 'haraka',
		broken: 'the password is wrong',
		prepare: 'with-submission',
		check: submit(587, ...signIn),
		password: wrong,
		expect: {class: 'auth-failed', cause: 'wrong-credentials', says: '535 5.7.8'},
	},
	{
		id: 'postfix-dovecot-user-table-missing',
		server: 'postfix',
		broken: 'Dovecot’s table of users is missing; its reply is the one to a wrong password',
		prepare: 'with-submission; rm /etc/dovecot/users; with-dovecot',
		check: submit(587, ...signIn),
		expect: {
			class: 'auth-failed',
			among: ['wrong-credentials', 'auth-backend-down'],
			says: '535 5.7.8',
		},
	},
	{
		id: 'postfix-saslauthd-stopped',
		server: 'postfix',
		broken: 'Cyrus SASL asks saslauthd, which is not running',
		prepare:
			"with-submission; printf 'pwcheck_method: saslauthd\\nmech_list: PLAIN LOGIN\\n' > /etc/postfix/sasl/smtpd.conf",
		check: submit(587, ...signIn),
		expect: {
			class: 'server-local-error',
			stage: 'auth',
			cause: 'auth-backend-down',
			says: '454 4.7.0 Temporary authentication failure',
		},
	},
	{
		id: 'postfix-dovecot-stopped',
		server: 'postfix',
		broken: 'Dovecot is not running: Postfix drops the session without a reply',
		prepare: 'with-submission; with-dovecot; doveadm stop',
		check: submit(587, ...signIn),
		expect: {class: 'reset-or-dropped', among: ['auth-service-missing']},
	},
	{
		id: 'exim-password-lookup-fails',
		server: 'exim',
		broken: 'the file that Exim looks passwords up in is missing',
		prepare:
			"with-submission; sed -i 's/lsearch{CONFDIR.passwd}{$value}{\\*:\\*}/lsearch{\\/etc\\/nosuch}{$value}{*:*}/' /etc/exim4/exim4.conf.template; update-exim4.conf",
		check: submit(587, ...signIn),
		expect: {
			class: 'server-local-error',
			among: ['auth-backend-down'],
			says: '435 Unable to authenticate at present',
		},
	},
	{
		id: 'postfix-auth-off-on-25',
		server: 'postfix',
		broken: 'port 25 offers no login, as it should not; the client wants to sign in there',
		prepare: 'with-submission',
		check: submit(25, ...signIn),
		expect: {class: 'auth-mechanism', among: ['auth-off-on-port']},
	},
	{
		id: 'postfix-auth-hidden-until-tls',
		server: 'postfix',
		broken: 'AUTH is offered after STARTTLS alone, and the client stays in the clear',
		prepare: 'postconf -e smtpd_sasl_auth_enable=yes',
		check: submit(25, ...signIn, '--tls', 'none', '--allow-plaintext-auth'),
		expect: {class: 'auth-mechanism', cause: 'auth-hidden-until-tls'},
	},
	{
		id: 'sendmail-sasl-modules-missing',
		server: 'sendmail',
		broken: 'the SASL library has no mechanism to offer',
		prepare: 'with-auth; rm /usr/lib/*/sasl2/libplain* /usr/lib/*/sasl2/liblogin*',
		check: submit(587, ...signIn),
		expect: {class: 'auth-mechanism', among: ['sasl-modules-missing', 'auth-off-on-port']},
	},
	{
		id: 'postfix-no-common-mechanism',
		server: 'postfix',
		broken: 'the client insists on OAuth, and PLAIN and LOGIN are offered',
		prepare: 'with-submission',
		check: submit(587, ...signIn, '--auth', 'XOAUTH2'),
		expect: {class: 'auth-mechanism', cause: 'no-common-mechanism'},
	},
	{
		id: 'postfix-password-withheld',
		server: 'postfix',
		broken: 'a login is offered without any encryption, and the password is kept back',
		prepare:
			'postconf -e smtpd_sasl_auth_enable=yes smtpd_tls_auth_only=no smtpd_tls_security_level=none',
		check: submit(25, ...signIn),
		expect: {class: 'starttls-unavailable', cause: 'password-withheld'},
	},
	{
		id: 'postfix-plaintext-allowed',
		server: 'postfix',
		broken: 'nothing: a login without encryption, where that was asked for',
		prepare:
			'postconf -e smtpd_sasl_auth_enable=yes smtpd_tls_auth_only=no smtpd_tls_security_level=none',
		check: submit(25, ...signIn, '--allow-plaintext-auth'),
		expect: {class: null, says: '235 2.7.0'},
	},
	{
		id: 'postfix-submission-without-login',
		server: 'postfix',
		broken: '587 is for those who sign in, as older configurations have it, and nobody did',
		prepare:
			'with-submission; postconf -P submission/inet/smtpd_client_restrictions=permit_sasl_authenticated,reject',
		check: submit(587),
		expect: {
			class: 'auth-required',
			cause: 'not-authenticated',
			alternatives: ['blocklisted'],
			says: '554 5.7.1 <app.example.test[192.0.2.10]>: Client host rejected: Access denied',
		},
	},
	{
		id: 'sendmail-submission-without-login',
		server: 'sendmail',
		broken: '587 is for those who sign in, and nobody did',
		prepare: 'with-auth',
		check: submit(587),
		expect: {
			class: 'auth-required',
			cause: 'not-authenticated',
			says: '530 5.7.0 Authentication required',
		},
	},
	{
		id: 'haraka-user-unknown',
		server: 'haraka',
		broken: 'the name does not exist',
		prepare: 'with-submission',
		check: submit(587, ...signIn.with(signIn.indexOf(user), 'nosuch')),
		expect: {class: 'auth-failed', among: ['wrong-credentials', 'username-form']},
	},
];
