import {eximId} from '../mail-log/exim-events.ts';
import {mostMessages, type QueuedMessage} from './queued-message.ts';

const units: Readonly<Record<string, number>> = {
	m: 60,
	h: 3600,
	d: 86_400,
	w: 604_800,
	y: 31_536_000,
};
const head = new RegExp(
	`^\\s*(\\d{1,6})([mhdwy])\\s+\\S+\\s+(${eximId}) (?:\\([^)]*\\) )?<([^>]*)>(.*)$`,
);

/**
 * Reads `exim -bp`: age, size, id and sender, then a line for each recipient; `D` stands before those
 * who have it already. Reasons are not in there: `reasons` gives them by id, as the log has them. Total.
 */
export function readEximQueue(
	output: string,
	reasons: ReadonlyMap<string, string>,
): readonly QueuedMessage[] {
	return output
		.split(/\n\s*\n/)
		.slice(0, mostMessages)
		.flatMap((block): QueuedMessage[] => {
			const lines = block.split('\n').filter(line => line.trim() !== '');
			const [, count, unit = 'm', id, sender = '', rest = ''] = head.exec(lines[0] ?? '') ?? [];
			if (id === undefined) {
				return [];
			}

			const reason = reasons.get(id) ?? '';
			const recipients = lines
				.slice(1)
				.filter(line => !/^\s*D\s/.test(line))
				.map(line => ({address: line.trim(), reason}));
			return [
				{
					id,
					state: rest.includes('frozen') ? 'held' : reason === '' ? 'active' : 'deferred',
					age: Number(count) * (units[unit] ?? 60),
					sender,
					recipients,
				},
			];
		});
}
