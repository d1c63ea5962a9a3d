import {withoutMailboxes} from '../mail-log/without-mailboxes.ts';
import type {ReplyClass} from '../vocabulary.ts';
import type {QueuedMessage} from './queued-message.ts';

/** Recipients that wait for the same reason, or for the same destination. */
export type QueueGroup = {
	by: 'reason' | 'destination';
	/** The class of the reason, or the domain. */
	name: string;
	/** Recipients that wait. */
	count: number;
	/** Seconds. */
	oldest: number | null;
	/** One of the reasons, without the names of mailboxes. */
	reason: string;
	/** The domains that it is about, the most frequent first. */
	domains: readonly string[];
	/** The class of the reason; of a destination the most frequent. */
	class: ReplyClass;
};

/** What a queue holds, on one line. Ages in seconds. */
export type QueueSummary = {
	messages: number;
	deferred: number;
	held: number;
	oldest: number | null;
};

const mostGroups = 8;

type Waiting = {domain: string; reason: string; class: ReplyClass; age: number | null};

const oldestOf = (ages: ReadonlyArray<number | null>) =>
	ages.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null);

/** The words in the order of how often they occur. */
function byFrequency<T extends string>(words: readonly T[]): readonly T[] {
	const counts = new Map<T, number>();
	for (const word of words) {
		counts.set(word, (counts.get(word) ?? 0) + 1);
	}

	return [...counts].toSorted(([, a], [, b]) => b - a).map(([word]) => word);
}

export function summarizeQueue(messages: readonly QueuedMessage[]): QueueSummary {
	return {
		messages: messages.length,
		deferred: messages.filter(({state}) => state === 'deferred').length,
		held: messages.filter(({state}) => state === 'held').length,
		oldest: oldestOf(messages.map(({age}) => age)),
	};
}

/** All reasons in a queue, each once, for the classifier. */
export function reasonsIn(messages: readonly QueuedMessage[]): readonly string[] {
	const reasons = messages.flatMap(({recipients}) => recipients.map(({reason}) => reason));
	return [...new Set(reasons.filter(reason => reason !== ''))];
}

/**
 * Groups what was deferred by the class of its reason and by its destination, the largest group first.
 * `classOf` has the class of each reason.
 */
export function groupQueue(
	messages: readonly QueuedMessage[],
	classOf: ReadonlyMap<string, ReplyClass>,
): readonly QueueGroup[] {
	const waiting = messages
		.filter(({state}) => state === 'deferred')
		.flatMap(({recipients, age}) =>
			recipients.map(({address, reason}): Waiting => ({
				domain: address.slice(address.lastIndexOf('@') + 1).toLowerCase(),
				reason,
				class: classOf.get(reason) ?? 'other',
				age,
			})),
		);

	const grouped = (by: QueueGroup['by'], nameOf: (one: Waiting) => string): readonly QueueGroup[] =>
		byFrequency(waiting.map(nameOf))
			.slice(0, mostGroups)
			.map(name => {
				const own = waiting.filter(one => nameOf(one) === name);
				return {
					by,
					name,
					count: own.length,
					oldest: oldestOf(own.map(({age}) => age)),
					reason: withoutMailboxes(byFrequency(own.map(({reason}) => reason))[0] ?? ''),
					domains: byFrequency(own.map(({domain}) => domain)).slice(0, mostGroups),
					class: byFrequency(own.map(one => one.class))[0] ?? 'other',
				};
			});

	return [...grouped('reason', one => one.class), ...grouped('destination', ({domain}) => domain)];
}
