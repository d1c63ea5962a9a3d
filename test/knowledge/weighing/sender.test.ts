// Who sends, and to whom: the likeliest cause.
import {seen} from '../sample-facts.ts';
import {check, refusal, toDeliver, toSubmit} from './weigh.ts';

check({
	'no reverse name': {
		class: 'reverse-dns',
		seen: [
			toDeliver,
			seen('dns.pointer', {names: [], status: 'nxdomain'}),
			refusal({class: 'reverse-dns', code: 450, text: '4.7.1 cannot find your reverse hostname'}),
		],
		first: 'ptr-missing',
		standing: 'likely',
	},
	'a reverse name that leads elsewhere': {
		class: 'reverse-dns',
		seen: [
			toDeliver,
			seen('dns.pointer'),
			refusal({class: 'reverse-dns', code: 450, text: '4.7.25 cannot find your hostname'}),
		],
		first: 'ptr-mismatch',
		standing: 'likely',
	},
	'behind NAT the private address says nothing about the reverse name': {
		class: 'reverse-dns',
		seen: [
			toDeliver,
			seen('dns.pointer', {address: '192.168.1.7', names: [], status: 'nxdomain'}),
			refusal({class: 'reverse-dns', code: 450, text: '4.7.25 hostname does not match'}),
		],
		first: 'ptr-mismatch',
		standing: 'likely',
	},
	'listed at Spamhaus': {
		class: 'blocklisted',
		seen: [
			toDeliver,
			refusal({
				class: 'blocklisted',
				text: 'blocked using zen.spamhaus.org; https://check.spamhaus.org',
			}),
		],
		first: 'ip-listed',
		standing: 'likely',
	},
	'Spamhaus refuses the receiver’s resolver, and nobody is listed': {
		class: 'blocklisted',
		seen: [
			toDeliver,
			refusal({
				class: 'blocklisted',
				text: 'blocked using zen.spamhaus.org; Error: open resolver',
			}),
		],
		first: 'receiver-resolver-refused',
		standing: 'confirmed',
		out: ['ip-listed', 'dynamic-range'],
	},
	'a home line': {
		class: 'blocklisted',
		seen: [
			toDeliver,
			seen('dns.pointer', {names: [], status: 'nxdomain'}),
			refusal({class: 'blocklisted', text: 'listed at PBL, dynamic address'}),
		],
		first: 'dynamic-range',
		standing: 'likely',
	},
	SPF: {
		class: 'sender-auth-failed',
		seen: [
			toDeliver,
			refusal({class: 'sender-auth-failed', stage: 'mail', text: 'SPF check failed'}),
		],
		first: 'spf-fail',
		standing: 'likely',
	},
	'a sender’s domain that does not exist': {
		class: 'sender-rejected',
		seen: [
			toDeliver,
			seen('dns.answer', {name: 'sender.example', type: 'MX', status: 'nxdomain', records: []}),
			refusal({class: 'sender-rejected', text: 'Sender address rejected: Domain not found'}),
		],
		first: 'sender-domain-missing',
		standing: 'likely',
	},
	'a sender that the login may not use': {
		class: 'sender-rejected',
		seen: [
			toSubmit,
			refusal({
				class: 'sender-rejected',
				authenticated: true,
				text: 'Sender address rejected: not owned by user ada',
			}),
		],
		first: 'sender-not-owned',
		standing: 'likely',
	},
	greylisted: {
		class: 'greylisted',
		seen: [toDeliver, refusal({class: 'greylisted', code: 450, text: 'Greylisted, try later'})],
		first: 'first-contact',
		standing: 'likely',
	},
	'postscreen puts a new client off': {
		class: 'server-local-error',
		seen: [
			toDeliver,
			seen('server.software'),
			refusal({
				class: 'server-local-error',
				code: 450,
				temporary: true,
				text: '4.3.2 Service currently unavailable',
			}),
		],
		first: 'postscreen-deep-test',
		standing: 'likely',
	},
});
