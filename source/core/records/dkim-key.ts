import {fromBase64, rsaBits} from './rsa-size.ts';
import {parseTagList} from './tag-list.ts';

/** What a verifier makes of a key record. */
export type KeyState =
	'usable' | 'revoked' | 'too-short' | 'malformed' | 'unknown-type' | 'not-for-email';

export type DkimKey = {
	state: KeyState;
	type: string;
	/** The size of an RSA key; null for others, and where it cannot be read. */
	bits: number | null;
	/** `t=y`: the domain tests DKIM, and a bad signature counts as none. */
	testing: boolean;
	/** `t=s`: the domain of `i=` must be that of `d=`. */
	strict: boolean;
};

/** RFC 8301 3.2: verifiers do not take shorter keys. */
export const shortestKey = 1024;

/** Whether a TXT record is meant as a DKIM key: `v=` may be left out, `p=` may not. */
export function isKeyRecord(text: string): boolean {
	const {tags} = parseTagList(text);
	return tags.has('p') && (tags.get('v') ?? 'DKIM1') === 'DKIM1';
}

function stateOf(tags: ReadonlyMap<string, string>, bits: number | undefined): KeyState {
	const type = tags.get('k') ?? 'rsa';
	const services = (tags.get('s') ?? '*').split(':').map(service => service.trim());
	const key = fromBase64(tags.get('p') ?? '');
	if (tags.get('p') === '') {
		return 'revoked';
	}

	if (type !== 'rsa' && type !== 'ed25519') {
		return 'unknown-type';
	}

	if (!services.some(service => service === '*' || service === 'email')) {
		return 'not-for-email';
	}

	// RFC 8463 4.2: the 32 octets themselves, without an ASN.1 wrapping
	if (type === 'ed25519') {
		return key?.length === 32 ? 'usable' : 'malformed';
	}

	return bits === undefined ? 'malformed' : bits < shortestKey ? 'too-short' : 'usable';
}

/** Reads a key record (RFC 6376 3.6.1, RFC 8463). */
export function readDkimKey(text: string): DkimKey {
	const {tags, fault} = parseTagList(text);
	const type = tags.get('k') ?? 'rsa';
	const der = fromBase64(tags.get('p') ?? '');
	const bits = type === 'rsa' && der ? rsaBits(der) : undefined;
	const flags = (tags.get('t') ?? '').split(':').map(flag => flag.trim());
	const [firstTag] = tags.keys();
	const versionFits = !tags.has('v') || (firstTag === 'v' && tags.get('v') === 'DKIM1');
	return {
		state: fault || !versionFits || !tags.has('p') ? 'malformed' : stateOf(tags, bits),
		type,
		bits: bits ?? null,
		testing: flags.includes('y'),
		strict: flags.includes('s'),
	};
}
