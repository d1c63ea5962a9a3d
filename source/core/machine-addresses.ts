/** An IPv6 address in its short form (RFC 5952 4). */
function shortened(groups: readonly string[]): string {
	const whole = groups.map(group => Number.parseInt(group, 16).toString(16)).join(':');
	const zeros = whole.match(/\b0(?::0)+\b/g) ?? [];
	const longest = zeros.toSorted((a, b) => b.length - a.length)[0];
	return longest === undefined
		? whole
		: whole
				.replace(new RegExp(String.raw`\b${longest}\b`), ':')
				.replaceAll(/:{3,}/g, '::')
				.replace(/^:$/, '::');
}

/** The addresses in the output of `ip -o address show`. */
export function addressesOfIp(output: string): readonly string[] {
	return [...output.matchAll(/\binet6? ([\da-f.:]+)/gi)].flatMap(([, address = '']) => address);
}

/** This machine’s IPv4 addresses in /proc/net/fib_trie: each stands over a line with `LOCAL`. */
export function addressesOfFib(text: string): readonly string[] {
	const found = [...text.matchAll(/\|-- ([\d.]+)\n\s+\/32 host LOCAL/g)];
	return [...new Set(found.map(([, address = '']) => address))];
}

/** Addresses in /proc/net/if_inet6. */
export function addressesOfInet6(text: string): readonly string[] {
	return [...text.matchAll(/^([\da-f]{32}) /gim)].map(([, hex = '']) =>
		shortened(hex.match(/.{4}/g) ?? []),
	);
}
