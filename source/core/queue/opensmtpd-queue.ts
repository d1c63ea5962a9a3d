import {mostMessages, type QueuedMessage, type ServerClock} from './queued-message.ts';

/**
 * Reads `smtpctl show queue`: envelopes, one a line, fields parted by `|` — id, family, type, flags,
 * sender, recipient twice, created, last try, expiry, tries, state, seconds to the next try, reason.
 * Total.
 */
export function readSmtpctlQueue(output: string, {now}: ServerClock): readonly QueuedMessage[] {
	return output
		.split('\n')
		.slice(0, mostMessages)
		.flatMap((line): QueuedMessage[] => {
			const [id = '', , , flags = '', sender = '', , address = '', created = '', ...more] =
				line.split('|');
			if (!/^[\da-f]{16}$/.test(id)) {
				return [];
			}

			const [, , tries = '0', state = '', , ...words] = more;
			const reason = words.join('|');
			return [
				{
					id,
					state: /suspend|hold/.test(`${flags} ${state}`)
						? 'held'
						: Number(tries) > 0 && reason !== ''
							? 'deferred'
							: 'active',
					age: /^\d{9,12}$/.test(created) ? Math.max(0, now - Number(created)) : null,
					sender: sender === '@' ? '' : sender,
					recipients: [{address, reason}],
				},
			];
		});
}
