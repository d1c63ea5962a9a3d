import {inNetwork, parseClient, type Octets} from '../records/ip-address.ts';

/** Where something is decided about a client by its address. */
export type PlaceKind =
	| 'firewall'
	| 'mynetworks'
	| 'access-table'
	| 'exim-hosts'
	/** A `match from src` of OpenSMTPD. */
	| 'match-src'
	/** Sendmail’s access table, or its class R. */
	| 'sendmail-relay'
	| 'spf'
	| 'address-record';

/** How a rule of a packet filter is put beside another one; each has its commands among the remedies. */
export type Gate = {
	tool:
		'nft' | 'iptables' | 'ip6tables' | 'iptables-legacy' | 'ip6tables-legacy' | 'ufw' | 'firewalld';
	/** Of nftables: the family and the table. Empty for the others. */
	family: string;
	table: string;
	chain: string;
	/** The rule before which it goes: its handle, or its number in the chain. */
	before: number;
};

/** A place that decides about this client: it names other addresses, and not this one. */
export type LeftOut = {
	kind: PlaceKind;
	/** In words that follow on “in”: `mynetworks (/etc/postfix/main.cf, line 31)`. */
	place: string;
	/** The single addresses and small networks that it names. */
	names: readonly string[];
	/** This machine’s address, as that place sees it. */
	client: string;
	/** Of a firewall, where it is known how it is put right. */
} & Partial<Gate>;

export type Network = {octets: Octets; bits: number};

/** A network or a single address, as mail servers, packet filters and SPF write it; undefined where it is none. */
export function parseNetwork(text: string): Network | undefined {
	const [, address = '', length] =
		/^([^/]+)(?:\/(\d{1,3}))?$/.exec(text.replaceAll(/[[\]]/g, '')) ?? [];
	const octets = parseClient(address);
	const bits = length === undefined ? (octets?.length ?? 0) * 8 : Number(length);
	return octets && bits <= octets.length * 8 ? {octets, bits} : undefined;
}

/** Whether all of the one lies in the other. */
export function isWithin(inner: Network, outer: Network): boolean {
	return inner.bits >= outer.bits && inNetwork(inner.octets, outer.octets, outer.bits);
}

/** A network of this many addresses may still be “the old address”; a larger one is a site. */
const smallest: Readonly<Record<number, number>> = {4: 24, 16: 64};

/** Networks that are never another machine’s: unspecified, loopback, link-local, multicast. */
const nobodys = [
	'0.0.0.0/8',
	'127.0.0.0/8',
	'169.254.0.0/16',
	'224.0.0.0/3',
	'::/127',
	'fe80::/10',
	'ff00::/8',
];

function isMachine({octets, bits}: Network): boolean {
	return (
		bits >= (smallest[octets.length] ?? 0) &&
		!nobodys.some(text => {
			const network = parseNetwork(text);
			return network !== undefined && inNetwork(octets, network.octets, network.bits);
		})
	);
}

function withoutLength(text: string, {octets, bits}: Network): string {
	const bare = text.replaceAll(/[[\]]/g, '');
	return bits === octets.length * 8 ? bare.replace(/\/.*$/, '') : bare;
}

/**
 * Of the addresses and networks that a place names, those that are another machine’s: single addresses and
 * small networks of the client’s family, none of them the server’s own. Nothing where one of all of them
 * has the client, who then is not left out.
 */
export function othersAmong(
	named: readonly string[],
	client: string,
	own: readonly string[] = [],
): readonly string[] {
	const self = parseNetwork(client);
	const mine = own.flatMap(text => parseNetwork(text.replace(/\/.*$/, '')) ?? []);
	const networks = named.flatMap(text => {
		const network = parseNetwork(text);
		return network ? [{text, network}] : [];
	});
	if (!self || networks.some(({network}) => isWithin(self, network))) {
		return [];
	}

	const others = networks.filter(
		({network}) =>
			network.octets.length === self.octets.length &&
			isMachine(network) &&
			!mine.some(address => isWithin(address, network)),
	);
	return [...new Set(others.map(({text, network}) => withoutLength(text, network)))];
}
