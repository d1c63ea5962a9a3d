/** An address as its octets: 4 of them, or 16. */
export type Octets = readonly number[];

function parseV4(text: string): Octets | undefined {
	const parts = text.split('.');
	const fits = parts.length === 4 && parts.every(p => /^(0|[1-9]\d{0,2})$/.test(p) && +p < 256);
	return fits ? parts.map(Number) : undefined;
}

function groupsOf(text: string): number[] | undefined {
	if (text === '') {
		return [];
	}

	const groups: number[] = [];
	const parts = text.split(':');
	for (const [index, part] of parts.entries()) {
		const v4 = index === parts.length - 1 && part.includes('.') ? parseV4(part) : undefined;
		if (v4) {
			const [a = 0, b = 0, c = 0, d = 0] = v4;
			groups.push((a << 8) | b, (c << 8) | d);
		} else if (/^[\da-f]{1,4}$/i.test(part)) {
			groups.push(Number.parseInt(part, 16));
		} else {
			return undefined;
		}
	}

	return groups;
}

function parseV6(text: string): Octets | undefined {
	const halves = text.split('::');
	const [left = [], right] = halves.map(groupsOf);
	if (
		halves.length > 2 ||
		(halves.length === 2 && !right) ||
		halves.map(groupsOf).includes(undefined)
	) {
		return undefined;
	}

	const length = left.length + (right?.length ?? 0);
	if (right ? length > 7 : length !== 8) {
		return undefined;
	}

	const groups = [...left, ...Array.from({length: 8 - length}, () => 0), ...(right ?? [])];
	return groups.flatMap(group => [group >> 8, group & 255]);
}

/** The octets of an address in text form (RFC 4291 2.2); undefined where it is none. A zone is dropped. */
export function parseAddress(text: string): Octets | undefined {
	return text.includes(':') ? parseV6(text.replace(/%.*$/, '')) : parseV4(text);
}

/** The octets of an address; of an IPv4 address in IPv6 form (`::ffff:192.0.2.1`) those of IPv4. */
export function parseClient(text: string): Octets | undefined {
	const octets = parseAddress(text);
	const mapped = octets?.length === 16 && octets.slice(0, 10).every(o => o === 0);
	return mapped && octets[10] === 255 && octets[11] === 255 ? octets.slice(12) : octets;
}

/** Whether two addresses of one family have their first `bits` in common. */
export function inNetwork(address: Octets, network: Octets, bits: number): boolean {
	return (
		address.length === network.length &&
		address.every((octet, index) => {
			const left = Math.min(8, Math.max(0, bits - index * 8));
			const mask = (0xff << (8 - left)) & 0xff;
			return ((octet ^ (network[index] ?? 0)) & mask) === 0;
		})
	);
}

/** An address in SPF's dotted form (RFC 7208 7.3): decimal octets, or hexadecimal nibbles of IPv6. */
export function dotted(octets: Octets): string {
	return octets.length === 4
		? octets.join('.')
		: octets.flatMap(octet => [octet >> 4, octet & 15].map(n => n.toString(16))).join('.');
}

/** An address in the order of DNS, without a zone: `1.2.0.192`, as blocklists have it (RFC 5782 2.1). */
export function reversed(octets: Octets): string {
	return dotted(octets).split('.').toReversed().join('.');
}

/** The name under which DNS keeps the reverse name of an address (RFC 1035 3.5, RFC 3596 2.5). */
export function pointerName(octets: Octets): string {
	return `${reversed(octets)}.${octets.length === 4 ? 'in-addr.arpa' : 'ip6.arpa'}`;
}

/** First octets of networks that the Internet does not carry, with the number of their bits. */
const notPublic: ReadonlyArray<readonly [network: string, bits: number]> = [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.168.0.0', 16],
	['224.0.0.0', 3],
	['::', 127],
	['fc00::', 7],
	['fe80::', 10],
	['ff00::', 8],
];

/** Whether others on the Internet can see this address: no private, loopback or link-local one. */
export function isPublic(text: string): boolean {
	const octets = parseClient(text);
	return (
		octets !== undefined &&
		!notPublic.some(([network, bits]) => inNetwork(octets, parseAddress(network) ?? [], bits))
	);
}
