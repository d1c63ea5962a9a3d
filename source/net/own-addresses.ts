import {networkInterfaces} from 'node:os';

/** Addresses of this machine's interfaces; link-local ones with their zone. */
export function ownAddresses(): readonly string[] {
	try {
		return Object.entries(networkInterfaces()).flatMap(([zone, addresses = []]) =>
			addresses.map(({address}) =>
				/^fe[89ab]/i.test(address) && !address.includes('%') ? `${address}%${zone}` : address,
			),
		);
	} catch {
		return [];
	}
}
