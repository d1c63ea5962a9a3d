// What the rules would do, in words that do not claim that they did.
import {describe, expect, test} from 'vitest';
import {foreseenInWords} from '../../../source/core/moved/foreseen.ts';
import {seenAddress} from '../../../source/core/moved/seen-address.ts';
import {seen, sampleFacts} from '../../knowledge/sample-facts.ts';

const facts = sampleFacts['server.foreseen'];
const host = 'mail.example.com';

describe('in words', () => {
	test('a refusal that would come', () => {
		expect(foreseenInWords(facts, host, undefined)).toBe(
			'Behind that, mail.example.com would refuse this client with “454 4.7.1 <eve@example.net>: Relay access denied”: defer_unauth_destination in smtpd_relay_restrictions (the default of smtpd_relay_restrictions), as 192.0.2.10 is not in mynetworks.',
		);
	});

	test('for a user who signs in, with what could not be gone through', () => {
		const doubtful = {...facts, certain: false, unseen: ['a policy service', 'a table']};
		expect(foreseenInWords(doubtful, host, 'ada')).toMatch(
			/would refuse this client, signed in as ada, with .* What could not be gone through: a policy service; a table\.$/,
		);
	});

	test('a message that would be taken', () => {
		const taken = {...facts, outcome: 'accepted', restriction: 'permit_mynetworks'} as const;
		expect(foreseenInWords(taken, host, undefined)).toMatch(
			/^Behind that, mail\.example\.com would let this client through: permit_mynetworks in /,
		);
		expect(foreseenInWords({...taken, restriction: ''}, host, undefined)).toBe(
			'Behind that, no restriction of smtp/inet on mail.example.com stands against this client.',
		);
	});
});

describe('the address that the server sees', () => {
	const silent = (client: string, address: string) => [
		seen('session.asked'),
		seen('tcp.silent', {client, address, role: 'conversation'}),
	];

	test.each([
		['its own', '192.0.2.20', '192.0.2.25', undefined, '192.0.2.20', false],
		[
			'its own, whatever others see',
			'192.0.2.20',
			'192.0.2.25',
			'203.0.113.9',
			'192.0.2.20',
			false,
		],
		['in a private network', '10.0.0.5', '10.0.0.25', '203.0.113.9', '10.0.0.5', false],
		[
			'translated, and nobody knows into what',
			'10.0.0.5',
			'192.0.2.25',
			undefined,
			'10.0.0.5',
			true,
		],
		['translated, as the user says', '10.0.0.5', '192.0.2.25', '203.0.113.9', '203.0.113.9', false],
	])('%s', (_, client, server, egress, address, translated) => {
		expect(seenAddress(silent(client, server), egress)).toEqual({address, translated});
	});

	test('none where there is no way to it', () => {
		expect(seenAddress([seen('session.asked')], undefined)).toBeUndefined();
	});
});
