import {monthNumber} from './log-line.ts';

const day = 86_400_000;

/** `14:30`, `14:30:05`, `2026-11-26 14:30`, `Nov 26 14:30`: the server’s clock as its log writes it. */
const form =
	/^(?:(?<year>\d{4})-(?<number>\d\d)-(?<iso>\d\d)[T ]|(?<name>[A-Z][a-z]{2}) {1,2}(?<date>\d{1,2}) )?(?<hour>[01]?\d|2[0-3]):(?<minute>[0-5]\d)(?::(?<second>[0-5]\d)(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?$/;

type Parts = {year: number | undefined; month: number; date: number; time: number};

/** The parts of a time; month and date are 0 where it names no day. Undefined where it is no time. */
function partsOf(text: string): Parts | undefined {
	const parts = form.exec(text.trim())?.groups;
	if (!parts) {
		return undefined;
	}

	const {year, number, iso, name, date = iso ?? '0', hour, minute, second = '0'} = parts;
	const month = name === undefined ? Number(number ?? '0') : monthNumber(name);
	const time = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
	const whole = {
		year: year === undefined ? undefined : Number(year),
		month,
		date: Number(date),
		time,
	};
	// 2024 is a leap year: where none is named, 29 February is a day
	const check = new Date(Date.UTC(whole.year ?? 2024, month - 1, whole.date));
	const isDay = check.getUTCMonth() === month - 1 && check.getUTCDate() === whole.date;
	return (month === 0 && whole.date === 0) || isDay ? whole : undefined;
}

export function isClockTime(text: string): boolean {
	return partsOf(text) !== undefined;
}

/**
 * A time that a user gives, in milliseconds as in `LogLine.at`. Without a year, or a date, it is the latest
 * such time up to half an hour after `newest`, the end of the log. Undefined where it is no time.
 */
export function clockTime(text: string, newest: number | undefined): number | undefined {
	const parts = partsOf(text);
	if (!parts) {
		return undefined;
	}

	const {year, month, date, time} = parts;
	if (year !== undefined) {
		return Date.UTC(year, month - 1, date) + time;
	}

	if (newest === undefined) {
		return undefined;
	}

	const latest = newest + day / 48;
	if (month > 0) {
		const thisYear = new Date(newest).getUTCFullYear();
		const inYear = (wanted: number) => Date.UTC(wanted, month - 1, date) + time;
		return inYear(thisYear) > latest ? inYear(thisYear - 1) : inYear(thisYear);
	}

	const today = newest - (newest % day) + time;
	return today > latest ? today - day : today;
}
