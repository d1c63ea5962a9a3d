// Encryption: the likeliest cause.
import {seen} from '../sample-facts.ts';
import {check, refusal, toDeliver, toSubmit, weighed} from './weigh.ts';
import {expect, test} from 'vitest';

const badCertificate = (fault: string) => seen('tls.established', {trusted: false, fault});
const longExpired = seen('tls.established', {
	trusted: false,
	fault: 'CERT_HAS_EXPIRED',
	chain: [
		{
			subject: 'CN=mail.example.com',
			issuer: 'CN=Test CA',
			names: ['mail.example.com'],
			validFrom: '2020-12-01T00:00:00.000Z',
			validTo: '2021-03-01T00:00:00.000Z',
			fingerprint: 'AA:BB',
			selfSigned: false,
		},
	],
});

check({
	'the password stayed here': {
		class: 'starttls-unavailable',
		seen: [toSubmit, seen('smtp.capabilities'), seen('auth.withheld')],
		first: 'password-withheld',
		standing: 'confirmed',
		among: ['tls-not-configured', 'stripped'],
	},
	'STARTTLS is not offered': {
		class: 'starttls-unavailable',
		seen: [toDeliver, seen('smtp.capabilities'), seen('tls.not-offered')],
		first: 'tls-not-configured',
		standing: 'likely',
		among: ['stripped'],
		out: ['password-withheld'],
	},
	'454 after STARTTLS: the key cannot be read': {
		class: 'starttls-unavailable',
		seen: [
			toDeliver,
			refusal({
				class: 'starttls-unavailable',
				stage: 'starttls',
				code: 454,
				text: '4.7.0 TLS not available due to local problem',
			}),
		],
		first: 'key-unreadable',
		standing: 'likely',
		among: ['key-mismatch', 'tls-not-configured'],
		out: ['stripped', 'password-withheld'],
	},
	'no TLS wanted by the client, and the server insists': {
		class: 'tls-required',
		seen: [toSubmit, refusal({class: 'tls-required', code: 530, secure: false})],
		first: 'client-without-tls',
		standing: 'confirmed',
	},
	'silence in plain text, and a greeting in TLS': {
		class: 'tls-mode-mismatch',
		seen: [toSubmit, seen('smtp.no-greeting'), seen('tls.other-mode-works')],
		first: 'implicit-tls-port',
		standing: 'confirmed',
		out: ['starttls-port'],
	},
	'TLS begun on a port that greets in plain text': {
		class: 'tls-mode-mismatch',
		seen: [
			toSubmit,
			seen('tls.failed', {code: 'ERR_SSL_WRONG_VERSION_NUMBER'}),
			seen('tls.other-mode-works', {mode: 'starttls'}),
		],
		first: 'starttls-port',
		standing: 'confirmed',
		out: ['implicit-tls-port'],
	},
	'only with old versions allowed it works': {
		class: 'tls-handshake',
		seen: [
			toSubmit,
			seen('tls.failed', {code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'}),
			seen('tls.legacy-works'),
		],
		first: 'old-protocol-only',
		standing: 'confirmed',
	},
	'OpenSMTPD of Debian 12 breaks every handshake off': {
		class: 'tls-handshake',
		seen: [
			toSubmit,
			seen('server.software', {mta: 'opensmtpd'}),
			seen('tls.failed', {code: 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR'}),
		],
		first: 'broken-tls-stack',
		standing: 'likely',
	},
	'the certificate is out of date': {
		class: 'tls-certificate',
		seen: [toSubmit, badCertificate('CERT_HAS_EXPIRED')],
		first: 'expired',
		standing: 'likely',
		among: ['not-reloaded', 'clock-wrong'],
		out: ['name-mismatch', 'self-signed', 'unknown-ca', 'chain-incomplete'],
	},
	'out of date for years, and the server’s clock agrees': {
		class: 'tls-certificate',
		seen: [toSubmit, longExpired, seen('server.clock')],
		first: 'expired',
		standing: 'likely',
		among: ['clock-wrong'],
	},
	'out of date on one address, renewed on the other': {
		class: 'tls-certificate',
		seen: [toSubmit, badCertificate('CERT_HAS_EXPIRED'), seen('derived.certificates-differ')],
		first: 'not-reloaded',
		standing: 'likely',
		among: ['expired'],
	},
	'another name in the certificate': {
		class: 'tls-certificate',
		seen: [toSubmit, badCertificate('ERR_TLS_CERT_ALTNAME_INVALID')],
		first: 'name-mismatch',
		standing: 'confirmed',
		out: ['expired', 'clock-wrong'],
	},
	'the intermediate certificate is missing': {
		class: 'tls-certificate',
		seen: [toSubmit, badCertificate('UNABLE_TO_VERIFY_LEAF_SIGNATURE')],
		first: 'chain-incomplete',
		standing: 'likely',
		among: ['unknown-ca'],
	},
	snakeoil: {
		class: 'tls-certificate',
		seen: [toSubmit, badCertificate('DEPTH_ZERO_SELF_SIGNED_CERT')],
		first: 'self-signed',
		standing: 'confirmed',
	},
	'the certificate does not fit the TLSA records': {
		class: 'tls-certificate',
		seen: [toDeliver, seen('tls.established'), seen('derived.dane')],
		first: 'dane-mismatch',
		standing: 'confirmed',
	},
});

test('this machine’s clock is suspected only while nothing vouches for it', () => {
	const suspicion = (...observations: ReadonlyArray<typeof longExpired>) =>
		weighed('tls-certificate', [toSubmit, ...observations]).find(({id}) => id === 'clock-wrong')
			?.standing;
	expect(suspicion(badCertificate('CERT_HAS_EXPIRED'))).toBe('likely');
	expect(suspicion(longExpired, seen('server.clock'))).toBe('possible');
	expect(suspicion(longExpired, seen('server.clock', {seconds: -90_000_000}))).toBe('likely');
});
