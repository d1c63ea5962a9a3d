import {expect, test} from 'vitest';
import {daneVerdict} from '../../source/core/dane.ts';
import type {CertificateFacts} from '../../source/core/observation.ts';

const certificate = (digit: string): CertificateFacts => ({
	subject: 'CN=mail.example.test',
	issuer: 'CN=ca',
	names: ['mail.example.test'],
	validFrom: '2026-01-01T00:00:00.000Z',
	validTo: '2027-01-01T00:00:00.000Z',
	fingerprint: Array.from({length: 32}, () => `${digit}A`).join(':'),
	selfSigned: false,
	publicKeySha256: `${digit}b`.repeat(32),
});
const chain = [certificate('1'), certificate('2')];

test.each([
	['the server’s own key', [`3 1 1 ${'1b'.repeat(32)}`], true],
	['the server’s own certificate, in capitals', [`3 0 1 ${'1A'.repeat(32)}`], true],
	['a CA of the chain', [`2 1 1 ${'2b'.repeat(32)}`], true],
	[
		'one of several keys, as during a roll-over',
		[`3 1 1 ${'9b'.repeat(32)}`, `3 1 1 ${'1b'.repeat(32)}`],
		true,
	],
	['another key', [`3 1 1 ${'9b'.repeat(32)}`], false],
	['the key of the CA, where the server’s own is meant', [`3 1 1 ${'2b'.repeat(32)}`], false],
	[
		'the usages that SMTP does not have',
		[`1 1 1 ${'1b'.repeat(32)}`, `0 1 1 ${'1b'.repeat(32)}`],
		undefined,
	],
	['a digest that is not compared here', [`3 1 2 ${'1b'.repeat(64)}`], undefined],
	[
		'another key, and a digest that might fit',
		[`3 1 1 ${'9b'.repeat(32)}`, `3 1 2 ${'1b'.repeat(64)}`],
		undefined,
	],
	['no record that can be read', ['3 1 one two'], undefined],
	['nothing', [], undefined],
])('TLSA that names %s', (_, records, verdict) => {
	expect(daneVerdict(records, chain)).toBe(verdict);
});
