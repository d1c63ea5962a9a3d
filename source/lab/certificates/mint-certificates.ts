import {generateKeyPairSync, randomBytes, sign, type KeyObject} from 'node:crypto';
import {
	bitString,
	integer,
	objectId,
	octetString,
	sequence,
	set,
	tagged,
	utcTime,
	utf8String,
	yes,
} from './der.ts';

/** What a practice server needs for TLS, all as PEM: its key, its chain, and the CA to be trusted. */
export type PracticeCertificates = {key: string; cert: string; ca: string};

const day = 86_400_000;
const ecdsaWithSha256 = sequence(objectId('1.2.840.10045.4.3.2'));

function commonName(name: string): Uint8Array {
	return sequence(set(sequence(objectId('2.5.4.3'), utf8String(name))));
}

function extension(id: string, critical: boolean, value: Uint8Array): Uint8Array {
	return sequence(objectId(id), ...(critical ? [yes] : []), octetString(value));
}

function pem(bytes: Uint8Array): string {
	const lines =
		Buffer.from(bytes)
			.toString('base64')
			.match(/.{1,64}/g) ?? [];
	return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

/** Makes one certificate (RFC 5280 4.1), signed with ECDSA and SHA-256. */
function certificate(made: {
	subject: string;
	issuer: string;
	publicKey: KeyObject;
	signedWith: KeyObject;
	extensions: readonly Uint8Array[];
}): string {
	const now = Date.now();
	const serial = randomBytes(16);
	serial[0] = 0x40;
	const toBeSigned = sequence(
		tagged(0xa0, integer(2)),
		integer(serial),
		ecdsaWithSha256,
		commonName(made.issuer),
		sequence(utcTime(new Date(now - day)), utcTime(new Date(now + 30 * day))),
		commonName(made.subject),
		made.publicKey.export({type: 'spki', format: 'der'}),
		tagged(0xa3, sequence(...made.extensions)),
	);
	const signature = sign('sha256', toBeSigned, made.signedWith);
	return pem(sequence(toBeSigned, ecdsaWithSha256, bitString(signature)));
}

/**
 * Mints a CA and a server certificate for the names and for 127.0.0.1, valid for 30 days. Made here
 * from `node:crypto` because a certificate library would be the largest part of the program.
 */
export function mintCertificates(names: readonly string[]): PracticeCertificates {
	const authority = generateKeyPairSync('ec', {namedCurve: 'prime256v1'});
	const server = generateKeyPairSync('ec', {namedCurve: 'prime256v1'});
	const issuer = 'smtp-medic practice CA';
	const [first = 'localhost'] = names;
	const ca = certificate({
		subject: issuer,
		issuer,
		publicKey: authority.publicKey,
		signedWith: authority.privateKey,
		extensions: [
			extension('2.5.29.19', true, sequence(yes)),
			// Bits 5 and 6: keyCertSign and cRLSign
			extension('2.5.29.15', true, bitString(Uint8Array.of(0x06), 1)),
		],
	});
	const alternatives = [
		...names.map(name => tagged(0x82, Buffer.from(name))),
		tagged(0x87, Uint8Array.of(127, 0, 0, 1)),
	];
	const cert = certificate({
		subject: first,
		issuer,
		publicKey: server.publicKey,
		signedWith: authority.privateKey,
		extensions: [
			extension('2.5.29.19', true, sequence()),
			// Bit 0: digitalSignature
			extension('2.5.29.15', true, bitString(Uint8Array.of(0x80), 7)),
			extension('2.5.29.37', false, sequence(objectId('1.3.6.1.5.5.7.3.1'))),
			extension('2.5.29.17', false, sequence(...alternatives)),
		],
	});
	return {
		key: server.privateKey.export({type: 'pkcs8', format: 'pem'}),
		cert,
		ca,
	};
}
