// Certificates of every sort, made anew for each test: none is committed, so none expires.
import {generateKeyPairSync, type KeyObject, randomBytes, sign} from 'node:crypto';
import {isIP} from 'node:net';
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
} from '../../source/lab/certificates/der.ts';

const day = 86_400_000;
const ecdsaWithSha256 = sequence(objectId('1.2.840.10045.4.3.2'));

export type Minted = {name: string; key: KeyObject; keyPem: string; pem: string};

type Order = {
	/** The common name. */
	name: string;
	/** DNS names and IPv4 addresses of the subjectAltName. */
	names?: readonly string[];
	issuer?: Minted;
	authority?: boolean;
	/** Days from now. */
	from?: number;
	to?: number;
};

function commonName(name: string): Uint8Array {
	return sequence(set(sequence(objectId('2.5.4.3'), utf8String(name))));
}

function extension(id: string, critical: boolean, value: Uint8Array): Uint8Array {
	return sequence(objectId(id), ...(critical ? [yes] : []), octetString(value));
}

function alternative(name: string): Uint8Array {
	return isIP(name) === 4
		? tagged(0x87, Uint8Array.from(name.split('.').map(Number)))
		: tagged(0x82, Buffer.from(name));
}

/** Mints a certificate with a key of its own, signed by its issuer or by itself. */
export function mint({name, names = [], issuer, authority, from = -1, to = 30}: Order): Minted {
	const {publicKey, privateKey} = generateKeyPairSync('ec', {namedCurve: 'prime256v1'});
	const serial = randomBytes(16);
	serial[0] = 0x40;
	const toBeSigned = sequence(
		tagged(0xa0, integer(2)),
		integer(serial),
		ecdsaWithSha256,
		commonName(issuer?.name ?? name),
		sequence(utcTime(new Date(Date.now() + from * day)), utcTime(new Date(Date.now() + to * day))),
		commonName(name),
		publicKey.export({type: 'spki', format: 'der'}),
		tagged(
			0xa3,
			sequence(
				extension('2.5.29.19', true, authority ? sequence(yes) : sequence()),
				...(names.length > 0
					? [extension('2.5.29.17', false, sequence(...names.map(alternative)))]
					: []),
			),
		),
	);
	const signature = sign('sha256', toBeSigned, issuer?.key ?? privateKey);
	const der = sequence(toBeSigned, ecdsaWithSha256, bitString(signature));
	const lines =
		Buffer.from(der)
			.toString('base64')
			.match(/.{1,64}/g) ?? [];
	return {
		name,
		key: privateKey,
		keyPem: privateKey.export({type: 'pkcs8', format: 'pem'}),
		pem: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
	};
}
