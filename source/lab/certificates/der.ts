/** The few forms of DER (ITU-T X.690) that a certificate is made of. */

function length(size: number): Uint8Array {
	if (size < 0x80) {
		return Uint8Array.of(size);
	}

	return size < 0x1_00 ? Uint8Array.of(0x81, size) : Uint8Array.of(0x82, size >> 8, size & 0xff);
}

/** One value with its tag; at most 65,535 octets. */
export function tagged(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
	const content = Buffer.concat(parts);
	return Buffer.concat([Uint8Array.of(tag), length(content.length), content]);
}

export function sequence(...parts: readonly Uint8Array[]): Uint8Array {
	return tagged(0x30, ...parts);
}

export function set(...parts: readonly Uint8Array[]): Uint8Array {
	return tagged(0x31, ...parts);
}

/** A whole number of up to 127, or octets of a positive one. */
export function integer(value: number | Uint8Array): Uint8Array {
	const octets = typeof value === 'number' ? Uint8Array.of(value) : value;
	const positive = (octets[0] ?? 0) < 0x80 ? octets : Buffer.concat([Uint8Array.of(0), octets]);
	return tagged(0x02, positive);
}

export function octetString(content: Uint8Array): Uint8Array {
	return tagged(0x04, content);
}

export function bitString(content: Uint8Array, unused = 0): Uint8Array {
	return tagged(0x03, Uint8Array.of(unused), content);
}

export function utf8String(text: string): Uint8Array {
	return tagged(0x0c, Buffer.from(text));
}

export const yes: Uint8Array = tagged(0x01, Uint8Array.of(0xff));

/** A point in time until 2049 (RFC 5280 4.1.2.5.1). */
export function utcTime(date: Date): Uint8Array {
	const digits = date.toISOString().replaceAll(/\D/g, '').slice(2, 14);
	return tagged(0x17, Buffer.from(`${digits}Z`));
}

/** An object identifier, as `2.5.29.17`. */
export function objectId(dotted: string): Uint8Array {
	const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
	const octets = [first * 40 + second];
	for (const arc of rest) {
		const groups = [arc & 0x7f];
		for (let left = arc >> 7; left > 0; left >>= 7) {
			groups.unshift((left & 0x7f) | 0x80);
		}

		octets.push(...groups);
	}

	return tagged(0x06, Uint8Array.from(octets));
}
