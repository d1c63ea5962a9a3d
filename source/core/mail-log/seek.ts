import type {LogEvent} from './log-event.ts';

/** What a message is looked for by. `around`: the server’s clock, in milliseconds as in `LogLine.at`. */
export type Sought =
	{by: 'id'; id: string} | {by: 'address'; address: string; around: number | undefined};

/** How far from the time that a user gives a message may be, in milliseconds. */
export const tolerance = 30 * 60_000;

const bare = (messageId: string) => messageId.replace(/^<(.*)>$/, '$1');

/** A queue id or a message id, and the queue ids that the log has for it. */
function byId(id: string, events: readonly LogEvent[]): readonly string[] {
	return events.flatMap(event =>
		'queueId' in event &&
		event.queueId !== '' &&
		(event.queueId === id ||
			(event.kind === 'message-id' && bare(event.messageId) === bare(id)) ||
			// OpenSMTPD’s queue shows envelopes, whose first half is the message
			(/^[\da-f]{16}$/.test(id) && event.queueId === id.slice(0, 8)))
			? [event.queueId]
			: [],
	);
}

function concerns(event: LogEvent, address: string): boolean {
	return (
		(event.kind === 'sender' && event.sender.toLowerCase() === address) ||
		((event.kind === 'attempt' || event.kind === 'recipient' || event.kind === 'action') &&
			event.recipient.toLowerCase() === address)
	);
}

/**
 * The queue ids of the messages that fit, the best first: for an address the latest, or those nearest
 * to the time. Each id stands once.
 */
export function seekMessages(sought: Sought, events: readonly LogEvent[]): readonly string[] {
	if (sought.by === 'id') {
		return [...new Set(byId(sought.id, events))];
	}

	const address = sought.address.toLowerCase();
	const found = new Map<string, number>();
	for (const event of events) {
		if (concerns(event, address) && 'queueId' in event && !found.has(event.queueId)) {
			found.set(event.queueId, event.line.at ?? 0);
		}
	}

	const all = [...found].toReversed();
	const {around} = sought;
	const distance = (at: number) => Math.abs(at - (around ?? at));
	return (around === undefined ? all : all.toSorted(([, a], [, b]) => distance(a) - distance(b)))
		.filter(([, at]) => distance(at) <= tolerance)
		.map(([id]) => id);
}
