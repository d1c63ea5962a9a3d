import type {Asking} from './ask.ts';
import type {Action, Configuration, Entry, Rule, TableUse} from './configuration.ts';
import type {Tried} from './criteria.ts';
import type {Envelope, Mailbox} from './envelope.ts';
import {type Target, targetsOf} from './expand-alias.ts';
import type {NoRecipient, Refused, Unseen} from './expanded.ts';
import {tableInWords, valueOf} from './look-up.ts';

/** A step on the way of a recipient, and from where it comes. */
export type Node = Target & {
	depth: number;
	internal: boolean;
	rule: Rule | undefined;
	origin: Mailbox;
	same?: string;
	entry: Entry | undefined;
};

/** What is kept while a recipient is followed. */
export type State = {
	configuration: Configuration;
	envelope: Envelope;
	nodes: Node[];
	tried: Tried[];
	unseen: Unseen[];
	rule: Rule | undefined;
	action: Action | undefined;
	/** Something takes the message, or may take it. */
	taken: boolean;
};

export function refuse(
	reason: NoRecipient,
	reply: string,
	recipient: string,
	entry?: Entry,
	why = '',
): Refused {
	return {reason, reply, recipient, entry, why};
}

/** Puts what an alias leads to behind the other nodes. */
export function add(
	state: State,
	node: Node,
	targets: readonly Target[],
	rule: Rule,
	entry: Entry | undefined,
): void {
	const same = node.kind === 'user' ? node.name : undefined;
	for (const target of targets) {
		state.nodes.push({
			...target,
			depth: node.depth + 1,
			internal: true,
			rule,
			origin: node.origin,
			entry,
			...(target.kind === 'user' && same === target.name && {same}),
		});
	}
}

/** Looks an alias up; undefined where there is none, or it could not be seen. */
export function* alias(
	state: State,
	table: TableUse,
	keys: readonly string[],
): Asking<{targets: readonly Target[] | undefined; entry: Entry} | undefined> {
	for (const key of keys) {
		const found = yield* valueOf(state.configuration, table, key);
		if (found.status === 'unseen') {
			state.unseen.push({what: tableInWords(table), why: found.why});
			return undefined;
		}

		if (found.status === 'match') {
			return {targets: targetsOf(found.entry.value ?? ''), entry: found.entry};
		}
	}

	return undefined;
}
