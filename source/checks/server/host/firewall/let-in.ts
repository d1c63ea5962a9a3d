import {parseNetwork, type Gate, type LeftOut} from '../../../../core/moved/left-out.ts';
import {inNetwork} from '../../../../core/records/ip-address.ts';
import {zoneOfChain} from './firewalld.ts';
import {ruleByIptables} from './iptables.ts';
import {ruleTexts} from './nft-ruleset.ts';
import {ruleByNftables} from './nftables.ts';
import type {Packet, Ruling} from './packet.ts';

/** The rules of a server as the tools print them; `saved` by the tool whose rules they are. */
export type Rules = {
	json: string;
	listing: string;
	saved: ReadonlyArray<{
		tool: 'iptables' | 'ip6tables' | 'iptables-legacy' | 'ip6tables-legacy';
		text: string;
	}>;
};

type Ruled = {tool: Gate['tool']; ruling: Ruling};

/** What each set of rules does with a packet. */
function rulings({json, listing, saved}: Rules, packet: Packet): Ruled[] {
	const byNft = ruleByNftables(json, listing, packet);
	return [
		...saved.flatMap(({tool, text}) => {
			const ruling = ruleByIptables(text, packet);
			return ruling ? [{tool, ruling}] : [];
		}),
		...(byNft ? [{tool: 'nft' as const, ruling: byNft}] : []),
	];
}

/** A packet passes only where every set of rules lets it; the first that does not decides. */
function decidedBy(rules: Rules, packet: Packet): Ruled | undefined {
	const all = rulings(rules, packet);
	const [first] = all;
	const against = all.find(({ruling}) => ruling.verdict !== 'accept');
	const certain = all.every(({ruling}) => ruling.certain);
	return against ?? (first && {...first, ruling: {...first.ruling, certain}});
}

/** What all sets of rules together do with a packet. */
export function ruleBy(rules: Rules, packet: Packet): Ruling | undefined {
	return decidedBy(rules, packet)?.ruling;
}

/** The same, and where the rule stands; `before` is 0 for the policy of a chain, which stands behind all rules. */
export function ruleAndPlace(rules: Rules, packet: Packet): (Ruling & Gate) | undefined {
	const found = decidedBy(rules, packet);
	if (!found) {
		return undefined;
	}

	const {tool, ruling} = found;
	const [family = '', table = '', ...chain] =
		tool === 'nft' ? ruling.place.split(' ') : ['', '', ruling.place.replace(/^filter /, '')];
	const gate = gateOf(rules, found) ?? {tool, family, table, chain: chain.join(' '), before: 0};
	return {...ruling, ...gate};
}

const addresses =
	/(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]{0,4}:[\da-f:.]+)(?:\/\d{1,3})?(?![\w.:])/gi;

/** Every address that a text has, be it with the length of a network. */
function addressesIn(text: string): string[] {
	return [...new Set(text.match(addresses) ?? [])].filter(found => parseNetwork(found));
}

/** The network of a rule in which an address is: as it is written there, or the address, of a set. */
function asWritten(rule: string, address: string): string {
	const own = parseNetwork(address);
	return (
		addressesIn(rule).find(text => {
			const network = parseNetwork(text);
			return own && network && inNetwork(own.octets, network.octets, network.bits);
		}) ?? address
	);
}

/** The tool that keeps the rules of a chain, and would write over any that is put in beside them. */
function ofOwnTool(chain: string): 'ufw' | 'firewalld' | undefined {
	return /^ufw6?-/.test(chain) ? 'ufw' : zoneOfChain(chain) === '' ? undefined : 'firewalld';
}

/** Where a rule stands, so that another can be put before it. */
function gateOf({listing, saved}: Rules, {tool, ruling}: Ruled): Gate | undefined {
	const {rule, place} = ruling;
	if (tool === 'nft') {
		const [family = '', table = '', chain = ''] = place.split(' ');
		const at = [...ruleTexts(listing)].find(
			([key, text]) => text === rule && key.startsWith(`${family} ${table} `),
		);
		const before = Number(at?.[0].split(' ').at(-1) ?? 0);
		return before > 0 ? {tool: ofOwnTool(chain) ?? 'nft', family, table, chain, before} : undefined;
	}

	const chain = place.replace(/^filter /, '');
	const text = saved.find(one => one.tool === tool)?.text ?? '';
	const lines = text.split('\n').filter(line => line.startsWith(`-A ${chain} `));
	const before = lines.findIndex(line => line.trim() === rule) + 1;
	return before > 0
		? {tool: ofOwnTool(chain) ?? tool, family: '', table: '', chain, before}
		: undefined;
}

/** What a rule of nftables has counted says nothing about what it does. */
function withoutCounts(rule: string): string {
	return rule.replaceAll(/ ?\bcounter packets \d+ bytes \d+/g, '');
}

/** More addresses than this are not tried: each goes through all rules. */
const mostTried = 24;

/**
 * The rules that let other machines in where this packet is not let in, by nothing but the source: each
 * address that the rules have is tried in the packet’s place.
 */
export function letInBeside(
	rules: Rules,
	packet: Packet,
): ReadonlyArray<Omit<LeftOut, 'kind' | 'client'>> {
	if (packet.source === '' || ruleBy(rules, packet)?.verdict === 'accept') {
		return [];
	}

	const texts = [rules.listing, ...rules.saved.map(one => one.text)].join('\n');
	// Thousands that are banned may stand before the one that is let in
	const accepting = texts.split('\n').filter(line => /\baccept\b/i.test(line));
	const text = [...accepting, texts, rules.json].join('\n');
	const family = (address: string) => (address.includes(':') ? 6 : 4);
	const tried = addressesIn(text)
		.map(found => found.replace(/\/.*$/, ''))
		.filter(found => family(found) === packet.family);
	const found = new Map<string, Omit<LeftOut, 'kind' | 'client'>>();
	for (const address of [...new Set(tried)].slice(0, mostTried)) {
		const other = {...packet, source: address};
		const whole = ruleBy(rules, other);
		if (whole?.verdict !== 'accept' || !whole.certain) {
			continue;
		}

		// Where this packet is turned away, there the other one has its rule
		const blocked = rulings(rules, packet).find(({ruling}) => ruling.verdict !== 'accept');
		const lets = rulings(rules, other).find(({tool}) => tool === blocked?.tool);
		if (lets && lets.ruling.rule !== blocked?.ruling.rule) {
			const {rule, place} = lets.ruling;
			const key = `${place} ${rule}`;
			const gate = gateOf(rules, lets);
			const names = [...(found.get(key)?.names ?? []), asWritten(rule, address)];
			found.set(key, {
				place: `the firewall rule “${withoutCounts(rule)}” (${place})`,
				names: [...new Set(names)],
				...gate,
			});
		}
	}

	return [...found.values()];
}
