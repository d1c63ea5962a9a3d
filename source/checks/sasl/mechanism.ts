import type {Cryptography} from '../../core/cryptography.ts';
import type {ChannelBinding} from '../../core/ports.ts';

/** Who signs in, and where. `secret` is the password, or the access token of OAuth. */
export type Credentials = {user: string; secret: string; host: string; port: number};

/** What a mechanism may use of the connection that it runs on. */
export type Means = {
	cryptography: Cryptography;
	binding: ChannelBinding | undefined;
	/** The server offers a mechanism that uses the binding. */
	offersPlus: boolean;
};

/** One login by a SASL mechanism (RFC 4422), from the client's side. */
export type Exchange = {
	/** What the client says first; absent where the server speaks first. */
	initial?: Uint8Array;
	/** The answer to a challenge; `undefined` where it makes no sense, so that the login is cancelled. */
	respond(challenge: Uint8Array): Uint8Array | undefined;
	/** Whether the server has proven that it knows the secret too; absent where a mechanism cannot tell. */
	proven?(): boolean;
};

export type Mechanism = {
	name: string;
	/** The secret itself, or something as good, crosses the wire. */
	reveals: boolean;
	/** The secret is an access token; such a mechanism is used only where it is asked for. */
	token?: true;
	begin(credentials: Credentials, means: Means): Exchange | undefined;
};

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const bytesOf = (text: string): Uint8Array => encoder.encode(text);
export const textOf = (bytes: Uint8Array): string => decoder.decode(bytes);

export function toBase64(bytes: Uint8Array): string {
	return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
}

/** The bytes of a base64 text, or `undefined` where it is none. */
export function fromBase64(text: string): Uint8Array | undefined {
	try {
		return Uint8Array.from(atob(text.trim()), character => character.charCodeAt(0));
	} catch {
		return undefined;
	}
}

/** Strings as the mechanisms compare them: the part of SASLprep (RFC 4013) that changes characters. */
export function prepared(text: string): string {
	return text
		.replaceAll(/\p{Zs}/gu, ' ')
		.replaceAll(/[\u00ad\u200b-\u200d\u2060\ufeff]/gu, '')
		.normalize('NFKC');
}
