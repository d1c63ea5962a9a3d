import {createHash, createHmac, pbkdf2Sync, randomBytes} from 'node:crypto';
import type {Cryptography, DigestName} from '../core/cryptography.ts';

const lengths: Readonly<Record<DigestName, number>> = {md5: 16, sha1: 20, sha256: 32};

/** The cryptography of Node. */
export const cryptography: Cryptography = {
	hash: (digest, data) => createHash(digest).update(data).digest(),
	hmac: (digest, key, data) => createHmac(digest, key).update(data).digest(),
	stretch: (digest, password, salt, iterations) =>
		pbkdf2Sync(password, salt, iterations, lengths[digest], digest),
	nonce: () => randomBytes(18).toString('base64url'),
};
