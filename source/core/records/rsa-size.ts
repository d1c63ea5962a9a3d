const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The octets of base64 text, blanks left out; undefined where it is none. */
export function fromBase64(text: string): Uint8Array | undefined {
	const bare = text.replaceAll(/\s/g, '').replace(/={1,2}$/, '');
	if (!/^[A-Za-z\d+/]*$/.test(bare) || bare.length % 4 === 1) {
		return undefined;
	}

	const octets: number[] = [];
	for (let bits = 0, size = 0, at = 0; at < bare.length; at += 1) {
		bits = ((bits << 6) | alphabet.indexOf(bare.charAt(at))) & 0xff_ff;
		size += 6;
		if (size >= 8) {
			size -= 8;
			octets.push((bits >> size) & 0xff);
		}
	}

	return Uint8Array.from(octets);
}

type Element = {tag: number; content: Uint8Array; rest: Uint8Array};

/** The first element of DER (ITU-T X.690 8.1), and what comes after it. */
function first(der: Uint8Array): Element | undefined {
	const [tag, short] = der;
	if (tag === undefined || short === undefined) {
		return undefined;
	}

	const extra = short < 0x80 ? 0 : short & 0x7f;
	if (extra > 3 || short === 0x80) {
		return undefined;
	}

	const begin = 2 + extra;
	const length = extra === 0 ? short : der.slice(2, begin).reduce((sum, o) => sum * 256 + o, 0);
	const content = der.slice(begin, begin + length);
	return content.length === length ? {tag, content, rest: der.slice(begin + length)} : undefined;
}

const sequence = 0x30;
const integer = 0x02;
const bitString = 0x03;

/** The number of bits of a non-negative INTEGER. */
function bitsOf(content: Uint8Array): number {
	const from = content.findIndex(octet => octet !== 0);
	const lead = content[from];
	return lead === undefined ? 0 : (content.length - from - 1) * 8 + (32 - Math.clz32(lead));
}

/**
 * The size of an RSA public key in bits, out of its DER: a SubjectPublicKeyInfo (RFC 5280 4.1) or a bare
 * RSAPublicKey (RFC 8017 A.1.1), as RFC 6376 3.6.1 has it. Undefined where it is neither.
 */
export function rsaBits(der: Uint8Array): number | undefined {
	const outer = first(der);
	const inner = outer?.tag === sequence ? first(outer.content) : undefined;
	if (!inner) {
		return undefined;
	}

	if (inner.tag === integer) {
		const exponent = first(inner.rest);
		return exponent?.tag === integer ? bitsOf(inner.content) : undefined;
	}

	const key = inner.tag === sequence ? first(inner.rest) : undefined;
	return key?.tag === bitString && key.content[0] === 0 ? rsaBits(key.content.slice(1)) : undefined;
}
