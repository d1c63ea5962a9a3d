// What the server says of itself decides, where it is the server that was dialled.
import type {Facts} from '../../../source/core/observation.ts';
import {seen} from '../sample-facts.ts';
import {check, control, greeted, mail, refusal, submission, toDeliver, toSubmit} from './weigh.ts';

const here = seen('server.identity');
const elsewhere = seen('server.identity', {owns: false, addresses: ['10.0.0.25']});
const port = (facts: Partial<Facts['server.port']>) => seen('server.port', facts);
const nobody = port({reach: 'nobody', addresses: [], process: '', kind: 'none'});
const stopped = seen('server.service');
const runs = seen('server.service', {running: true, mainPid: 1042, state: 'active (running)'});
const refused = [toDeliver, seen('tcp.refused'), control(443)];

const invalidRecipient = refusal({
	class: 'recipient-unknown',
	stage: 'rcpt',
	code: 550,
	text: 'Invalid recipient: <eve@elsewhere.test>',
});
const byRules = {
	service: 'smtpd port 25',
	agrees: true,
	certain: true,
	outcome: 'refused',
	stage: 'rcpt',
} as const;

check({
	'nothing listens, and the unit has no main process': {
		class: 'refused',
		seen: [...refused, here, stopped, nobody],
		first: 'mta-stopped',
		standing: 'confirmed',
		among: ['config-error'],
		out: ['loopback-only', 'service-disabled', 'port-taken', 'one-family-only', 'firewall-reject'],
	},
	'the same behind address translation, where it may be another machine': {
		class: 'refused',
		seen: [...refused, elsewhere, stopped, nobody],
		first: 'mta-stopped',
		standing: 'likely',
		among: ['stale-dns'],
	},
	'the mail server listens on loopback alone': {
		class: 'refused',
		seen: [...refused, here, runs, port({})],
		first: 'loopback-only',
		standing: 'confirmed',
		out: ['mta-stopped', 'config-error', 'service-disabled', 'port-taken', 'wrong-host'],
	},
	'the same, and who listens may not be seen': {
		class: 'refused',
		seen: [...refused, here, runs, port({process: '', kind: 'unknown'})],
		first: 'loopback-only',
		standing: 'confirmed',
	},
	'another program has the port, on loopback': {
		class: 'refused',
		seen: [...refused, here, stopped, port({process: 'node', kind: 'other'})],
		first: 'port-taken',
		standing: 'confirmed',
		out: ['service-disabled'],
	},
	'the mail server runs, and submission is switched off': {
		class: 'refused',
		seen: [
			toSubmit,
			seen('tcp.refused', submission),
			seen('tcp.open', mail(25)),
			here,
			runs,
			port({port: 587, reach: 'nobody', addresses: [], process: '', kind: 'none'}),
		],
		first: 'service-disabled',
		standing: 'confirmed',
		out: ['mta-stopped', 'loopback-only', 'firewall-reject'],
	},
	'IPv6 was dialled, and IPv4 alone is listened on': {
		class: 'refused',
		seen: [
			toDeliver,
			seen('tcp.refused', {address: '2001:db8::25'}),
			here,
			runs,
			port({reach: 'ipv4', addresses: ['0.0.0.0']}),
		],
		first: 'one-family-only',
		standing: 'confirmed',
		out: ['loopback-only', 'mta-stopped'],
	},
	'the mail server listens for everybody, and is refused': {
		class: 'refused',
		seen: [...refused, here, runs, port({reach: 'all', addresses: ['*']})],
		first: 'firewall-reject',
		standing: 'likely',
		out: ['mta-stopped', 'loopback-only', 'service-disabled', 'one-family-only', 'port-taken'],
	},
	'no mail server is installed': {
		class: 'refused',
		seen: [...refused, here, seen('server.no-service'), nobody],
		first: 'wrong-host',
		standing: 'likely',
	},
	'the mail server listens for everybody, and packets get no answer': {
		class: 'timeout',
		seen: [
			toDeliver,
			seen('tcp.silent'),
			control(443),
			here,
			runs,
			port({reach: 'all', addresses: ['*']}),
		],
		first: 'firewall-drop',
		standing: 'likely',
		out: ['stale-dns', 'wrong-host'],
	},
	'a key that others may read, and the server that turns it down': {
		class: 'starttls-unavailable',
		seen: [
			...greeted,
			seen('tls.not-offered'),
			here,
			seen('server.certificate', {keyRefused: 'readable to its group', onWire: null}),
		],
		first: 'key-unreadable',
		standing: 'confirmed',
		out: ['tls-not-configured', 'key-mismatch'],
	},
	'the entry of an access table that turns the client away in the greeting': {
		class: 'banner-rejected',
		seen: [
			...greeted,
			refusal({class: 'banner-rejected', stage: 'banner', code: 421, temporary: true}),
			here,
			seen('server.replay', {
				agrees: true,
				certain: true,
				outcome: 'refused',
				stage: 'banner',
				causes: ['local-access-list', 'client-denied', 'setting-found'],
			}),
		],
		first: 'client-denied',
		standing: 'confirmed',
	},
	'a message that is over the size that the settings have': {
		class: 'message-too-large',
		seen: [
			...greeted,
			refusal({class: 'message-too-large', stage: 'mail', code: 552}),
			here,
			seen('server.replay', {
				agrees: true,
				certain: true,
				outcome: 'refused',
				stage: 'mail',
				causes: ['size-limit', 'setting-found'],
			}),
		],
		first: 'size-limit',
		standing: 'confirmed',
	},
	'OpenSMTPD’s words for both, and no rule that lets this client relay': {
		class: 'recipient-unknown',
		seen: [
			...greeted,
			invalidRecipient,
			here,
			seen('server.replay', {
				...byRules,
				reason: 'relay',
				causes: ['client-not-in-mynetworks', 'relay-denied-in-disguise', 'setting-found'],
			}),
		],
		first: 'relay-denied-in-disguise',
		standing: 'confirmed',
		out: ['no-such-user'],
	},
	'the same words, and a rule that leads to an account that is not there': {
		class: 'recipient-unknown',
		seen: [
			...greeted,
			invalidRecipient,
			here,
			seen('server.replay', {
				...byRules,
				reason: 'recipient-unlisted',
				causes: ['no-such-user', 'setting-found'],
			}),
		],
		first: 'no-such-user',
		standing: 'confirmed',
		out: ['relay-denied-in-disguise'],
	},
});
