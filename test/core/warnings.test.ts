import {expect, test} from 'vitest';
import {derive} from '../../source/core/derive.ts';
import {observation, type Facts, type Observation} from '../../source/core/observation.ts';
import {warningsOf} from '../../source/core/warnings.ts';
import type {ErrorClass} from '../../source/core/vocabulary.ts';
import {sentences} from '../../source/knowledge/sentences.ts';

const at = {host: 'mx.example.com', address: '192.0.2.1', port: 25, service: 'smtp'} as const;
const port = (address: string, role: Facts['tcp.open']['role'] = 'conversation') => ({
	...at,
	address,
	role,
	after: 5,
});
const tls: Facts['tls.established'] = {
	...at,
	protocol: 'TLSv1.3',
	cipher: 'TLS_AES_256_GCM_SHA384',
	trusted: false,
	fault: 'CERT_HAS_EXPIRED',
	name: 'mx.example.com',
	chain: [],
	mode: 'starttls',
	tolerated: true,
	after: 9,
};
const classes = (seen: readonly Observation[], failure: ErrorClass | null = null) =>
	warningsOf([...seen, ...derive(seen)], {sentences}, failure).map(w => w.class);

test.each([
	[[observation('tls.given-up', {...at, class: 'server-local-error', text: '454'})], 2],
	[[observation('tls.established', tls)], 2],
	[[observation('tls.established', {...tls, tolerated: false})], 0],
] as const)(
	'what is wrong with the certificate’s files is a warning where TLS was put up with, %#',
	(seen, count) => {
		const fault = observation('server.certificate-fault', {
			says: 'k.pem is not there (main.cf, line 3)',
		});
		const warnings = warningsOf([...seen, fault], {sentences}, null);
		expect(warnings).toHaveLength(count);
		expect(
			warnings.map(w => w.summary).includes('on the server, k.pem is not there (main.cf, line 3)'),
		).toBe(count > 0);
	},
);

test.each<[string, Observation, ErrorClass]>([
	['a late reply', observation('smtp.slow', {...at, stage: 'banner', after: 6000}), 'slow'],
	['a certificate that is tolerated', observation('tls.established', tls), 'tls-certificate'],
	[
		'a handshake that failed, where mail goes on in plain text',
		observation('tls.failed', {
			...at,
			mode: 'starttls',
			code: 'ERR_SSL_X',
			message: '',
			class: 'tls-handshake',
			tolerated: true,
		}),
		'tls-handshake',
	],
	['no STARTTLS', observation('tls.not-offered', {...at, wanted: false}), 'starttls-unavailable'],
	[
		'STARTTLS that was refused',
		observation('tls.given-up', {...at, class: 'server-local-error', text: '454'}),
		'server-local-error',
	],
	[
		'plain text behind STARTTLS',
		observation('smtp.injected', {...at, bytes: 9, text: '250 x'}),
		'syntax-or-protocol',
	],
	[
		'a bare line feed',
		observation('smtp.malformed', {...at, stage: 'ehlo', fault: 'bare-lf', text: '', fatal: false}),
		'syntax-or-protocol',
	],
	[
		'a hosts file that overrides DNS',
		observation('dns.hosts-entry', {name: 'mx', addresses: ['192.0.2.9'], dns: ['192.0.2.1']}),
		'dns-failure',
	],
	[
		'an address that is not the expected one',
		observation('dns.unexpected-address', {
			host: 'mx',
			addresses: ['192.0.2.9'],
			expected: '192.0.2.1',
		}),
		'dns-failure',
	],
	[
		'another address that fails',
		observation('other.failed', {
			host: 'mx',
			address: '192.0.2.2',
			port: 25,
			class: 'refused',
			family: 4,
			why: 'no',
		}),
		'one-address-broken',
	],
])('%s is a warning', (_, seen, expected) => {
	expect(classes([seen])).toEqual([expected]);
});

test('what is as it should be is no warning', () => {
	expect(
		classes([
			observation('tls.established', {...tls, trusted: true, tolerated: false}),
			observation('tcp.open', port('192.0.2.1')),
			observation('tls.not-offered', {...at, wanted: true}),
		]),
	).toEqual([]);
});

test('the failure itself is no warning beside itself, and each thing is told once', () => {
	const slow = observation('smtp.slow', {...at, stage: 'banner', after: 6000});
	expect(classes([observation('tls.established', tls), slow, slow], 'tls-certificate')).toEqual([
		'slow',
	]);
});

test('a closed address beside an open one is a warning; a closed port that nothing needs is none', () => {
	const open = observation('tcp.open', port('192.0.2.1'));
	const refused = (address: string, role?: Facts['tcp.open']['role']) =>
		observation('tcp.refused', {...port(address, role), code: 'ECONNREFUSED'});
	expect(classes([open, refused('192.0.2.2')])).toEqual(['one-address-broken']);
	expect(classes([open, refused('192.0.2.2', 'control')])).toEqual([]);
	expect(classes([refused('192.0.2.1'), refused('192.0.2.2')])).toEqual([]);
	expect(classes([open, refused('192.0.2.1')])).toEqual([]);
});

test('where one family fails as a whole, that is what is said', () => {
	expect(
		classes([
			observation('tcp.open', port('192.0.2.1')),
			observation('tcp.silent', port('2001:db8::1')),
			observation('tcp.silent', port('2001:db8::2')),
		]),
	).toEqual(['one-family-broken']);
});

test('the warning about a certificate says what is wrong with it, in words', () => {
	const [warning] = warningsOf([observation('tls.established', tls)], {sentences}, null);
	expect(warning?.summary).toBe(
		'the certificate of mx.example.com would not be accepted by clients that check it: it has expired (CERT_HAS_EXPIRED); the session went on with it',
	);
});

test('that the hosts file has localhost is no fault of DNS', () => {
	const entry = (name: string) =>
		observation('dns.hosts-entry', {name, addresses: ['127.0.0.1'], dns: []});
	expect(classes([entry('localhost'), entry('mx.example.com')])).toEqual(['dns-failure']);
});
