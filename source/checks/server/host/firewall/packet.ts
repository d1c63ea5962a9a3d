import ipaddr from 'ipaddr.js';

/** A TCP packet as a packet filter sees it. An address or interface that is not known is empty. */
export type Packet = {
	/** To this machine, or from it. */
	hook: 'input' | 'output';
	family: 4 | 6;
	source: string;
	destination: string;
	sourcePort: number;
	destinationPort: number;
	/** The first packet of a connection, or one that belongs to it. */
	state: 'new' | 'established';
	/** The interface on which it comes or goes; never `lo`. */
	device: string;
	/** Its address or port was translated here, as for a container; absent where that cannot be known. */
	translated?: boolean;
};

export type Verdict = 'accept' | 'drop' | 'reject';

/** What a set of rules does with a packet. */
export type Ruling = {
	verdict: Verdict;
	/** The rule that decides, as it stands there, or the policy of the chain. */
	rule: string;
	/** Table and chain, as `inet filter input`. */
	place: string;
	/** No rule stood before it of which it cannot be known whether it fits. */
	certain: boolean;
};

/** Whether something fits; `undefined` where it cannot be known from outside the kernel. */
export type Fit = boolean | undefined;

export function not(fit: Fit): Fit {
	return fit === undefined ? undefined : !fit;
}

/** All of them fit; one that surely does not decides. */
export function every(fits: readonly Fit[]): Fit {
	if (fits.includes(false)) {
		return false;
	}

	return fits.includes(undefined) ? undefined : true;
}

/** One of them fits; one that surely does decides. */
export function some(fits: readonly Fit[]): Fit {
	if (fits.includes(true)) {
		return true;
	}

	return fits.includes(undefined) ? undefined : false;
}

/** Whether an address lies in a network as rules write it: `192.0.2.0/24`, `192.0.2.1`, `192.0.2.0/255.255.255.0`. */
export function within(address: string, network: string): Fit {
	if (address === '') {
		return undefined;
	}

	const [base = '', mask] = network.split('/');
	if (!ipaddr.isValid(address) || !ipaddr.isValid(base)) {
		return undefined;
	}

	const client = ipaddr.process(address);
	const start = ipaddr.process(base);
	if (client.kind() !== start.kind()) {
		return false;
	}

	const whole = client.kind() === 'ipv4' ? 32 : 128;
	const bits =
		mask === undefined
			? whole
			: /^\d+$/.test(mask)
				? Number(mask)
				: ipaddr.IPv4.isValid(mask)
					? (ipaddr.IPv4.parse(mask).prefixLengthFromSubnetMask() ?? whole)
					: whole;
	return client.match(start, bits);
}

/** Whether an interface is the one of a rule; `eth+` and `eth*` stand for all that begin so. */
export function isDevice(device: string, pattern: string): Fit {
	if (pattern === 'lo') {
		return false;
	}

	if (device === '') {
		return undefined;
	}

	return /[+*]$/.test(pattern) ? device.startsWith(pattern.slice(0, -1)) : device === pattern;
}

/** Whether the state of a packet is among those of a rule; the names are those of conntrack. */
export function isInState(state: Packet['state'], names: readonly string[]): boolean {
	return names.some(name => name.toLowerCase() === state);
}
