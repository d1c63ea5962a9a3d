// Signing in: the likeliest cause.
import type {Facts} from '../../../source/core/observation.ts';
import {seen} from '../sample-facts.ts';
import {check, refusal, toSubmit} from './weigh.ts';

const failedLogin = (facts: Partial<Facts['smtp.refusal']>) =>
	refusal({class: 'auth-failed', stage: 'auth', code: 535, ...facts});

check({
	'535 from Postfix with Dovecot: the password, or a back end that is down': {
		class: 'auth-failed',
		seen: [
			toSubmit,
			seen('server.software'),
			failedLogin({text: '5.7.8 Error: authentication failed: (reason unavailable)'}),
		],
		first: 'wrong-credentials',
		standing: 'likely',
		among: ['auth-backend-down', 'username-form'],
	},
	'454 from Postfix with Cyrus SASL: saslauthd does not run': {
		class: 'server-local-error',
		seen: [
			toSubmit,
			refusal({
				class: 'server-local-error',
				stage: 'auth',
				code: 454,
				temporary: true,
				text: '4.7.0 Temporary authentication failure: generic failure',
			}),
		],
		first: 'auth-backend-down',
		standing: 'confirmed',
	},
	'Gmail wants an app password': {
		class: 'auth-failed',
		seen: [
			toSubmit,
			seen('server.software', {mta: 'gmail'}),
			failedLogin({code: 534, text: '5.7.9 Application-specific password required.'}),
		],
		first: 'app-password-needed',
		standing: 'confirmed',
	},
	'Microsoft 365 has SMTP AUTH off': {
		class: 'auth-mechanism',
		seen: [
			toSubmit,
			failedLogin({
				class: 'auth-mechanism',
				enhanced: '5.7.139',
				text: '5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant',
			}),
		],
		first: 'smtp-auth-disabled',
		standing: 'confirmed',
	},
	'no AUTH on port 25, although encrypted': {
		class: 'auth-mechanism',
		seen: [toSubmit, seen('auth.missing')],
		first: 'auth-off-on-port',
		standing: 'likely',
		out: ['auth-hidden-until-tls', 'no-common-mechanism'],
	},
	'no AUTH in plain text, and STARTTLS is there': {
		class: 'auth-mechanism',
		seen: [
			toSubmit,
			seen('smtp.capabilities', {keywords: ['STARTTLS']}),
			seen('auth.missing', {secure: false, service: 'submission', port: 587}),
		],
		first: 'auth-hidden-until-tls',
		standing: 'likely',
		out: ['no-common-mechanism'],
	},
	'only GSSAPI is offered': {
		class: 'auth-mechanism',
		seen: [toSubmit, seen('auth.no-common-mechanism')],
		first: 'no-common-mechanism',
		standing: 'confirmed',
		out: ['auth-off-on-port', 'auth-hidden-until-tls'],
	},
});
