import {ageOfDate, mostMessages, type QueuedMessage, type ServerClock} from './queued-message.ts';

type Entry = Record<string, unknown>;

const isEntry = (value: unknown): value is Entry => typeof value === 'object' && value !== null;
const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

function stateOf(queue: string): QueuedMessage['state'] {
	return queue === 'hold' ? 'held' : queue === 'deferred' ? 'deferred' : 'active';
}

/** Reads `postqueue -j` (Postfix 3.1 and later): one JSON object a line. Total. */
export function readPostqueueJson(output: string, {now}: ServerClock): readonly QueuedMessage[] {
	return output
		.split('\n')
		.slice(0, mostMessages)
		.flatMap((line): QueuedMessage[] => {
			let entry: unknown;
			try {
				entry = JSON.parse(line);
			} catch {
				return []; // The last line of a listing that was cut
			}

			if (!isEntry(entry) || textOf(entry['queue_id']) === '') {
				return [];
			}

			const arrival = entry['arrival_time'];
			const recipients = Array.isArray(entry['recipients']) ? entry['recipients'] : [];
			const sender = textOf(entry['sender']);
			return [
				{
					id: textOf(entry['queue_id']),
					state: stateOf(textOf(entry['queue_name'])),
					age: typeof arrival === 'number' ? Math.max(0, now - arrival) : null,
					sender: sender === 'MAILER-DAEMON' ? '' : sender,
					recipients: recipients.filter(isEntry).map(recipient => ({
						address: textOf(recipient['address']),
						reason: textOf(recipient['delay_reason']),
					})),
				},
			];
		});
}

const head =
	/^([\dA-Za-z]{5,20})([*!#]?)\s+\d+\s+([A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d(?::\d\d)?) +(\S.*)$/;

/**
 * Reads `postqueue -p`, which is `mailq` where Postfix is the mail system. `*` is the active queue, `!`
 * the hold queue. A reason stands above the recipients that it is about. Total.
 */
export function readPostqueue(output: string, clock: ServerClock): readonly QueuedMessage[] {
	return output
		.split(/\n\s*\n/)
		.slice(0, mostMessages)
		.flatMap((block): QueuedMessage[] => {
			const lines = block.split('\n').filter(line => line !== '' && !line.startsWith('-Queue ID-'));
			const [, id, mark, date = '', sender = ''] = head.exec(lines[0] ?? '') ?? [];
			if (id === undefined) {
				return [];
			}

			let reason = '';
			const recipients = lines.slice(1).flatMap(line => {
				const text = line.trim();
				const words = /^\((.*)\)$/.exec(text)?.[1];
				reason = words ?? reason;
				return words !== undefined || text === '' ? [] : [{address: text, reason}];
			});
			return [
				{
					id,
					state: mark === '!' ? 'held' : mark === '*' || reason === '' ? 'active' : 'deferred',
					age: ageOfDate(date, clock),
					sender: sender === 'MAILER-DAEMON' ? '' : sender,
					recipients,
				},
			];
		});
}
