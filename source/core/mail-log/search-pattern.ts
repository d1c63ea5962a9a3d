import {monthName} from './log-line.ts';

/**
 * A pattern for any of these very words, which `grep -E`, PCRE (the journal) and RegExp all take for the
 * same, and no program for an option.
 */
export function searchPattern(words: readonly string[]): string {
	return words
		.map(word =>
			word
				.replaceAll(/[\\^]/g, String.raw`\$&`)
				.replaceAll(/[.*+?${}()|[]/g, '[$&]')
				.replace(/^-/, '[-]'),
		)
		.join('|');
}

const hour = 3_600_000;

/**
 * A pattern for lines of a log of the hours from one time to another, in milliseconds as in `LogLine.at`: as
 * syslog writes its clock, in either form, and Exim.
 */
export function hoursPattern(from: number, to: number): string {
	const first = Math.floor(from / hour);
	const count = Math.floor(to / hour) - first + 1;
	return Array.from({length: count}, (_, index) => new Date((first + index) * hour))
		.map(time => {
			const iso = time.toISOString();
			const clock = iso.slice(11, 13);
			const day = `${monthName(time.getUTCMonth() + 1)} +${time.getUTCDate()}`;
			return `${day} ${clock}:|${iso.slice(0, 10)}[T ]${clock}:`;
		})
		.join('|');
}
