// Names that lead nowhere: the likeliest cause.
import {seen} from '../sample-facts.ts';
import {check, toDeliver} from './weigh.ts';

const gone = {status: 'nxdomain', code: 'ENOTFOUND'} as const;

check({
	'the name does not exist': {
		class: 'dns-failure',
		seen: [
			toDeliver,
			seen('dns.answer', {status: 'nxdomain', records: []}),
			seen('dns.failed', gone),
		],
		first: 'name-missing',
		standing: 'confirmed',
		out: ['resolver-down', 'servfail', 'dnssec-bogus', 'mx-target-missing'],
	},
	'the MX names a host without an address': {
		class: 'dns-failure',
		seen: [toDeliver, seen('dns.mx'), seen('dns.failed', gone)],
		first: 'mx-target-missing',
		standing: 'confirmed',
	},
	'the MX is an IP address': {
		class: 'dns-failure',
		seen: [toDeliver, seen('dns.mx'), seen('dns.mx-invalid'), seen('dns.failed', gone)],
		first: 'mx-invalid',
		standing: 'confirmed',
	},
	'the resolver of this machine does not answer': {
		class: 'dns-failure',
		seen: [toDeliver, seen('dns.failed', {status: 'silent', code: 'ETIMEOUT'})],
		first: 'resolver-down',
		standing: 'likely',
		out: ['name-missing'],
	},
	'the resolver answers, but not about this domain': {
		class: 'dns-failure',
		seen: [
			toDeliver,
			seen('dns.answer', {name: 'elsewhere.example', type: 'MX'}),
			seen('dns.failed', {status: 'silent', code: 'ETIMEOUT'}),
		],
		first: 'zone-unreachable',
		standing: 'likely',
		out: ['resolver-down'],
	},
	'SERVFAIL, and an answer without validation': {
		class: 'dns-failure',
		seen: [
			toDeliver,
			seen('dns.failed', {status: 'servfail', code: 'ESERVFAIL'}),
			seen('dns.bogus'),
		],
		first: 'dnssec-bogus',
		standing: 'confirmed',
		among: ['servfail'],
	},
	'SERVFAIL alone': {
		class: 'dns-failure',
		seen: [toDeliver, seen('dns.failed', {status: 'servfail', code: 'ESERVFAIL'})],
		first: 'servfail',
		standing: 'likely',
		among: ['dnssec-bogus', 'zone-unreachable'],
	},
});
