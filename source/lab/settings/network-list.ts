import ipaddr from 'ipaddr.js';

/** One pattern of `mynetworks`: a network in CIDR form, or with `!` an exception from what follows. */
export type Network = {address: string; bits: number; except: boolean};

type Parsed = {networks: readonly Network[]} | {wrong: string};

/** Splits a list as Postfix does: at white space and commas. */
export function words(text: string): readonly string[] {
	return text.split(/[\s,]+/).filter(word => word !== '');
}

function parsePattern(pattern: string): Network | string {
	const except = pattern.startsWith('!');
	const bare = except ? pattern.slice(1) : pattern;
	const match = /^(?:\[(?<six>[\da-f:.]+)\]|(?<four>[\d.]+))(?:\/(?<bits>\d{1,3}))?$/i.exec(bare);
	if (!match?.groups) {
		return bare.includes(':') && !bare.includes('[')
			? `Postfix takes IPv6 networks in brackets: [${bare.split('/')[0] ?? bare}]/${bare.split('/')[1] ?? '128'}.`
			: `"${pattern}" is not a network such as 192.0.2.0/24 or [2001:db8::]/32.`;
	}

	const {six, four} = match.groups;
	const text = six ?? four ?? '';
	const valid =
		six === undefined ? ipaddr.IPv4.isValidFourPartDecimal(text) : ipaddr.IPv6.isValid(text);
	if (!valid) {
		return `"${text}" is not an IP address.`;
	}

	const width = six === undefined ? 32 : 128;
	const bits = match.groups['bits'] === undefined ? width : Number(match.groups['bits']);
	if (bits > width) {
		return `/${bits} is too long for ${text}: at most /${width}.`;
	}

	const family = six === undefined ? ipaddr.IPv4 : ipaddr.IPv6;
	const network = family.networkAddressFromCIDR(`${text}/${bits}`).toString();
	if (network !== ipaddr.parse(text).toString()) {
		const better = six === undefined ? network : `[${network}]`;
		return `${text}/${bits} has bits set beyond the network part. Perhaps you mean ${better}/${bits}.`;
	}

	return {address: network, bits, except};
}

/**
 * Reads a value of `mynetworks` (postconf(5)): addresses and networks in CIDR form, IPv6 in brackets,
 * `!` for an exception. Returns the networks, or a sentence that says what is wrong.
 */
export function parseNetworks(value: string): Parsed {
	const networks: Network[] = [];
	for (const word of words(value)) {
		const parsed = parsePattern(word);
		if (typeof parsed === 'string') {
			return {wrong: parsed};
		}

		networks.push(parsed);
	}

	return {networks};
}

/** Whether an address lies in the list; the first pattern that fits decides, as in Postfix. */
export function inNetworks(address: string, networks: readonly Network[]): boolean {
	if (!ipaddr.isValid(address)) {
		return false;
	}

	const client = ipaddr.process(address);
	for (const {address: text, bits, except} of networks) {
		const network = ipaddr.parse(text);
		if (network.kind() === client.kind() && client.match(network, bits)) {
			return !except;
		}
	}

	return false;
}
