import {clip, visible} from '../core/escape.ts';
import type {EventOf, ResultFacts, SessionEvent} from '../core/event.ts';
import {toAscii} from './ascii.ts';

/** The exit codes of monitoring plugins, with the words that stand for them. */
export const nagiosCodes = {OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3} as const;
export type NagiosState = keyof typeof nagiosCodes;

/** In characters: older daemons and agents cut a line at a kilobyte. */
const longestText = 300;
const longestLine = 1000;

const millisecondsADay = 86_400_000;

/** What a verdict means to a monitoring system: warnings alone are a warning. */
export function nagiosState({outcome, warnings}: ResultFacts): NagiosState {
	switch (outcome) {
		case 'healthy': {
			return warnings.length > 0 ? 'WARNING' : 'OK';
		}

		case 'problem': {
			return 'CRITICAL';
		}

		case 'inconclusive': {
			return 'UNKNOWN';
		}
	}
}

/** One line of text: no pipe, which begins the performance data, and nothing that a terminal obeys. */
function oneLine(text: string, ascii: boolean): string {
	const shown = visible(text).replaceAll('|', '/').replaceAll(/ +/g, ' ').trim();
	const cut = clip(ascii ? toAscii(shown) : shown, longestText);
	return ascii ? toAscii(cut) : cut;
}

const seconds = (label: string, milliseconds: number) =>
	`${label}=${(Math.max(0, milliseconds) / 1000).toFixed(3)}s;;;0`;

/** The whole days that the server's certificate is still valid; negative once it is not. */
function certificateDays(
	{startedAt}: EventOf<'session'>,
	observed: readonly EventOf<'observation'>[],
): number | undefined {
	const tls = observed.findLast(({kind}) => kind === 'tls.established');
	const validTo = tls?.kind === 'tls.established' ? tls.facts.chain[0]?.validTo : undefined;
	const left = Date.parse(validTo ?? '') - Date.parse(startedAt);
	return Number.isFinite(left) ? Math.floor(left / millisecondsADay) : undefined;
}

/** The time that connecting took, on the connection of the dialogue. */
function connectTime(observed: readonly EventOf<'observation'>[]): number | undefined {
	const chosen = observed.findLast(({kind}) => kind === 'endpoint.chosen');
	const open = observed.findLast(
		event =>
			event.kind === 'tcp.open' &&
			chosen?.kind === 'endpoint.chosen' &&
			event.facts.address === chosen.facts.address &&
			event.facts.port === chosen.facts.port,
	);
	return open?.kind === 'tcp.open' ? open.facts.after : undefined;
}

/** `label=value[unit];warn;crit;min` (Monitoring Plugins Development Guidelines), the most telling first; as many as there is room for. */
function performanceData(
	events: readonly SessionEvent[],
	{elapsed}: ResultFacts,
	room: number,
): string {
	const session = events.find(event => event.type === 'session');
	const observed = events.filter(event => event.type === 'observation');
	const connect = connectTime(observed);
	const days = session && certificateDays(session, observed);
	const data = [
		seconds('time', elapsed),
		...(connect === undefined ? [] : [seconds('connect', connect)]),
		...(days === undefined ? [] : [`certificate_days=${days}`]),
		...events
			.filter(event => event.type === 'step-finished')
			.filter(({status}) => status !== 'skipped')
			.map(({step, elapsed: took}) => seconds(`step_${step.replaceAll(/[^\w.-]/g, '_')}`, took)),
	];
	const unique = [...new Map(data.map(item => [item.split('=')[0], item])).values()];
	let length = 0;
	return unique.filter(item => (length += item.length + 1) <= room).join(' ');
}

/**
 * The one line of a monitoring plugin about a session: state, text, performance data. `result` is its last
 * event.
 */
export function nagiosLine(
	events: readonly SessionEvent[],
	result: ResultFacts,
	ascii: boolean,
): string {
	const session = events.find(event => event.type === 'session');
	const {outcome, class: name, summary, warnings} = result;
	const [first] = warnings;
	const about =
		outcome === 'healthy' && first
			? `${first.summary}${warnings.length > 1 ? ` (and ${warnings.length - 1} more)` : ''}`
			: `${name === null ? '' : `${name}: `}${summary}`;
	const text = oneLine(`${session?.target ?? ''}: ${about}`, ascii);
	const line = `SMTP ${nagiosState(result)} - ${text} | `;
	return `${line}${performanceData(events, result, longestLine - line.length)}`;
}

/** The one line where no session came about: wrong use, or something that keeps the program from it. */
export function nagiosUnknown(message: string, ascii: boolean): string {
	return `SMTP UNKNOWN - ${oneLine(message, ascii)}`;
}
