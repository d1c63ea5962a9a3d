import type {ServerClock} from '../queue/queued-message.ts';
import type {LogLine} from './log-line.ts';

/** The time of one run by the clock of the server whose log is read; milliseconds of UTC. */
export type RunWindow = {
	from: number;
	to: number;
	/** Of the server’s wall clock, in milliseconds east of UTC. */
	zone: number;
};

/** A line of `during` was written in this run; `unknown`: it has no time, or one that is not the server’s. */
export type Written = 'during' | 'before' | 'unknown';

const second = 1000;

/**
 * The window of a run that began at `began`, by this machine’s clock. `clock` is what the server’s own said, and
 * this machine’s, when its answer came, was `answered`; null where both are the same clock.
 */
export function runWindow(began: number, clock: ServerClock, answered: number | null): RunWindow {
	const now = clock.now * second;
	const ahead = answered === null ? 0 : now - answered;
	return {
		from: began + ahead - second, // A log has whole seconds, rounded down
		to: now + 2 * second,
		zone: clock.offset * second,
	};
}

/** How far east of UTC a time says that it is; null where it does not say. */
function zoneIn(time: string): number | null {
	if (/\dZ$/.test(time)) {
		return 0;
	}

	const [, sign, hours, minutes] = /\d([+-])(\d\d):?(\d\d)$/.exec(time) ?? [];
	return sign === undefined || !/[T ]\d\d:\d\d/.test(time)
		? null
		: (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60 * second;
}

/** Whether the log ends on another clock than the server’s: in the future, or in this run if it were UTC. */
function isOffClock(last: LogLine | undefined, {from, to, zone}: RunWindow): boolean {
	if (last?.at == null || zoneIn(last.time) !== null) {
		return false;
	}

	const at = last.at - zone;
	return at > to || (at < from && last.at > from && last.at <= to);
}

/** Tells for each line of a log whether it was written in this run. Without a window nothing can be told. */
export function writtenIn(
	lines: readonly LogLine[],
	window: RunWindow | undefined,
): (line: LogLine) => Written {
	const off = window !== undefined && isOffClock(lines.at(-1), window);
	return ({at, time}) => {
		const own = zoneIn(time);
		if (at === null || window === undefined || (off && own === null)) {
			return 'unknown';
		}

		const utc = at - (own ?? window.zone);
		return utc > window.to ? 'unknown' : utc > window.from ? 'during' : 'before';
	};
}
