import {type Asking, askTable, type Found} from './ask.ts';

/** Tables that answer by pattern: they are asked for the whole name only (access(5)). */
const patternTypes = new Set(['regexp', 'pcre', 'cidr', 'tcp', 'socketmap', 'fail', 'randmap']);
/** Tables behind which a service of its own answers, which may count or log what it is asked. */
const serviceTypes = new Set(['tcp', 'socketmap']);

/** Whether a word of a list is a lookup table, `type:name`. */
export function isTable(word: string): boolean {
	return !word.startsWith('[') && word.includes(':');
}

/** The table itself where a `proxy:` stands before it, which only spares file handles. */
export function bareTable(table: string): string {
	return table.replace(/^(?:proxy:)+/, '');
}

export function isPatternTable(table: string): boolean {
	const bare = bareTable(table);
	if (/^(?:pipemap|unionmap):/.test(bare)) {
		return [...patternTypes].some(type => bare.includes(`${type}:`));
	}

	return patternTypes.has(bare.slice(0, bare.indexOf(':')));
}

/** One key in one table. Postfix looks up no empty key. */
export function* lookUp(table: string, key: string): Asking<Found> {
	const bare = bareTable(table);
	if (key === '') {
		return {status: 'missing'};
	}

	if (serviceTypes.has(bare.slice(0, bare.indexOf(':')))) {
		return {status: 'unseen', why: `${table} is a service of its own, which is not asked`};
	}

	return yield* askTable(bare, key);
}

export type Hit = Found & {key: string; table: string};

/**
 * The first of several keys that a table has. A table of patterns is asked for the first alone, as
 * Postfix does.
 */
export function* lookUpFirst(table: string, keys: readonly string[]): Asking<Hit> {
	const asked = isPatternTable(table) ? keys.slice(0, 1) : keys;
	for (const key of new Set(asked)) {
		const found = yield* lookUp(table, key);
		if (found.status !== 'missing') {
			return {...found, key, table};
		}
	}

	return {status: 'missing', key: keys[0] ?? '', table};
}

/** The keys in several tables: each key in all tables before the next one (maps(3)). */
export function* lookUpAll(tables: readonly string[], keys: readonly string[]): Asking<Hit> {
	for (const [index, key] of keys.entries()) {
		for (const table of index === 0 ? tables : tables.filter(t => !isPatternTable(t))) {
			const found = yield* lookUp(table, key);
			if (found.status !== 'missing') {
				return {...found, key, table};
			}
		}
	}

	return {status: 'missing', key: keys[0] ?? '', table: tables[0] ?? ''};
}
