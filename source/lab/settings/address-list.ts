import ipaddr from 'ipaddr.js';
import {words} from './network-list.ts';

/** More addresses than this of one name are not tried by the checks. */
const most = 8;

const [loopback, bits] = ipaddr.IPv4.parseCIDR('127.0.0.0/8');

/**
 * Reads the data of a name's A records, with commas or spaces between. Returns the addresses, or a
 * sentence that says what is wrong: the lab leads nobody to an address outside this machine.
 */
export function parseAddresses(value: string): {addresses: readonly string[]} | {wrong: string} {
	const addresses = words(value);
	if (addresses.length === 0 || addresses.length > most) {
		return {wrong: `Write one to ${most} IPv4 addresses, with commas or spaces between.`};
	}

	for (const address of addresses) {
		if (!ipaddr.IPv4.isValidFourPartDecimal(address)) {
			return {wrong: `"${address}" is not an IPv4 address such as 127.0.0.1.`};
		}

		if (!ipaddr.IPv4.parse(address).match(loopback, bits)) {
			return {
				wrong: `${address} is outside the lab: all its machines have addresses of 127.0.0.0/8.`,
			};
		}
	}

	return {addresses};
}
