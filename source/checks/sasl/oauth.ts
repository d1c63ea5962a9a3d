import {bytesOf, type Mechanism} from './mechanism.ts';

/**
 * XOAUTH2, as Google and Microsoft document it. Where the token is refused, the server first sends the
 * reason as a challenge, which is answered with nothing.
 */
export const xoauth2: Mechanism = {
	name: 'XOAUTH2',
	reveals: true,
	token: true,
	begin: ({user, secret}) => ({
		initial: bytesOf(`user=${user}\u0001auth=Bearer ${secret}\u0001\u0001`),
		respond: () => new Uint8Array(),
	}),
};

/** `=` and `,` have a meaning of their own in names (RFC 5801). */
const escaped = (name: string): string => name.replaceAll('=', '=3D').replaceAll(',', '=2C');

/** OAUTHBEARER (RFC 7628). The reason of a refusal is answered with a single %x01. */
export const oauthbearer: Mechanism = {
	name: 'OAUTHBEARER',
	reveals: true,
	token: true,
	begin: ({user, secret, host, port}) => ({
		initial: bytesOf(
			`n,a=${escaped(user)},\u0001host=${host}\u0001port=${port}\u0001auth=Bearer ${secret}\u0001\u0001`,
		),
		respond: () => bytesOf('\u0001'),
	}),
};
