/** Tells an IP address from a name, without asking anybody. */
export function isAddress(host: string): boolean {
	return host.includes(':') || /^\d+\.\d+\.\d+\.\d+$/.test(host);
}

/** An address of this very machine that no packet leaves (RFC 1122, RFC 4291). */
export function isLoopback(address: string): boolean {
	return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}

/** Whether an address belongs to the family that was asked for (any, where none was). */
export function inFamily(address: string, family: 4 | 6 | undefined): boolean {
	return family === undefined || familyOf(address) === family;
}

/** An address as it stands in EHLO and in a mailbox (RFC 5321 4.1.3). */
export function literal(address: string): string {
	return address.includes(':') ? `[IPv6:${address.replace(/%.*$/, '')}]` : `[${address}]`;
}

/** The family of an address, by its form. */
export function familyOf(address: string): 4 | 6 {
	return address.includes(':') ? 6 : 4;
}
