import {read, type Lookup, type Verdict} from './nft-rule.ts';
import {key, rulesetOf, ruleTexts, type Chain, type Ruleset} from './nft-ruleset.ts';
import type {Packet, Ruling} from './packet.ts';

type Walked = {ruling: Ruling | undefined; certain: boolean};

/** Whether it would make a difference if a rule did fit: a chain that only counts or logs makes none. */
function mayDecide(verdict: Verdict, lead: (chain: string, sure: boolean) => Walked): boolean {
	if (verdict.kind !== 'to') {
		return true;
	}

	const {ruling, certain} = lead(verdict.chain, true);
	return ruling !== undefined || !certain || !verdict.back;
}

const deepest = 32;
/** A way through more chains than this is not followed to its end. */
const mostChains = 10_000;

/** A packet on its way, and through how many chains it has come. */
type Journey = {packet: Packet; chains: number};

function walk(
	ruleset: Ruleset,
	chain: Pick<Chain, 'family' | 'table' | 'name'>,
	journey: Journey,
	texts: ReadonlyMap<string, string>,
	sure: boolean,
	depth = 0,
): Walked {
	if (++journey.chains > mostChains) {
		return {ruling: undefined, certain: false};
	}

	const {family, table, name} = chain;
	const sets: Lookup = set => ruleset.sets.get(key(family, table, set));
	let certain = sure;
	const own = ruleset.rules.filter(
		rule => rule.family === family && rule.table === table && rule.chain === name,
	);
	const lead = (to: string, sureSoFar: boolean) =>
		walk(ruleset, {family, table, name: to}, journey, texts, sureSoFar, depth + 1);
	for (const rule of depth < deepest ? own : []) {
		const {fit, verdict} = read(rule, journey.packet, sets);
		if (fit === undefined && verdict && mayDecide(verdict, lead)) {
			certain = false;
		}

		if (fit !== true || !verdict) {
			continue;
		}

		if (verdict.kind === 'return') {
			return {ruling: undefined, certain};
		}

		if (verdict.kind === 'final') {
			const handle = String(rule.handle);
			const text = texts.get(key(family, table, handle)) ?? `${verdict.verdict} (handle ${handle})`;
			const place = key(family, table, name);
			return {ruling: {verdict: verdict.verdict, rule: text, place, certain}, certain};
		}

		const inner = lead(verdict.chain, certain);
		certain = inner.certain;
		if (inner.ruling || !verdict.back) {
			return inner;
		}
	}

	return {ruling: undefined, certain};
}

/** Tables that iptables keeps in nftables; `iptables-save` shows them better. */
function isOfIptables({family, name}: Chain): boolean {
	return ['ip', 'ip6'].includes(family) && /^[A-Z]+$/.test(name);
}

/**
 * What the base chains of nftables do with a packet, in the order of their priorities: the first that
 * drops or rejects it ends its way, and it passes only where all accept. `listing` is the output of
 * `nft -a list ruleset`, for the words of the rule. `undefined` where no chain stands on the way.
 */
export function ruleByNftables(json: string, listing: string, packet: Packet): Ruling | undefined {
	const ruleset = rulesetOf(json);
	if (!ruleset) {
		return undefined;
	}

	const families = ['inet', packet.family === 4 ? 'ip' : 'ip6'];
	const chains = ruleset.chains
		.filter(
			chain =>
				chain.hook === packet.hook && families.includes(chain.family) && !isOfIptables(chain),
		)
		.toSorted((a, b) => a.priority - b.priority);
	const texts = ruleTexts(listing);
	// Nothing is translated where no rule does it
	const translates = ruleset.rules.some(({expressions}) =>
		expressions.some(expression =>
			['dnat', 'redirect', 'snat', 'masquerade'].some(n => n in expression),
		),
	);
	const seen: Packet = translates ? packet : {...packet, translated: false};
	let passed: Ruling | undefined;
	for (const chain of chains) {
		const {ruling, certain} = walk(ruleset, chain, {packet: seen, chains: 0}, texts, true);
		const place = key(chain.family, chain.table, chain.name);
		const verdict = chain.policy === 'drop' ? 'drop' : 'accept';
		const found = ruling ?? {
			verdict,
			rule: `the policy of the chain: ${chain.policy}`,
			place,
			certain,
		};
		if (found.verdict !== 'accept') {
			return {...found, certain: found.certain && (passed?.certain ?? true)};
		}

		passed = {...found, certain: found.certain && (passed?.certain ?? true)};
	}

	return passed;
}
