import {expect, test} from 'vitest';
import {cramMd5} from '../../source/checks/sasl/cram-md5.ts';
import {bytesOf, textOf, type Means} from '../../source/checks/sasl/mechanism.ts';
import {inCommon} from '../../source/checks/sasl/mechanisms.ts';
import {oauthbearer, xoauth2} from '../../source/checks/sasl/oauth.ts';
import {login, plain} from '../../source/checks/sasl/plain.ts';
import {scram} from '../../source/checks/sasl/scram.ts';
import {cryptography} from '../../source/net/cryptography.ts';

const credentials = {user: 'user', secret: 'pencil', host: 'mail.example.test', port: 587};

function means(nonce: string, more: Partial<Means> = {}): Means {
	return {
		cryptography: {...cryptography, nonce: () => nonce},
		binding: undefined,
		offersPlus: false,
		...more,
	};
}

const shown = (bytes: Uint8Array | undefined) => bytes && textOf(bytes);

// The exchanges that the RFCs give as examples
test.each([
	{
		digest: 'sha1' as const,
		nonce: 'fyko+d2lbbFgONRv9qkxdawL',
		challenge: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
		answer: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
		verifier: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
	},
	{
		digest: 'sha256' as const,
		nonce: 'rOprNGfwEbeRWgbNEkqO',
		challenge:
			'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
		answer:
			'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
		verifier: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
	},
])('SCRAM with $digest as in its RFC', ({digest, nonce, challenge, answer, verifier}) => {
	const exchange = scram(digest, false).begin(credentials, means(nonce));
	expect(shown(exchange?.initial)).toBe(`n,,n=user,r=${nonce}`);
	expect(shown(exchange?.respond(bytesOf(challenge)))).toBe(answer);
	expect(shown(exchange?.respond(bytesOf(verifier)))).toBe('');
	expect(exchange?.proven?.()).toBe(true);
});

test('a server that does not know the password cannot prove that it does', () => {
	const nonce = 'fyko+d2lbbFgONRv9qkxdawL';
	const exchange = scram('sha1', false).begin(credentials, means(nonce));
	exchange?.respond(bytesOf(`r=${nonce}more,s=QSXCR+Q6sek8bf92,i=4096`));
	expect(exchange?.respond(bytesOf('v=AAAAAAAAAAAAAAAAAAAAAAAAAAA='))).toBeUndefined();
	expect(exchange?.proven?.()).toBe(false);
});

test.each([
	['another nonce', 'r=other,s=QSXCR+Q6sek8bf92,i=4096'],
	['no nonce of its own', 'r=abc,s=QSXCR+Q6sek8bf92,i=4096'],
	['so few rounds that the password is easy to guess', 'r=abcd,s=QSXCR+Q6sek8bf92,i=1'],
	['rounds without end', 'r=abcd,s=QSXCR+Q6sek8bf92,i=999999999'],
	['no salt', 'r=abcd,i=4096'],
	['nothing', ''],
])('a SCRAM challenge with %s is not answered', (_, challenge) => {
	const exchange = scram('sha256', false).begin(credentials, means('abc'));
	expect(exchange?.respond(bytesOf(challenge))).toBeUndefined();
});

test('SCRAM tells a server that hides its -PLUS that this side would have used it', () => {
	const binding = {type: 'tls-exporter' as const, data: bytesOf('channel')};
	const first = (offersPlus: boolean, bound: boolean) =>
		shown(scram('sha256', bound).begin(credentials, means('abc', {binding, offersPlus}))?.initial);
	expect(first(false, false)).toBe('y,,n=user,r=abc');
	expect(first(true, false)).toBe('n,,n=user,r=abc');
	expect(first(true, true)).toBe('p=tls-exporter,,n=user,r=abc');
	expect(scram('sha256', true).begin(credentials, means('abc'))).toBeUndefined();
});

test('CRAM-MD5 as in RFC 2195', () => {
	const exchange = cramMd5.begin(
		{...credentials, user: 'tim', secret: 'tanstaaftanstaaf'},
		means(''),
	);
	const challenge = bytesOf('<1896.697170952@postoffice.reston.mci.net>');
	expect(shown(exchange?.respond(challenge))).toBe('tim b913a602c7eda7a495b4e6e7334d3890');
});

test('PLAIN, LOGIN and the two of OAuth say what their documents say', () => {
	expect(shown(plain.begin(credentials, means(''))?.initial)).toBe('\0user\0pencil');
	const asked = login.begin(credentials, means(''));
	expect(asked?.initial).toBeUndefined();
	const answers = ['Username:', 'Password:', 'More:'].map(text => asked?.respond(bytesOf(text)));
	expect(answers.map(shown)).toEqual(['user', 'pencil', undefined]);
	expect(shown(xoauth2.begin(credentials, means(''))?.initial)).toBe(
		'user=user\u0001auth=Bearer pencil\u0001\u0001',
	);
	expect(shown(oauthbearer.begin({...credentials, user: 'a,b=c'}, means(''))?.initial)).toBe(
		'n,a=a=2Cb=3Dc,\u0001host=mail.example.test\u0001port=587\u0001auth=Bearer pencil\u0001\u0001',
	);
});

const everything = [
	'LOGIN',
	'PLAIN',
	'CRAM-MD5',
	'SCRAM-SHA-1',
	'SCRAM-SHA-256-PLUS',
	'XOAUTH2',
	'GSSAPI',
];

test.each([
	{secure: true, canBind: true, first: 'SCRAM-SHA-256-PLUS'},
	{secure: true, canBind: false, first: 'SCRAM-SHA-1'},
	{secure: false, canBind: false, first: 'SCRAM-SHA-1'},
])('the strongest of both sides comes first: $first', ({secure, canBind, first}) => {
	const names = inCommon(everything, {secure, canBind}).map(({name}) => name);
	expect(names[0]).toBe(first);
	expect(names).not.toContain('XOAUTH2');
	expect(names).not.toContain('GSSAPI');
});

test('without TLS a digest comes before what gives the password away; under TLS PLAIN does', () => {
	const offered = ['PLAIN', 'LOGIN', 'CRAM-MD5'];
	const first = (secure: boolean) => inCommon(offered, {secure, canBind: false})[0]?.name;
	expect(first(false)).toBe('CRAM-MD5');
	expect(first(true)).toBe('PLAIN');
});

test('a token is sent only where the mechanism was asked for', () => {
	const given = {forced: 'XOAUTH2', secure: true, canBind: false};
	expect(inCommon(everything, given).map(({name}) => name)).toEqual(['XOAUTH2']);
});
