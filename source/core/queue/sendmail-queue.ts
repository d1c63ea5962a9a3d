import {ageOfDate, mostMessages, type QueuedMessage, type ServerClock} from './queued-message.ts';

const head =
	/^([\dA-Za-z]{12,20})([*X?-]{0,2})\s+(?:\d+|\?)\s+(?:-?\d+ )?((?:[A-Z][a-z]{2} )?[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d) +(\S.*)$/;

const bare = (address: string) => address.replace(/^<(.*)>$/, '$1');

/**
 * Reads Sendmail’s `mailq`, short or with `-v`. The reason stands below the head, and in the verbose
 * form below each recipient, too; it is cut there by Sendmail itself. `X` is a message that is put off
 * because of the load, `*` one that is being worked on, and quarantined ones name it. Total.
 */
export function readSendmailQueue(output: string, clock: ServerClock): readonly QueuedMessage[] {
	const found: Array<QueuedMessage & {recipients: Array<{address: string; reason: string}>}> = [];
	let reason = '';
	for (const line of output.split('\n').slice(0, mostMessages * 4)) {
		const [, id, , date = '', sender = ''] = head.exec(line) ?? [];
		if (id !== undefined) {
			reason = '';
			const from = bare(sender.trim());
			found.push({
				id,
				state: 'active',
				age: ageOfDate(date, clock),
				sender: from === 'MAILER-DAEMON' ? '' : from,
				recipients: [],
			});
			continue;
		}

		const message = found.at(-1);
		const words = /^\s+\((.*)\)$/.exec(line)?.[1];
		const address = /^\s+(<[^>]+>|[^\s()]+@[^\s()]+)$/.exec(line)?.[1];
		if (!message) {
			continue;
		}

		if (words !== undefined) {
			reason = words.replace(/^Deferred: /, '');
			message.state = message.state === 'held' ? 'held' : 'deferred';
		} else if (/^\s+QUARANTINE:/.test(line)) {
			message.state = 'held';
		} else if (address !== undefined) {
			message.recipients.push({address: bare(address), reason});
		}
	}

	return found;
}
