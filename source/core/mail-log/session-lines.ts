import type {LogEvent} from './log-event.ts';
import type {LogLine} from './log-line.ts';

/** By what the server’s lines about our own connection are known. */
export type OwnTraits = {
	/** Our address as this side sees it; behind NAT the server sees another. */
	client: string;
	helo: string;
	sender: string;
	recipient: string;
	/** What the server refused us with, if anything. */
	refusal: string;
	/** The queue id that it gave us, if any. */
	queueId: string;
};

const mostLines = 30;

/** Words alone, so that the reply on the wire and in the log can be compared. */
const words = (text: string) =>
	text
		.toLowerCase()
		.replaceAll(/[^\p{L}\d]+/gu, ' ')
		.trim();

type Connection = {events: LogEvent[]};

const sessionOf = (event: LogEvent) => ('session' in event ? event.session : '');

/** The connections in a log, for servers that name them. */
function connectionsIn(events: readonly LogEvent[]): readonly Connection[] {
	const all: Connection[] = [];
	const open = new Map<string, Connection>();
	for (const event of events) {
		const session = sessionOf(event);
		if (event.kind === 'connected') {
			const connection = {events: [event]};
			open.set(session, connection);
			all.push(connection);
		} else if (session !== '') {
			open.get(session)?.events.push(event);
		}
	}

	return all;
}

function isOurs({events}: Connection, traits: OwnTraits): number {
	const {client, helo, sender, recipient, refusal, queueId} = traits;
	const weights = events.map(event => {
		switch (event.kind) {
			case 'accepted': {
				return queueId !== '' && event.queueId === queueId ? 8 : 0;
			}

			case 'refused': {
				const isSame = event.sender === sender && event.recipient === recipient;
				const said = refusal !== '' && words(event.reason).includes(words(refusal));
				return (said ? 2 : 0) + (isSame ? 2 : 0) + (helo !== '' && event.helo === helo ? 2 : 0);
			}

			case 'connected': {
				return event.client === client ? 1 : 0;
			}

			case 'disconnected': {
				return event.idle ? -1 : 0; // A look whether the port is open
			}

			default: {
				return 0;
			}
		}
	});
	return weights.reduce((sum: number, weight) => sum + weight, 0);
}

/** Refusals that stand alone in the log, as Exim and Sendmail write them. */
function isOwnLine(event: LogEvent, traits: OwnTraits): boolean {
	const {client, helo, sender, recipient, refusal, queueId} = traits;
	switch (event.kind) {
		case 'refused': {
			// Sendmail does not say whom it refused a recipient: then the words must be ours
			const isAlone = event.client === '' && words(refusal).includes(words(event.reason));
			return (
				(event.client === client || isAlone || (helo !== '' && event.helo === helo)) &&
				(event.recipient === recipient || (event.recipient === '' && !isAlone)) &&
				(event.sender === '' || event.sender === sender)
			);
		}

		case 'accepted': {
			return queueId !== '' && event.queueId === queueId;
		}

		case 'trouble': {
			return event.client === client;
		}

		default: {
			return false;
		}
	}
}

/**
 * The lines that a server wrote about our own connection, the latest that fits best. Nothing of anybody
 * else’s: a line is taken only where our address, our HELO name or our queue id is in its connection.
 */
export function ownLines(events: readonly LogEvent[], traits: OwnTraits): readonly LogLine[] {
	let best: {connection: Connection; weight: number} | undefined;
	for (const connection of connectionsIn(events)) {
		const weight = isOurs(connection, traits);
		if (weight > 0 && weight >= (best?.weight ?? 0)) {
			best = {connection, weight};
		}
	}

	const found = best
		? best.connection.events
		: events.filter(event => isOwnLine(event, traits)).slice(-mostLines);
	return [...new Set(found.map(({line}) => line))].slice(0, mostLines);
}
