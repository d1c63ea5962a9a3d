import {
	every,
	isDevice,
	isInState,
	not,
	some,
	within,
	type Fit,
	type Packet,
	type Ruling,
} from './packet.ts';

type Json = Readonly<Record<string, unknown>>;
type Chain = {
	family: string;
	table: string;
	name: string;
	hook: string;
	priority: number;
	policy: string;
};
type Rule = {
	family: string;
	table: string;
	chain: string;
	handle: number;
	expressions: readonly Json[];
};
type Ruleset = {chains: Chain[]; rules: Rule[]; sets: Map<string, readonly unknown[]>};

const isJson = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const key = (...names: readonly string[]): string => names.join(' ');

/** The ruleset in the output of `nft -j list ruleset`; `undefined` where it is none. */
export function rulesetOf(output: string): Ruleset | undefined {
	let parsed: unknown;
	try {
		parsed = JSON.parse(output);
	} catch {
		return undefined;
	}

	const entries = isJson(parsed) ? parsed['nftables'] : undefined;
	if (!Array.isArray(entries)) {
		return undefined;
	}

	const ruleset: Ruleset = {chains: [], rules: [], sets: new Map()};
	for (const entry of entries.filter(isJson)) {
		const {chain, rule, set} = entry;
		if (isJson(chain)) {
			ruleset.chains.push({
				family: textOf(chain['family']),
				table: textOf(chain['table']),
				name: textOf(chain['name']),
				hook: textOf(chain['hook']),
				priority: Number(chain['prio'] ?? 0),
				policy: textOf(chain['policy']) || 'accept',
			});
		} else if (isJson(rule) && Array.isArray(rule['expr'])) {
			ruleset.rules.push({
				family: textOf(rule['family']),
				table: textOf(rule['table']),
				chain: textOf(rule['chain']),
				handle: Number(rule['handle'] ?? 0),
				expressions: rule['expr'].filter(isJson),
			});
		} else if (isJson(set)) {
			const {family, table, name, elem} = set;
			const elements = Array.isArray(elem) ? elem : [];
			ruleset.sets.set(key(textOf(family), textOf(table), textOf(name)), elements);
		}
	}

	return ruleset;
}

/** The side of a comparison that belongs to the packet, as a way to compare it with one value. */
function measured(left: unknown, packet: Packet): ((value: unknown) => Fit) | undefined {
	const {payload, meta, ct} = isJson(left) ? left : {};
	const number = (mine: number) => (value: unknown) => mine === Number(value);
	const text = (mine: readonly string[]) => (value: unknown) => mine.includes(String(value));
	if (isJson(payload)) {
		const {protocol, field} = payload;
		switch (`${textOf(protocol)} ${textOf(field)}`) {
			case 'tcp dport':
			case 'th dport': {
				return number(packet.destinationPort);
			}

			case 'tcp sport':
			case 'th sport': {
				return number(packet.sourcePort);
			}

			case 'ip saddr':
			case 'ip6 saddr': {
				return value => within(packet.source, String(value));
			}

			case 'ip daddr':
			case 'ip6 daddr': {
				return value => within(packet.destination, String(value));
			}

			case 'ip protocol':
			case 'ip6 nexthdr': {
				return text(['tcp', '6']);
			}

			default: {
				return textOf(protocol) === 'udp' || textOf(protocol).startsWith('icmp')
					? () => false
					: undefined;
			}
		}
	}

	if (isJson(meta)) {
		switch (textOf(meta['key'])) {
			case 'l4proto': {
				return text(['tcp', '6']);
			}

			case 'nfproto': {
				return text([packet.family === 4 ? 'ipv4' : 'ipv6']);
			}

			case 'iifname':
			case 'iif': {
				return value => (packet.hook === 'input' ? isDevice(packet.device, String(value)) : false);
			}

			case 'oifname':
			case 'oif': {
				return value => (packet.hook === 'output' ? isDevice(packet.device, String(value)) : false);
			}

			default: {
				return undefined;
			}
		}
	}

	switch (isJson(ct) ? textOf(ct['key']) : '') {
		case 'state': {
			return value => isInState(packet.state, [String(value)]);
		}

		case 'status': {
			return value => (['dnat', 'snat'].includes(String(value)) ? packet.translated : undefined);
		}

		default: {
			return undefined;
		}
	}
}

type Lookup = (name: string) => readonly unknown[] | undefined;

/** Compares with a value, a range, a prefix, or whatever of these stands in a set. */
function fitsValue(compare: (value: unknown) => Fit, right: unknown, sets: Lookup): Fit {
	if (Array.isArray(right)) {
		return some(right.map(one => fitsValue(compare, one, sets)));
	}

	if (typeof right === 'string' && right.startsWith('@')) {
		const elements = sets(right.slice(1));
		return elements && some(elements.map(one => fitsValue(compare, one, sets)));
	}

	if (!isJson(right)) {
		return compare(right);
	}

	const {set, range, prefix, elem} = right;
	if (Array.isArray(set)) {
		return some(set.map(one => fitsValue(compare, one, sets)));
	}

	if (isJson(prefix)) {
		return compare(`${textOf(prefix['addr'])}/${Number(prefix['len'])}`);
	}

	if (Array.isArray(range)) {
		return fitsRange(compare, range);
	}

	return isJson(elem) ? fitsValue(compare, elem['val'], sets) : undefined;
}

/** Ranges of ports are tried number by number, which is quick enough and needs no second comparison. */
function fitsRange(compare: (value: unknown) => Fit, [from, to]: readonly unknown[]): Fit {
	if (typeof from !== 'number' || typeof to !== 'number' || to - from > 65_535) {
		return undefined;
	}

	for (let number = from; number <= to; number++) {
		if (compare(number) === true) {
			return true;
		}
	}

	return false;
}

function fitsMatch(match: Json, packet: Packet, sets: Lookup): Fit {
	const compare = measured(match['left'], packet);
	if (!compare) {
		return undefined;
	}

	const fit = fitsValue(compare, match['right'], sets);
	return match['op'] === '!='
		? not(fit)
		: ['==', 'in'].includes(textOf(match['op']))
			? fit
			: undefined;
}

/** What a verdict statement or the right side of a verdict map says. */
type Verdict =
	| {kind: 'final'; verdict: Ruling['verdict']}
	| {kind: 'return'}
	| {kind: 'to'; chain: string; back: boolean};

function verdictIn(statement: Json): Verdict | undefined {
	for (const verdict of ['accept', 'drop', 'reject'] as const) {
		if (verdict in statement) {
			return {kind: 'final', verdict};
		}
	}

	if ('return' in statement) {
		return {kind: 'return'};
	}

	for (const word of ['jump', 'goto'] as const) {
		const target = statement[word];
		if (isJson(target)) {
			return {kind: 'to', chain: textOf(target['target']), back: word === 'jump'};
		}
	}

	return undefined;
}

/** Statements that neither narrow a rule nor decide. */
const harmless = ['counter', 'log', 'comment', 'quota counter'];

type Read = {fit: Fit; verdict: Verdict | undefined};

function readMap(map: Json, packet: Packet, sets: Lookup): Read {
	const compare = measured(map['key'], packet);
	const data = isJson(map['data']) ? map['data']['set'] : undefined;
	if (!compare || !Array.isArray(data)) {
		return {fit: undefined, verdict: {kind: 'final', verdict: 'drop'}};
	}

	for (const pair of data) {
		const [value, statement] = Array.isArray(pair) ? pair : [];
		const fit = fitsValue(compare, value, sets);
		const verdict = isJson(statement) ? verdictIn(statement) : undefined;
		if (fit !== false && verdict) {
			return {fit, verdict};
		}
	}

	return {fit: false, verdict: undefined};
}

function read({expressions}: Rule, packet: Packet, sets: Lookup): Read {
	const fits: Fit[] = [];
	for (const expression of expressions) {
		const {match, vmap} = expression;
		const verdict = verdictIn(expression);
		if (isJson(match)) {
			fits.push(fitsMatch(match, packet, sets));
		} else if (isJson(vmap)) {
			const inner = readMap(vmap, packet, sets);
			return {fit: every([...fits, inner.fit]), verdict: inner.verdict};
		} else if (verdict) {
			return {fit: every(fits), verdict};
		} else if (!Object.keys(expression).every(name => harmless.includes(name))) {
			fits.push(undefined);
		}
	}

	return {fit: every(fits), verdict: undefined};
}

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

/** The text of each rule by table and handle, from `nft -a list ruleset`. */
export function ruleTexts(output: string): ReadonlyMap<string, string> {
	const texts = new Map<string, string>();
	let table = '';
	for (const line of output.split('\n')) {
		const [, family = '', name = ''] = /^table (\S+) (\S+) \{/.exec(line) ?? [];
		table = name ? key(family, name) : table;
		const [, text = '', handle = ''] = /^\s+(.*\S)\s+# handle (\d+)$/.exec(line) ?? [];
		if (text && !text.endsWith('{')) {
			texts.set(key(table, handle), text);
		}
	}

	return texts;
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
