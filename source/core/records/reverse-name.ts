import {parseClient} from './ip-address.ts';

/** Words in a reverse name that speak of a line of customers. */
const lineWords =
	/(?:^|[.\d-])(?:dyn|dynamic|dhcp|dial-?up|dip|pool|ppp|pppoe|adsl|dsl|cable|catv|broadband|residential|customers?|clients?|static|host|ip|unassigned|nat|mobile|wireless)(?:[.\d-]|$)/i;

/** Whether a name holds the last octets of an address, in decimal or hexadecimal, in any order. */
function holdsAddress(name: string, address: string): boolean {
	const octets = parseClient(address);
	if (!octets) {
		return false;
	}

	const text = name.toLowerCase();
	if (octets.length === 16) {
		const nibbles = octets.map(octet => octet.toString(16).padStart(2, '0')).join('');
		return (
			text.replaceAll(/[^\da-f]/g, '').includes(nibbles.slice(-12)) &&
			!/^0+1?$/.test(nibbles.slice(-12))
		);
	}

	const numbers = [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits));
	const count = octets.filter(octet => numbers.includes(octet)).length;
	const padded = octets.map(octet => String(octet).padStart(3, '0'));
	const hex = octets.map(octet => octet.toString(16).padStart(2, '0'));
	const joined = [padded, padded.toReversed(), hex, hex.toReversed()].map(parts => parts.join(''));
	return (
		(numbers.length >= 3 && count >= 3 && new Set(octets).size >= 3) ||
		joined.some(form => text.includes(form)) ||
		[octets, octets.toReversed()].some(o => [o.join('.'), o.join('-')].some(t => text.includes(t)))
	);
}

/**
 * Whether a reverse name is one that providers give to lines and fresh machines: it is made of the
 * address, or of half of it and a word such as `dynamic` or `pool`.
 */
export function isGenericName(name: string, address: string): boolean {
	const octets = parseClient(address) ?? [];
	const numbers = [...name.matchAll(/\d+/g)].map(([digits]) => Number(digits));
	const some = octets.length === 4 && octets.filter(octet => numbers.includes(octet)).length >= 2;
	return holdsAddress(name, address) || (some && lineWords.test(name));
}
