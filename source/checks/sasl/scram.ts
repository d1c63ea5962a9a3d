import type {DigestName} from '../../core/cryptography.ts';
import {
	bytesOf,
	fromBase64,
	prepared,
	textOf,
	toBase64,
	type Credentials,
	type Exchange,
	type Means,
	type Mechanism,
} from './mechanism.ts';

/** More rounds than this a server may not ask for: it would hold this side up for seconds. */
const mostIterations = 1_000_000;
/** RFC 7677 asks for at least 4096; fewer would make a stolen exchange cheap to crack. */
const leastIterations = 4096;

const escaped = (name: string): string => name.replaceAll('=', '=3D').replaceAll(',', '=2C');

/** The attributes of a SCRAM message (RFC 5802 5.1): `r=…,s=…,i=…`. */
function attributes(message: string): ReadonlyMap<string, string> {
	return new Map(
		message
			.split(',')
			.flatMap(part => (part.charAt(1) === '=' ? [[part.charAt(0), part.slice(2)]] : [])),
	);
}

function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
	return a.map((byte, index) => byte ^ (b[index] ?? 0));
}

function same(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
	return new Uint8Array([...a, ...b]);
}

/**
 * One SCRAM login (RFC 5802). `bound` ties it to the TLS connection; without, `binding` that this side
 * could have used is announced, so that a server notices when somebody has taken the -PLUS out of its list.
 */
function begin(
	digest: DigestName,
	bound: boolean,
	{user, secret}: Credentials,
	{cryptography, binding, offersPlus}: Means,
): Exchange | undefined {
	if (bound && !binding) {
		return undefined;
	}

	const flag = bound && binding ? `p=${binding.type}` : binding && !offersPlus ? 'y' : 'n';
	const header = `${flag},,`;
	const first = `n=${escaped(prepared(user))},r=${cryptography.nonce()}`;
	const nonce = attributes(first).get('r') ?? '';
	const channel = bound && binding ? joined(bytesOf(header), binding.data) : bytesOf(header);
	let expected: Uint8Array | undefined;
	let proven = false;

	const prove = (message: string): Uint8Array | undefined => {
		const given = attributes(message);
		const combined = given.get('r') ?? '';
		const salt = fromBase64(given.get('s') ?? '');
		const iterations = Number(given.get('i'));
		const sound =
			combined.startsWith(nonce) &&
			combined.length > nonce.length &&
			!given.has('m') &&
			Number.isInteger(iterations) &&
			iterations >= leastIterations &&
			iterations <= mostIterations;
		if (!sound || !salt || salt.length === 0) {
			return undefined;
		}

		const withoutProof = `c=${toBase64(channel)},r=${combined}`;
		const transcript = bytesOf(`${first},${message},${withoutProof}`);
		const salted = cryptography.stretch(digest, bytesOf(prepared(secret)), salt, iterations);
		const clientKey = cryptography.hmac(digest, salted, bytesOf('Client Key'));
		const signature = cryptography.hmac(digest, cryptography.hash(digest, clientKey), transcript);
		const serverKey = cryptography.hmac(digest, salted, bytesOf('Server Key'));
		expected = cryptography.hmac(digest, serverKey, transcript);
		return bytesOf(`${withoutProof},p=${toBase64(xor(clientKey, signature))}`);
	};

	return {
		initial: bytesOf(`${header}${first}`),
		respond(challenge) {
			const message = textOf(challenge);
			if (!expected) {
				return prove(message);
			}

			const verifier = fromBase64(attributes(message).get('v') ?? '');
			proven = verifier !== undefined && same(verifier, expected);
			// An error (`e=…`) is answered with nothing as well: the server then says its 535.
			return proven || attributes(message).has('e') ? new Uint8Array() : undefined;
		},
		proven: () => proven,
	};
}

/** SCRAM (RFC 5802, RFC 7677) with one digest; with `bound` its -PLUS form. */
export function scram(digest: 'sha1' | 'sha256', bound: boolean): Mechanism {
	const name = `SCRAM-${digest === 'sha1' ? 'SHA-1' : 'SHA-256'}${bound ? '-PLUS' : ''}`;
	return {
		name,
		reveals: false,
		begin: (credentials, means) => begin(digest, bound, credentials, means),
	};
}
