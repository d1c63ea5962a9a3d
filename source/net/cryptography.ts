import {
	createHash,
	createHmac,
	createPublicKey,
	pbkdf2Sync,
	randomBytes,
	verify,
	type KeyObject,
} from 'node:crypto';
import type {Cryptography, DigestName} from '../core/cryptography.ts';

const lengths: Readonly<Record<DigestName, number>> = {md5: 16, sha1: 20, sha256: 32};

/** What stands before the octets of an Ed25519 key in DER (RFC 8410). */
const beforeEd25519 = Buffer.from('302a300506032b6570032100', 'hex');
const ofEd25519 = (key: Uint8Array) => Buffer.concat([beforeEd25519, key]);

function publicKey(der: Uint8Array): KeyObject {
	const key = Buffer.from(der);
	try {
		return createPublicKey({key, format: 'der', type: 'spki'});
	} catch {
		return createPublicKey({key, format: 'der', type: 'pkcs1'}); // Some publish the bare RSA key
	}
}

/** The cryptography of Node. */
export const cryptography: Cryptography = {
	hash: (digest, data) => createHash(digest).update(data).digest(),
	hmac: (digest, key, data) => createHmac(digest, key).update(data).digest(),
	stretch: (digest, password, salt, iterations) =>
		pbkdf2Sync(password, salt, iterations, lengths[digest], digest),
	verifies(type, key, data, signature) {
		try {
			return type === 'rsa'
				? verify('sha256', data, publicKey(key), signature)
				: verify(
						null,
						createHash('sha256').update(data).digest(),
						publicKey(ofEd25519(key)),
						signature,
					);
		} catch {
			return false;
		}
	},
	nonce: () => randomBytes(18).toString('base64url'),
};
