import type {DnsStatus} from '../observation.ts';
import {parseClient, reversed} from './ip-address.ts';

/** What an entry in a list means: `block` for sent spam, `policy` for a kind of line, `note` for less. */
export type ListingWeight = 'block' | 'policy' | 'note';

export type ListingCode = {
	/** The whole answer (`127.0.0.2`), the last octet's bits (`&8`), or a range (`127.0.0.4-7`). */
	code: string;
	means: string;
	weight: ListingWeight;
};

/** A list that is asked by DNS (RFC 5782), as data. */
export type Blocklist = {
	/** The name under which people know it. */
	name: string;
	zone: string;
	kind: 'address' | 'domain';
	/** It lists IPv6 addresses, too. */
	ipv6?: true;
	/** Meanings, the first that fits an answer; what fits none is a listing without a known reason. */
	codes: readonly ListingCode[];
	/** Answers, beside 127.255.255.x, by which the list says that it does not serve this resolver. */
	refuses?: readonly string[];
	/** An entry that is always there, and one that never is; absent: those of RFC 5782 5. */
	probe?: {listed: string; clear: string};
	/** Words by which replies name it. */
	named: RegExp;
	/** Where to look up an entry and ask for its removal. */
	delist: string;
	/** What listing does in practice, and who uses the list, in one sentence. */
	about: string;
	source: string;
	asOf: string;
};

export type Listing =
	| {state: 'listed'; means: string; weight: ListingWeight}
	| {state: 'clear'}
	| {state: 'refused'; means: string}
	| {state: 'unknown'};

/** The answers by which most lists refuse a query (Spamhaus and others after it). */
const refusals: Readonly<Record<string, string>> = {
	'127.255.255.252': 'the name of the list is misspelt',
	'127.255.255.254': 'the query came through a public resolver',
	'127.255.255.255': 'the resolver has asked too often',
};

const isRefusal = (code: string, list: Blocklist) =>
	code.startsWith('127.255.255.') || (list.refuses?.includes(code) ?? false);

function fits(pattern: string, code: string): boolean {
	const bit = /^&(\d+)$/.exec(pattern)?.[1];
	const octet = Number(code.split('.')[3]);
	if (bit !== undefined) {
		return (octet & Number(bit)) !== 0;
	}

	const [, before, from, to] = /^(.*\.)(\d+)-(\d+)$/.exec(pattern) ?? [];
	return before === undefined
		? pattern === code
		: code.startsWith(before) && octet >= Number(from) && octet <= Number(to);
}

const weights: readonly ListingWeight[] = ['block', 'policy', 'note'];

/** What an answer of a list means. Addresses outside 127/8 are no answer of a list. */
export function readListing(
	list: Blocklist,
	status: DnsStatus,
	records: readonly string[],
): Listing {
	if (status === 'nxdomain' || status === 'nodata') {
		return {state: 'clear'};
	}

	const codes = records.filter(code => code.startsWith('127.'));
	const refused = codes.find(code => isRefusal(code, list));
	if (status !== 'ok' || codes.length === 0) {
		return {state: 'unknown'};
	}

	if (refused !== undefined) {
		return {state: 'refused', means: refusals[refused] ?? 'the list does not serve this resolver'};
	}

	const meant = codes.flatMap(code => list.codes.filter(({code: pattern}) => fits(pattern, code)));
	const means = [...new Set(meant.map(one => one.means))].join('; ');
	const weight = weights.find(one => meant.some(each => each.weight === one)) ?? 'note';
	return {state: 'listed', means: means || `the list answers ${codes.join(', ')}`, weight};
}

/** The name to ask a list for; undefined where it has no entries of this kind. */
export function listingName(list: Blocklist, subject: string): string | undefined {
	if (list.kind === 'domain') {
		return `${subject.replace(/\.$/, '')}.${list.zone}`;
	}

	const octets = parseClient(subject);
	return octets && (octets.length === 4 || list.ipv6)
		? `${reversed(octets)}.${list.zone}`
		: undefined;
}

/** The entries by which a list is tested before it is believed: one that is there, one that is not. */
export function probesOf(list: Blocklist): {listed: string; clear: string} {
	const usual =
		list.kind === 'address'
			? {listed: '127.0.0.2', clear: '127.0.0.1'}
			: {listed: 'test', clear: 'invalid'};
	const {listed, clear} = list.probe ?? usual;
	return {listed: listingName(list, listed) ?? '', clear: listingName(list, clear) ?? ''};
}

/**
 * Whether the resolver brings true answers of a list: `dead` gives none, `refused` does not serve this
 * resolver, `everything` lists what cannot be listed, `nothing` hides even its test entry.
 */
export type ListState = 'works' | 'refused' | 'dead' | 'everything' | 'nothing';

export function stateOfList(listed: Listing, clear: Listing): ListState {
	if (listed.state === 'refused' || clear.state === 'refused') {
		return 'refused';
	}

	if (clear.state === 'listed') {
		return 'everything';
	}

	return listed.state === 'listed' ? 'works' : listed.state === 'clear' ? 'nothing' : 'dead';
}
