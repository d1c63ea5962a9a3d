import type {Hop, HeaderReport} from './read-headers.ts';

/** A delay that is worth a look, in milliseconds: greylisting, a queue, a clock. */
const long = 60_000;

/** A time span for people, with its sign. */
export function span(milliseconds: number): string {
	const seconds = Math.round(Math.abs(milliseconds) / 1000);
	const [count, unit] =
		seconds < 120
			? [seconds, 's']
			: seconds < 7200
				? [Math.round(seconds / 60), 'min']
				: seconds < 172_800
					? [Math.round(seconds / 3600), 'h']
					: [Math.round(seconds / 86_400), 'days'];
	return `${milliseconds < 0 ? '-' : '+'}${count} ${unit}`;
}

function delayOf({delay}: Hop): string {
	return delay === null
		? ''
		: delay < -1000
			? `${span(delay)}: the clocks of the two differ`
			: `${span(delay)}${delay >= long ? ': here it waited' : ''}`;
}

function hopLine(hop: Hop, index: number): string {
	const {from, address, by, protocol, encrypted, id} = hop;
	const sender = [
		from || 'a program on the machine itself',
		address && address !== from ? `[${address}]` : '',
	];
	const how = [protocol, encrypted === false ? 'not encrypted' : encrypted ? 'encrypted' : ''];
	const parts = [delayOf(hop), how.filter(Boolean).join(', '), id && `id ${id}`].filter(Boolean);
	return `${index + 1}. ${sender.filter(Boolean).join(' ')} to ${by || 'a server that does not say its name'}${parts.length > 0 ? ` (${parts.join('; ')})` : ''}`;
}

/** What the header of a message tells, line by line; the first line of each block is its heading. */
export function headerBlocks(
	report: HeaderReport,
): ReadonlyArray<{heading: string; lines: readonly string[]}> {
	const {hops, total, results, earlier, signatures, spam} = report;
	const [first] = results;
	const blocks = [
		{
			heading: `The way of the message${total === null ? '' : `: ${hops.length} ${hops.length === 1 ? 'hop' : 'hops'} in ${span(total).slice(1)}`}`,
			lines: hops.map(hopLine),
		},
		{
			heading: `What ${first?.server || 'the receiver'} found (Authentication-Results)`,
			lines: results.map(
				({method, result, about, comment}) =>
					`${method}: ${result}${about.length > 0 ? ` for ${about.join(', ')}` : ''}${comment === '' ? '' : ` (${comment})`}`,
			),
		},
		{
			heading:
				'What others wrote: unless one trusts them, it proves nothing, as a sender can forge it',
			lines: earlier.map(
				({server, method, result}) => `${method}: ${result}${server === '' ? '' : ` by ${server}`}`,
			),
		},
		{
			heading: 'Signatures (DKIM)',
			lines: signatures.map(
				({domain, selector}) => `by ${domain}, with the key ${selector}._domainkey.${domain}`,
			),
		},
		{
			heading: 'The spam filter',
			lines:
				spam === null
					? []
					: [`${spam.flagged ? 'takes it for spam' : 'let it through'}: ${spam.text}`],
		},
	];
	return blocks.filter(({lines}) => lines.length > 0);
}
