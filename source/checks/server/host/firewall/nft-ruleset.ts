/** An object of the JSON that nft prints. */
export type Json = Readonly<Record<string, unknown>>;
export type Chain = {
	family: string;
	table: string;
	name: string;
	hook: string;
	priority: number;
	policy: string;
};
export type Rule = {
	family: string;
	table: string;
	chain: string;
	handle: number;
	expressions: readonly Json[];
};
/** Chains, rules and sets of a machine. */
export type Ruleset = {chains: Chain[]; rules: Rule[]; sets: Map<string, readonly unknown[]>};

export const isJson = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
export const key = (...names: readonly string[]): string => names.join(' ');

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
