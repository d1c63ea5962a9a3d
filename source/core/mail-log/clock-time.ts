const day = 86_400_000;

/** `14:30`, `14:30:05`, `2026-11-26 14:30`: the server’s clock as its log writes it. */
const form = /^(?:(\d{4})-(\d\d)-(\d\d)[T ])?([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;

export function isClockTime(text: string): boolean {
	return form.test(text.trim());
}

/**
 * A time that a user gives, in milliseconds as in `LogLine.at`. Without a date it is the latest such time
 * up to half an hour after `newest`, the end of the log. Undefined where it is no time.
 */
export function clockTime(text: string, newest: number | undefined): number | undefined {
	const [, year, month, date, hour, minute, second = '0'] = form.exec(text.trim()) ?? [];
	if (hour === undefined) {
		return undefined;
	}

	const [h, m, s] = [Number(hour), Number(minute), Number(second)];
	if (year !== undefined) {
		return Date.UTC(Number(year), Number(month) - 1, Number(date), h, m, s);
	}

	if (newest === undefined) {
		return undefined;
	}

	const today = newest - (newest % day) + ((h * 60 + m) * 60 + s) * 1000;
	return today > newest + day / 48 ? today - day : today;
}
