import {optionIn} from './cf-file.ts';
import type {Decision} from './decision.ts';
import {entryOf} from './table-file.ts';
import {asClientAddr} from './test-input.ts';
import {entriesOf, type Texts} from './texts.ts';
import type {Observed} from '../postfix/judge.ts';

/** What `FEATURE(ratecontrol)` and `FEATURE(conncontrol)` say, and the entries that they go by. */
const limits = [
	{why: 'rate', tag: 'ClientRate', text: 'Connection rate limit exceeded.'},
	{why: 'connections', tag: 'ClientConn', text: 'Too many open connections.'},
] as const;

/** The keys under which an entry for an address is looked up: itself, its networks, and anybody. */
function keysFor(tag: string, address: string): readonly string[] {
	const separator = address.includes(':') ? ':' : '.';
	const parts = address.split(separator);
	const prefixes = parts.map((_, index) => parts.slice(0, parts.length - index).join(separator));
	return [...prefixes, ''].map(prefix => `${tag}:${prefix}`);
}

/**
 * A limit on connections that the server says it has met. No test of rules counts connections, but which
 * entry sets the limit is known.
 */
export function countedDecision(
	texts: Texts,
	observed: Observed,
	client: string,
): Decision | undefined {
	if (observed.accepted || observed.stage !== 'banner') {
		return undefined;
	}

	const entries = entriesOf(texts, 'access') ?? [];
	for (const {why, tag, text} of limits) {
		const entry = keysFor(tag, asClientAddr(client))
			.map(key => entryOf(entries, key))
			.find(found => found !== undefined && found.value !== '0');
		if (observed.code === 421 && observed.text.includes(text.slice(0, -1)) && entry) {
			return {
				outcome: 'refused',
				why,
				stage: 'banner',
				code: 421,
				enhanced: '4.3.2',
				text,
				rule: `${entry.key} ${entry.value}`,
				ruleset: '',
				line: entry.line,
				entry: {map: 'access', key: entry.key, value: entry.value},
			};
		}
	}

	return undefined;
}

/** The message was larger than the limit, as showed when it was handed over. */
export function grownTooLarge({cf}: Texts, observed: Observed): Decision | undefined {
	const limit = optionIn(cf, 'MaxMessageSize');
	return !observed.accepted && observed.stage === 'message' && limit
		? {
				outcome: 'refused',
				why: 'size',
				stage: 'message',
				code: 552,
				enhanced: '5.2.3',
				text: `Message exceeds maximum fixed size (${limit.value})`,
				rule: `MaxMessageSize=${limit.value}`,
				ruleset: '',
				line: limit.line,
			}
		: undefined;
}
