import type {Blocklist} from './blocklist.ts';
import type {FindingRule} from './finding-rule.ts';

/** The data that looking at records needs. */
export type RecordKnowledge = {
	blocklists: readonly Blocklist[];
	/** Selectors under which many domains have their DKIM keys. */
	usualSelectors: readonly string[];
	/** Names of the operators of public resolvers, by address. */
	publicResolvers: Readonly<Record<string, string>>;
	findings: readonly FindingRule[];
};
