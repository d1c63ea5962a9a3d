import {X509Certificate} from 'node:crypto';
import {expect, test} from 'vitest';
import {mintCertificates} from '../../source/lab/certificates/mint-certificates.ts';

test('the server’s certificate is its CA’s, for its names and its address alone', () => {
	const minted = mintCertificates(['mail.shop.example', 'mx.shop.example']);
	const ca = new X509Certificate(minted.ca);
	const server = new X509Certificate(minted.cert);
	expect(ca.ca && ca.verify(ca.publicKey)).toBe(true);
	expect(server.ca).toBe(false);
	expect(server.verify(ca.publicKey) && server.checkIssued(ca)).toBe(true);
	expect(server.checkHost('mail.shop.example')).toBe('mail.shop.example');
	expect(server.checkHost('mx.shop.example')).toBe('mx.shop.example');
	expect(server.checkHost('other.shop.example')).toBeUndefined();
	expect(server.checkIP('127.0.0.1')).toBe('127.0.0.1');
	expect(server.publicKey.asymmetricKeyDetails).toMatchObject({namedCurve: 'prime256v1'});
	expect(server.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
});

test('two servers share neither CA nor key', () => {
	const [one, other] = [mintCertificates(['a.example']), mintCertificates(['a.example'])];
	expect(new X509Certificate(one.cert).verify(new X509Certificate(other.ca).publicKey)).toBe(false);
	expect(one.key).not.toBe(other.key);
});
