// What a second view of the server says for and against its causes.
import {expect, test} from 'vitest';
import type {Facts, Observation} from '../../../source/core/observation.ts';
import {seen} from '../sample-facts.ts';
import {check, control, refusal, toDeliver, toSubmit, weighed} from './weigh.ts';

const here = seen('server.identity');
const row = (facts: Partial<Facts['views.row']>) => seen('views.row', facts);
const fromHere = (seenFirst: string, seenSecond: string, more: Partial<Facts['views.row']> = {}) =>
	row({kind: 'here', row: 'tcp', seenFirst, seenSecond, ...more});
const within = (name: Facts['views.row']['row'], seenFirst: string, seenSecond: string) =>
	row({
		kind: 'localhost',
		row: name,
		about: name === 'tcp' ? 'port 25' : '',
		first: 'this machine',
		second: 'localhost of mail',
		seenFirst,
		seenSecond,
		differs: seenFirst !== seenSecond,
	});
const greets = within('greeting', '', '220 mail.example.com ESMTP');

check({
	'silent from one place, and open from another': {
		class: 'timeout',
		seen: [toDeliver, seen('tcp.silent'), fromHere('no answer', 'open')],
		first: 'provider-egress-block',
		standing: 'likely',
		among: ['firewall-drop', 'banned'],
		out: ['host-down'],
	},
	'the same by a private address, which may be another machine there': {
		class: 'timeout',
		seen: [
			toDeliver,
			seen('tcp.silent', {address: '10.0.0.25'}),
			fromHere('no answer', 'open', {about: '10.0.0.25 port 25'}),
		],
		first: 'firewall-drop',
		standing: 'likely',
		among: ['host-down'],
	},
	'refused from one place, and open from another': {
		class: 'refused',
		seen: [toDeliver, seen('tcp.refused'), fromHere('refused', 'open')],
		first: 'firewall-reject',
		standing: 'likely',
		among: ['banned'],
		out: ['mta-stopped', 'config-error', 'service-disabled', 'loopback-only', 'port-taken'],
	},
	'silent from outside, while the server greets at its own localhost': {
		class: 'timeout',
		seen: [
			toDeliver,
			seen('tcp.silent'),
			control(443),
			here,
			within('tcp', 'no answer', 'open'),
			greets,
		],
		first: 'firewall-drop',
		standing: 'likely',
		out: ['host-down'],
	},
	'refused from outside, while the server greets at its own localhost': {
		class: 'refused',
		seen: [toDeliver, seen('tcp.refused'), here, within('tcp', 'refused', 'open'), greets],
		first: 'loopback-only',
		standing: 'likely',
		out: ['mta-stopped', 'config-error', 'service-disabled'],
	},
	'STARTTLS is offered at the server’s own localhost, and not here': {
		class: 'starttls-unavailable',
		seen: [toSubmit, seen('tls.not-offered'), here, within('starttls', 'not offered', 'offered')],
		first: 'stripped',
		standing: 'likely',
		out: ['tls-not-configured'],
	},
	'STARTTLS is not offered there either': {
		class: 'starttls-unavailable',
		seen: [
			toSubmit,
			seen('tls.not-offered'),
			here,
			within('starttls', 'not offered', 'not offered'),
		],
		first: 'tls-not-configured',
		standing: 'likely',
		among: ['stripped'],
	},
	'the server relays for its own localhost': {
		class: 'relay-denied',
		seen: [
			toSubmit,
			refusal({class: 'relay-denied', stage: 'rcpt'}),
			here,
			within('rcpt', '554 5.7.1 Relay access denied', '250 2.1.5 Ok'),
		],
		first: 'not-authenticated',
		standing: 'likely',
		among: ['client-not-in-mynetworks'],
	},
});

test('no time that includes the way through ssh says where a refusal came from', () => {
	const slow = seen('tcp.refused', {after: 300});
	const far = seen('tcp.open', {port: 443, role: 'control', after: 300});
	const quick = seen('tcp.refused', {after: 1});
	const told = (first: Facts['session.asked']['fromHost'], ...more: readonly Observation[]) => {
		const asked = first === undefined ? toDeliver : seen('session.asked', {fromHost: first});
		return weighed('refused', [asked, ...more])
			.flatMap(({evidence}) => evidence)
			.join(' ');
	};

	expect(told(undefined, slow)).toContain('The refusal took 300 ms');
	expect(told('app01', slow)).not.toContain('300 ms');
	expect(told(undefined, quick, far)).toContain('So it was made on this side');
	expect(told('app01', quick, far)).not.toContain('on this side');
});
