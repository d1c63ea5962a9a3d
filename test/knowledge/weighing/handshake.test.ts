// From the connection to EHLO: the likeliest cause.
import {seen} from '../sample-facts.ts';
import {check, greeted, refusal, toDeliver, toSubmit} from './weigh.ts';

check({
	'the port opens, and nobody greets': {
		class: 'no-banner',
		seen: [toDeliver, ...greeted, seen('smtp.no-greeting')],
		first: 'server-hung',
		standing: 'likely',
		among: ['listener-paused', 'all-processes-busy', 'proxy-protocol-expected', 'wrong-service'],
	},
	'accepted, and closed without a byte: a proxy with nobody behind': {
		class: 'reset-or-dropped',
		seen: [toDeliver, seen('tcp.open'), seen('smtp.closed', {stage: 'banner'})],
		first: 'dead-backend',
		standing: 'likely',
		among: ['tcp-wrappers', 'smtpd-crash'],
		out: ['auth-service-missing'],
	},
	'Postfix greets and hangs up at EHLO: its login service is missing': {
		class: 'reset-or-dropped',
		seen: [
			toSubmit,
			...greeted,
			seen('smtp.greeting'),
			seen('server.software'),
			seen('smtp.closed', {stage: 'ehlo'}),
		],
		first: 'auth-service-missing',
		standing: 'likely',
		among: ['smtpd-crash'],
		out: ['dead-backend'],
	},
	'SSH answers on the mail port': {
		class: 'not-smtp',
		seen: [toDeliver, ...greeted, seen('smtp.not-smtp')],
		first: 'wrong-service',
		standing: 'confirmed',
	},
	'554 in the place of a greeting': {
		class: 'banner-rejected',
		seen: [toDeliver, refusal({class: 'banner-rejected', stage: 'banner', text: 'No service'})],
		first: 'client-denied',
		standing: 'likely',
	},
	'421 too many connections from us': {
		class: 'too-many-connections',
		seen: [
			toDeliver,
			refusal({
				class: 'too-many-connections',
				stage: 'banner',
				code: 421,
				text: '4.7.0 mail.example.com Error: too many connections from 198.51.100.10',
			}),
		],
		first: 'connection-limit',
		standing: 'likely',
		among: ['connection-rate', 'provoked-by-us'],
	},
	'asterisks for a greeting': {
		class: 'middlebox',
		seen: [
			toDeliver,
			seen('smtp.greeting', {reply: {code: 220, text: '************'}, name: '************'}),
		],
		first: 'smtp-inspection',
		standing: 'confirmed',
	},
	'an address that nobody has greets, too': {
		class: 'middlebox',
		seen: [
			toDeliver,
			seen('smtp.greeting', {name: 'proxy.example.net'}),
			seen('proxy.same-greeting'),
		],
		first: 'transparent-proxy',
		standing: 'confirmed',
	},
	'app01 as the announced name': {
		class: 'helo-rejected',
		seen: [
			toDeliver,
			seen('client.name', {helo: 'app01'}),
			refusal({
				class: 'helo-rejected',
				code: 504,
				text: '5.5.2 <app01>: Helo command rejected: need fully-qualified hostname',
			}),
		],
		first: 'helo-not-fqdn',
		standing: 'likely',
	},
});
