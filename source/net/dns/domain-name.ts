import {toAscii} from '../to-ascii.ts';

/**
 * A name as a DNS question can carry it: ASCII (IDNA), without the final dot. Undefined where no
 * such name can exist: an empty label, one over 63 octets, or more than 253 in all (RFC 1035 2.3.4);
 * blanks and control characters are nobody's name either.
 */
export function queryName(name: string): string | undefined {
	const bare = name.replace(/\.$/, '');
	const ascii = toAscii(bare);
	const fits = ascii.split('.').every(label => label.length > 0 && label.length <= 63);
	return fits && ascii.length <= 253 && /^[!-~]+$/.test(ascii) ? ascii : undefined;
}

/**
 * A name out of a message as text, without the final dot. Servers may put any octet there; those
 * that are not printable ASCII become `\DDD` (RFC 4343 2.1), so that a blank cannot split a record.
 */
export function presented(name: string): string {
	const text = [...Buffer.from(name)]
		.map(octet => {
			if (octet === 0x5c) {
				return '\\\\';
			}

			return octet > 0x20 && octet < 0x7f
				? String.fromCharCode(octet)
				: `\\${String(octet).padStart(3, '0')}`;
		})
		.join('');
	return text === '.' ? text : text.replace(/\.$/, '');
}

/** Names are the same whatever the case of their ASCII letters (RFC 4343). */
export function sameName(a: string, b: string): boolean {
	const bare = (name: string) =>
		name.replace(/\.$/, '').replaceAll(/[A-Z]/g, letter => letter.toLowerCase());
	return bare(a) === bare(b);
}
