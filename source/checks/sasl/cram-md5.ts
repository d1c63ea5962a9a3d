import {bytesOf, type Mechanism} from './mechanism.ts';

/** CRAM-MD5 (RFC 2195): the password keys a digest of the server's challenge. */
export const cramMd5: Mechanism = {
	name: 'CRAM-MD5',
	reveals: false,
	begin: ({user, secret}, {cryptography}) => ({
		respond(challenge) {
			if (challenge.length === 0) {
				return undefined;
			}

			const digest = cryptography.hmac('md5', bytesOf(secret), challenge);
			return bytesOf(
				`${user} ${Array.from(digest, b => b.toString(16).padStart(2, '0')).join('')}`,
			);
		},
	}),
};
