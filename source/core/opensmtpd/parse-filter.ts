import type {Filter, FilterCheck, FilterDeed} from './configuration.ts';
import type {Cursor} from './cursor.ts';

const checks: readonly FilterCheck[] = [
	'fcrdns',
	'rdns',
	'src',
	'helo',
	'auth',
	'mail-from',
	'rcpt-to',
];
const deeds: readonly FilterDeed[] = ['reject', 'disconnect', 'rewrite', 'report'];
const silentDeeds: readonly FilterDeed[] = ['junk', 'bypass'];

/** One way of {@link Filter}, without its place. */
type Parsed = Filter extends infer Each
	? Each extends Filter
		? Omit<Each, 'written' | 'at'>
		: never
	: never;

/** What follows on `filter`. */
export function parseFilter(cursor: Cursor): Parsed {
	const name = cursor.any() ?? '';
	if (cursor.word('proc', 'proc-exec')) {
		return {name, kind: 'program'};
	}

	if (cursor.word('chain')) {
		return {name, kind: 'chain', members: cursor.braces()?.map(({key}) => key) ?? []};
	}

	const phase = cursor.word('phase') ? cursor.any() : undefined;
	const isMatch = cursor.word('match');
	const negated = cursor.mark('!');
	const check = checks.find(word => cursor.word(word));
	if (phase === undefined || !isMatch || !check) {
		return {name, kind: 'unknown'};
	}

	const regex = cursor.word('regex');
	const table = check === 'fcrdns' ? undefined : cursor.table();
	const silent = silentDeeds.find(word => cursor.word(word));
	const does = silent ?? deeds.find(word => cursor.word(word));
	const argument = silent ? '' : (cursor.any() ?? '');
	return does
		? {name, kind: 'phase', phase, check, negated, regex, table, does, argument}
		: {name, kind: 'unknown'};
}
