/** One message that waits in a queue. */
export type QueuedMessage = {
	id: string;
	/** `deferred`: tried and put off; `active`: its turn, or not tried yet; `held`: a person must act. */
	state: 'active' | 'deferred' | 'held';
	/** Seconds since it came; null where the listing does not tell. */
	age: number | null;
	/** Empty for a bounce. */
	sender: string;
	/** Those who do not have it yet. `reason` is empty where the listing gives none. */
	recipients: ReadonlyArray<{address: string; reason: string}>;
};

/** The clock of the server, by which ages are reckoned. */
export type ServerClock = {
	/** Seconds since 1970. */
	now: number;
	/** Its time zone, in seconds east of UTC. */
	offset: number;
};

/** Messages of a longer listing are not read. */
export const mostMessages = 20_000;

/** Reads `date '+%s %z'`. */
export function readClock(output: string): ServerClock | undefined {
	const [, now, sign, hours, minutes] = /^(\d{9,12}) ([+-])(\d\d)(\d\d)\s*$/.exec(output) ?? [];
	const offset = (Number(hours) * 60 + Number(minutes)) * 60;
	return now === undefined
		? undefined
		: {now: Number(now), offset: sign === '-' ? -offset : offset};
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** The age of `Thu Nov 26 11:59:47` or `Thu Nov 26 12:02`, a date of the server’s clock without a year. */
export function ageOfDate(text: string, {now, offset}: ServerClock): number | null {
	const [, name = '', day, hour, minute, second = '0'] =
		/([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d)(?::(\d\d))?$/.exec(text.trim()) ?? [];
	const month = months.indexOf(name);
	if (month === -1) {
		return null;
	}

	const local = now + offset;
	const inYear = (year: number) =>
		local - Date.UTC(year, month, Number(day), Number(hour), Number(minute), Number(second)) / 1000;
	const year = new Date(local * 1000).getUTCFullYear();
	const age = inYear(year);
	return Math.max(0, age < -86_400 ? inYear(year - 1) : age);
}
