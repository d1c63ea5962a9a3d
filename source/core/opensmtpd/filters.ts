import type {Asking} from './ask.ts';
import type {Configuration, Entry, Filter, Listener} from './configuration.ts';
import {type Envelope, mailboxText, noName} from './envelope.ts';
import type {Unseen} from './expanded.ts';
import {findIn} from './look-up.ts';

/** A filter that refuses, with the entry of the table by which it does. */
export type FilterRefusal = {
	filter: Filter & {kind: 'phase'};
	entry: Entry | undefined;
	/** The reply, as it stands in the filter. */
	answer: string;
};

/** What the filters of one phase come to. */
export type Filtered = {
	refused: FilterRefusal | undefined;
	/** The new value of the command, where a filter rewrites it. */
	rewritten: string | undefined;
};

export type Phase = 'connect' | 'ehlo' | 'mail-from' | 'rcpt-to' | 'data' | 'commit';

/** The filters of a listener, one by one. */
function* membersOf(
	configuration: Configuration,
	names: readonly string[],
	seen: Set<string> = new Set(),
): Generator<Filter | string> {
	for (const name of names.filter(one => !seen.has(one))) {
		seen.add(name);
		const filter = configuration.filters.get(name);
		if (filter?.kind === 'chain') {
			yield* membersOf(configuration, filter.members, seen);
		} else {
			yield filter ?? name;
		}
	}
}

type Checked = {fits: boolean; entry: Entry | undefined} | {unseen: string};

function* inTable(
	configuration: Configuration,
	filter: Filter & {kind: 'phase'},
	envelope: Envelope,
): Asking<Checked> {
	const {check, table, regex, negated} = filter;
	const key: Readonly<Record<typeof check, string | undefined>> = {
		fcrdns: undefined,
		rdns: envelope.rdns || noName,
		src: envelope.client,
		helo: envelope.helo,
		auth: envelope.login,
		'mail-from': envelope.sender,
		'rcpt-to': mailboxText(envelope.recipient),
	};
	const service = (
		{
			fcrdns: 'word',
			rdns: 'domain',
			src: 'address',
			helo: 'domain',
			auth: 'word',
			'mail-from': 'mailbox',
			'rcpt-to': 'mailbox',
		} as const
	)[check];
	const subject = key[check];
	if (!table || subject === undefined) {
		return {fits: negated, entry: undefined};
	}

	const found = yield* findIn(configuration, table, regex ? 'regex' : service, subject);
	return found.status === 'unseen'
		? {unseen: found.why}
		: {
				fits: (found.status === 'match') !== negated,
				entry: found.status === 'match' ? found.entry : undefined,
			};
}

function* checked(
	configuration: Configuration,
	filter: Filter & {kind: 'phase'},
	envelope: Envelope,
): Asking<Checked> {
	const {check, table, negated} = filter;
	if (table) {
		return yield* inTable(configuration, filter, envelope);
	}

	const holds: Readonly<Partial<Record<typeof check, boolean>>> = {
		fcrdns: envelope.fcrdns,
		rdns: envelope.rdns !== '',
		auth: envelope.login !== undefined,
	};
	const held = holds[check];
	return held === undefined
		? {unseen: `“${filter.written}” is not understood`}
		: {fits: held !== negated, entry: undefined};
}

/** What the filters of a listener do in one phase, in order: the first that refuses, passes over the rest, or rewrites, ends it. */
export function* filtersIn(
	configuration: Configuration,
	listener: Listener,
	phase: Phase,
	envelope: Envelope,
	unseen: Unseen[],
): Asking<Filtered> {
	for (const filter of membersOf(configuration, listener.filters)) {
		if (typeof filter === 'string' || filter.kind === 'program' || filter.kind === 'unknown') {
			const what = typeof filter === 'string' ? `filter ${filter}` : filter.written;
			const why = 'it is a program of its own, which is not asked';
			if (!unseen.some(known => known.what === what)) {
				unseen.push({
					what,
					why:
						typeof filter !== 'string' && filter.kind === 'program' ? why : 'it is not understood',
				});
			}
		} else if (filter.kind === 'phase' && filter.phase === phase) {
			const result = yield* checked(configuration, filter, envelope);
			if ('unseen' in result) {
				unseen.push({what: filter.written, why: result.unseen});
			} else if (result.fits) {
				switch (filter.does) {
					case 'reject':
					case 'disconnect': {
						return {
							refused: {filter, entry: result.entry, answer: filter.argument},
							rewritten: undefined,
						};
					}

					case 'rewrite': {
						return {refused: undefined, rewritten: filter.argument};
					}

					case 'junk':
					case 'bypass': {
						return {refused: undefined, rewritten: undefined};
					}

					case 'report': {
						break;
					}
				}
			}
		}
	}

	return {refused: undefined, rewritten: undefined};
}
