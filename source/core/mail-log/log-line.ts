/** One line of a mail log, whatever wrote it. */
export type LogLine = {
	/** The server’s clock as the line has it; empty where it has none. */
	time: string;
	/**
	 * The same in milliseconds, reckoned as if the server’s wall clock were UTC: for differences within
	 * one log. Null where the line has no time.
	 */
	at: number | null;
	/** `postfix/smtpd`, `sm-mta`, `smtpd`, `exim` …; empty where the line does not say. */
	program: string;
	pid: number | null;
	/** What the program wrote. */
	text: string;
};

const limits = {lines: 20_000, text: 4096} as const;

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const day = 86_400_000;

export const monthName = (number: number): string => months[number - 1] ?? '';

/** 1 for `Jan` and so on; 0 where it is no month. */
export const monthNumber = (name: string): number => months.indexOf(name) + 1;

/** Milliseconds of a wall clock; null where it is no date. */
function clockOf(year: number, month: number, date: number, time: string): number | null {
	const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number);
	const at = Date.UTC(year, month - 1, date, hour, minute, Math.floor(second));
	return Number.isNaN(at) ? null : at;
}

/** A wall clock without a year: the latest that is not in the future, a day of grace for time zones. */
function clockWithoutYear(name: string, date: string, time: string, today: Date): number | null {
	const month = monthNumber(name);
	const year = today.getUTCFullYear();
	const at = month > 0 ? clockOf(year, month, Number(date), time) : null;
	return at !== null && at > today.getTime() + day
		? clockOf(year - 1, month, Number(date), time)
		: at;
}

/** `2026-11-26T11:59:46…` or `2026-11-26 11:59:46…`; the offset does not count. */
function clockOfIso(text: string): number | null {
	const [, year, month, date, time = ''] =
		/^(\d{4})-(\d\d)-(\d\d)[T ](\d\d:\d\d:\d\d)/.exec(text) ?? [];
	return year === undefined ? null : clockOf(Number(year), Number(month), Number(date), time);
}

/** `program[pid]: text`; BusyBox puts `facility.level` before it. */
function afterHost(time: string, at: number | null, rest: string): LogLine | undefined {
	const [, program, pid, text] =
		/^(?:(?:[a-z\d]{2,10})\.[a-z]{3,7} )?([\w./@+-]{1,60})(?:\[(\d{1,10})\])?: (.*)$/s.exec(rest) ??
		[];
	return program === undefined || text === undefined
		? undefined
		: withoutOwnTime({time, at, program, pid: pid === undefined ? null : Number(pid), text});
}

const ofExim =
	/^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?)(?: [+-]\d{4})? (?:\[(\d{1,10})\] )?(.*)$/s;

/** Exim puts its own time before what it sends to syslog, unless it is told not to. */
function withoutOwnTime(line: LogLine): LogLine {
	const own = line.program.startsWith('exim') ? ofExim.exec(line.text) : null;
	return own ? {...line, text: own[3] ?? ''} : line;
}

/** A line of `journalctl -o json`; its time is in microseconds of UTC. */
function ofJournal(line: string): LogLine | undefined {
	let entry: unknown;
	try {
		entry = JSON.parse(line);
	} catch {
		return undefined;
	}

	if (typeof entry !== 'object' || entry === null) {
		return undefined;
	}

	const field = (name: string): string => {
		const value: unknown = Reflect.get(entry, name);
		return typeof value === 'string'
			? value
			: Array.isArray(value) && value.every(byte => Number.isInteger(byte))
				? new TextDecoder().decode(Uint8Array.from(value as number[]))
				: '';
	};

	const micros = Number(field('__REALTIME_TIMESTAMP'));
	const at = micros > 0 && micros < 8.64e18 ? Math.floor(micros / 1000) : null;
	const pid = field('SYSLOG_PID') || field('_PID');
	const text = field('MESSAGE');
	return text === ''
		? undefined
		: withoutOwnTime({
				time: at === null ? '' : new Date(at).toISOString(),
				at,
				program: field('SYSLOG_IDENTIFIER') || field('_COMM'),
				pid: /^\d{1,10}$/.test(pid) ? Number(pid) : null,
				text,
			});
}

function readLine(line: string, today: Date): LogLine | undefined {
	if (line.startsWith('{')) {
		return ofJournal(line);
	}

	const classic = /^([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d) \S{1,255} (.*)$/s.exec(line);
	if (classic) {
		const [, month = '', date = '', time = '', rest = ''] = classic;
		const at = clockWithoutYear(month, date, time, today);
		return afterHost(`${month} ${date} ${time}`, at, rest);
	}

	const iso =
		/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?) \S{1,255} (.*)$/s.exec(
			line,
		);
	if (iso) {
		const [, time = '', rest = ''] = iso;
		return afterHost(time, clockOfIso(time), rest);
	}

	const exim = ofExim.exec(line);
	if (exim) {
		const [, time = '', pid, text = ''] = exim;
		const at = clockOfIso(time);
		return {time, at, program: 'exim', pid: pid === undefined ? null : Number(pid), text};
	}

	return undefined;
}

/**
 * Reads a piece of a log: syslog in its classic form (RFC 3164) or with RFC 3339 times, `journalctl` as
 * `-o short-iso` or `-o json`, and Exim’s own mainlog. What is none of these is left out. `today` gives
 * the year, which the classic form lacks. Total and bounded; of a longer text the end is read.
 */
export function readLogLines(text: string, today: Date): readonly LogLine[] {
	return text
		.split('\n')
		.slice(-limits.lines)
		.flatMap(raw => {
			const line = readLine(raw.replace(/\r$/, '').slice(0, limits.text), today);
			return line ? [line] : [];
		});
}
