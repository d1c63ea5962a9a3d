import type {Attempt, LogEvent} from './log-event.ts';
import type {LogLine} from './log-line.ts';
import {withoutMailboxes} from './without-mailboxes.ts';

/**
 * Where a message is, for one recipient. `deferred` is tried again, `waiting` has not been tried;
 * `held` waits for a person.
 */
export type Whereabouts = Exclude<Attempt, 'handed-on'> | 'held' | 'deleted' | 'waiting';

/** The last that the log says of a message and one recipient. */
export type Fate = {
	/** Empty where the log does not tell. */
	recipient: string;
	where: Whereabouts;
	/** The queue id under which it came to this. */
	queueId: string;
	relay: string;
	enhanced: string;
	reason: string;
	next: string;
	/** How often it was deferred. */
	deferrals: number;
	/** The line that says so; absent where nothing was said yet. */
	line: LogLine | undefined;
};

/** The way of one message through the log of one host. */
export type Trail = {
	/** Its ids, in their order: a filter that hands it back gives it another one. */
	queueIds: readonly string[];
	messageId: string;
	sender: string;
	fates: readonly Fate[];
	/** The bounce that the sender was sent; empty where there was none. */
	bounceId: string;
	/** Every line that speaks of it, in the order of the log. */
	lines: readonly LogLine[];
	/** Nothing more is to come: each recipient has an end, or its next attempt is later. */
	settled: boolean;
};

type OfKind<K extends LogEvent['kind']> = Extract<LogEvent, {kind: K}>;

function ofKind<K extends LogEvent['kind']>(events: readonly LogEvent[], kind: K): OfKind<K>[] {
	return events.filter((event): event is OfKind<K> => event.kind === kind);
}

const idOf = (event: LogEvent) => ('queueId' in event ? event.queueId : '');

/** Ids that this host gave, so that one in a reply of the next hop is known as its own. */
function ownIds(events: readonly LogEvent[]): ReadonlySet<string> {
	return new Set(
		events.flatMap(event =>
			event.kind === 'accepted' || event.kind === 'message-id' || event.kind === 'sender'
				? [event.queueId]
				: [],
		),
	);
}

/**
 * The events of one message under one id. Postfix gives a short id again once it is free, so only what
 * comes after its latest beginning counts.
 */
function lifeOf(id: string, events: readonly LogEvent[]): readonly LogEvent[] {
	const own = events.filter(event => idOf(event) === id);
	const accepted = own.findLastIndex(({kind}) => kind === 'accepted');
	const begins = accepted === -1 ? own.findLastIndex(({kind}) => kind === 'message-id') : accepted;
	return own.slice(Math.max(begins, 0));
}

/** Adds the ids under which the message went on: by the reply of the hop, or by its Message-ID. */
function allIds(first: string, events: readonly LogEvent[]): readonly string[] {
	const own = ownIds(events);
	const messageIds = ofKind(events, 'message-id');
	const ids = [first];
	for (const id of ids) {
		const life = lifeOf(id, events);
		const names = ofKind(life, 'message-id').map(e => e.messageId);
		const same = messageIds.filter(e => names.includes(e.messageId)).map(e => e.queueId);
		const next = ofKind(life, 'attempt')
			.map(e => e.next)
			.filter(after => own.has(after));
		for (const more of [...next, ...same]) {
			if (!ids.includes(more)) {
				ids.push(more);
			}
		}
	}

	return ids;
}

/** For a deferral that names no reason: what happened on the way there just before. */
function ofTheHop(
	attempt: OfKind<'attempt'>,
	before: readonly LogEvent[],
): {reason: string; relay: string} {
	const {relay, reason, recipient, queueId} = attempt;
	const domain = recipient.slice(recipient.lastIndexOf('@') + 1).toLowerCase();
	if (reason.startsWith('Network error on destination')) {
		// OpenSMTPD names the error where the route ends
		const route = before.findLastIndex(
			e => e.kind === 'no-route' && e.destination.toLowerCase() === domain,
		);
		const error = before.slice(0, Math.max(route, 0)).findLast(e => e.kind === 'hop-failed');
		return error?.kind === 'hop-failed'
			? {relay, reason: `${reason}: ${error.reason}`}
			: {relay, reason};
	}

	if (reason.startsWith('retry time not reached')) {
		const earlier = before.findLast(
			e =>
				e.kind === 'attempt' &&
				e.outcome === 'deferred' &&
				!e.reason.startsWith('retry time not reached') &&
				e.recipient.toLowerCase().endsWith(`@${domain}`),
		);
		return earlier?.kind === 'attempt'
			? {relay: earlier.relay, reason: `${reason}; before: ${withoutMailboxes(earlier.reason)}`}
			: {relay, reason};
	}

	const hop = before.findLast(e => e.kind === 'hop-failed' && e.queueId === queueId);
	return relay === '' && hop?.kind === 'hop-failed' ? {relay: hop.relay, reason} : {relay, reason};
}

/** Names the next server where only the reason does. */
function withRelay(hop: {reason: string; relay: string}): {reason: string; relay: string} {
	const named = /^connect to (\S{1,255}\[[\da-fA-F.:]{2,45}\](?::\d{1,5})?):/.exec(hop.reason)?.[1];
	return hop.relay === '' && named !== undefined ? {...hop, relay: named} : hop;
}

const nothingYet = {relay: '', enhanced: '', reason: '', next: '', deferrals: 0, line: undefined};

/** The fates of a message’s recipients, by what the events say in their order. */
function fatesOf(ids: readonly string[], events: readonly LogEvent[]): readonly Fate[] {
	const fates = new Map<string, Fate>();
	const first = ids[0] ?? '';
	const set = (recipient: string, fate: Omit<Fate, 'recipient' | 'deferrals'>) => {
		const before = fates.get(recipient);
		const deferrals = (before?.deferrals ?? 0) + (fate.where === 'deferred' ? 1 : 0);
		fates.set(recipient, {recipient, ...fate, deferrals});
	};

	const handed = new Set<string>();
	const own = new Set(ids.flatMap(id => lifeOf(id, events)));
	for (const [index, event] of events.entries()) {
		const queueId = idOf(event);
		if (!own.has(event)) {
			continue;
		}

		switch (event.kind) {
			case 'recipient': {
				if (!fates.has(event.recipient)) {
					set(event.recipient, {...nothingYet, where: 'waiting', queueId});
				}

				break;
			}

			case 'attempt': {
				const {recipient, outcome, enhanced, next, line} = event;
				if (outcome === 'handed-on' || (next !== queueId && ids.includes(next))) {
					set(recipient, {...nothingYet, where: 'waiting', queueId: next || queueId});
					handed.add(recipient);
					break;
				}

				const hop = withRelay(ofTheHop(event, events.slice(0, index)));
				set(recipient, {where: outcome, queueId, enhanced, next, line, ...hop});
				break;
			}

			case 'action': {
				const {action, reason, line} = event;
				const open = [...fates.values()].filter(
					fate => fate.where === 'waiting' || fate.where === 'deferred',
				);
				const about = event.recipient === '' ? open.map(fate => fate.recipient) : [event.recipient];
				for (const recipient of about.length > 0 ? about : ['']) {
					set(recipient, {...nothingYet, where: action, queueId, reason, line});
				}

				break;
			}

			case 'expired': {
				for (const fate of fates.values()) {
					if (fate.where === 'deferred') {
						set(fate.recipient, {...fate, where: 'bounced', line: event.line});
					}
				}

				break;
			}

			default: {
				break;
			}
		}
	}

	// Where it was handed on, an alias may have put other recipients in the place of one
	const all = [...fates.values()];
	const known = all.filter(
		fate =>
			(fate.recipient !== '' || fates.size === 1) &&
			(fate.where !== 'waiting' ||
				!handed.has(fate.recipient) ||
				!all.some(other => other !== fate && other.queueId === fate.queueId)),
	);
	return known.length > 0
		? known
		: [{recipient: '', where: 'waiting', queueId: ids.at(-1) ?? first, ...nothingYet}];
}

/** Where a mailbox program says that it put the message. */
function asStored(fate: Fate, messageId: string, events: readonly LogEvent[]): Fate {
	const stored = ofKind(events, 'stored').findLast(e => e.messageId === messageId);
	if (!stored || messageId === '' || (fate.where !== 'delivered' && fate.where !== 'passed-on')) {
		return fate;
	}

	const {mailbox, discarded, line} = stored;
	return discarded
		? {...fate, where: 'discarded', reason: 'a Sieve rule discards it', line}
		: {
				...fate,
				where: /\b(?:junk|spam|bulk|quarantine|trash)\b/i.test(mailbox) ? 'filtered' : 'delivered',
				relay: mailbox,
				line,
			};
}

/**
 * Follows a message from one of its queue ids to its end, across the ids that filters give it. Pure;
 * what the log does not say is `waiting`.
 */
export function followMessage(queueId: string, events: readonly LogEvent[]): Trail {
	const ids = allIds(queueId, events);
	const own = ids.flatMap(id => lifeOf(id, events));
	const messageId = ofKind(own, 'message-id').at(0)?.messageId ?? '';
	const fates = fatesOf(ids, events).map(fate => asStored(fate, messageId, events));
	const stored = ofKind(events, 'stored').filter(e => e.messageId === messageId);
	const lines = new Set([...own, ...stored].map(({line}) => line));
	return {
		queueIds: ids,
		messageId,
		sender: ofKind(own, 'sender').at(0)?.sender ?? '',
		fates,
		bounceId: ofKind(own, 'returned').at(-1)?.bounceId ?? '',
		lines: events
			.map(({line}) => line)
			.filter((line, at, all) => lines.has(line) && line !== all[at - 1]),
		settled: fates.every(({where}) => where !== 'waiting'),
	};
}
