import type {Asking} from './asking.ts';
import {isSpfRecord, parseSpf} from './spf-record.ts';

/** What each include or redirect of a record costs in look-ups, with all that is inside it. */
export type SpfCost = {lookups: number; parts: ReadonlyArray<{term: string; lookups: number}>};

/** Names that are asked for at most, so that no record keeps us busy. */
const mostNames = 24;

/**
 * Counts the terms of a whole record that ask DNS (RFC 7208 4.6.4), whichever matches: what the last
 * sender in it costs. Names with macros count, but are not followed.
 */
export function* spfCost(domain: string): Asking<SpfCost> {
	const parts: Array<{term: string; lookups: number}> = [];
	let asked = 0;

	function* costOf(name: string, path: readonly string[]): Asking<number> {
		if (path.includes(name) || asked >= mostNames) {
			return 0;
		}

		asked += 1;
		const {records} = yield {name, type: 'TXT'};
		const text = records.find(isSpfRecord);
		const record = text === undefined ? undefined : parseSpf(text);
		if (!record || 'term' in record) {
			return 0;
		}

		let sum = 0;
		const count = function* (term: string, inside: string | undefined): Asking<void> {
			const followed = inside !== undefined && !inside.includes('%');
			const deeper = followed ? yield* costOf(inside.toLowerCase(), [...path, name]) : 0;
			const lookups = 1 + deeper;
			sum += lookups;
			if (path.length === 0) {
				parts.push({term, lookups});
			}
		};

		for (const mechanism of record.mechanisms) {
			if (mechanism.kind !== 'all' && mechanism.kind !== 'ip') {
				yield* count(mechanism.text, mechanism.kind === 'include' ? mechanism.domain : undefined);
			}
		}

		const hasAll = record.mechanisms.some(({kind}) => kind === 'all');
		if (record.redirect !== undefined && !hasAll) {
			yield* count(`redirect=${record.redirect}`, record.redirect);
		}

		return sum;
	}

	const lookups = yield* costOf(domain.toLowerCase(), []);
	return {lookups, parts: parts.toSorted((a, b) => b.lookups - a.lookups)};
}
