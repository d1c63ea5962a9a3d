const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** The units of time by the beginnings of their names, in the languages in which servers speak. */
const units: ReadonlyArray<readonly [name: RegExp, milliseconds: number]> = [
	[/^(?:s|secs?|seconds?|sekunden?|secondes?|segundos?|secondi|секунд\p{L}*|秒)$/u, second],
	[/^(?:m|mins?|minutes?|minuten?|minutos?|minuti|минут\p{L}*|分|分钟|分鐘)$/u, minute],
	[/^(?:h|hrs?|hours?|stunden?|heures?|horas?|ore|часа?|часов|小时|小時|時間)$/u, hour],
	[/^(?:d|days?|tagen?|jours?|días?|giorni|дн\p{L}*|天|日)$/u, 24 * hour],
];

/** Words near a time that make it one to wait, and not the unit of a limit (“10 in 60 seconds”). */
const cues =
	/again|re-?tr(?:y|ies)|come back|comes? later|\bwait|delay|defer|grey-?list|gray-?list|block(?:ed)? for|available|remain|\bleft\b|until|erneut|nochmal|wieder|warten|réessa|patient|intentar|vuelva|riprova|повтор|重试|稍后|後に/i;

/** What a time of the clock has behind or before it; it is no duration. */
const clock = /^ ?(?:UTC|GMT|[ap]m\b|[+-]\d{4}|Z\b)/i;

/** How far from a time its cue may stand, in characters: within the same clause. */
const near = 48;

type Found = {at: number; length: number; milliseconds: number};

function unitOf(name: string): number | undefined {
	return units.find(([pattern]) => pattern.test(name))?.[1];
}

function durationsIn(text: string): Found[] {
	const counted = Array.from(
		text.matchAll(/(?<![\d.:/-])(\d{1,6}(?:\.\d{1,2})?)[ -]?(\p{L}+)\.?/gu),
	).flatMap(({0: all, 1: count = '', 2: name = '', index}) => {
		const unit = unitOf(name.toLowerCase());
		return unit === undefined
			? []
			: [{at: index, length: all.length, milliseconds: Number(count) * unit}];
	});
	const written = Array.from(
		text.matchAll(/(?<![\d.:/-])(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?![\d:.])/g),
	).flatMap(({0: all, 1: hours = '0', 2: minutes = '0', 3: seconds = '0', index}) => {
		const after = text.slice(index + all.length);
		const isClock = clock.test(after) || /\b(?:at|since|um|à)\s$/.test(text.slice(0, index));
		const milliseconds = Number(hours) * hour + Number(minutes) * minute + Number(seconds) * second;
		return isClock ? [] : [{at: index, length: all.length, milliseconds}];
	});
	return [...counted, ...written].toSorted((a, b) => a.at - b.at);
}

/**
 * The time in milliseconds that a reply asks the client to wait before it tries again, where it names
 * one: “come back in 00:05:00”, “try again in 300 seconds”, “Greylisted for 5 minutes”. A limit such as
 * “100 messages in 60 minutes” is none.
 */
export function namedDelay(reply: string): number | undefined {
	const text = reply.normalize('NFC');
	return durationsIn(text).find(({at, length, milliseconds}) => {
		const before =
			text
				.slice(Math.max(0, at - near), at)
				.split(/[.;!](?=\s)/)
				.at(-1) ?? '';
		const [after = ''] = text.slice(at + length, at + length + near).split(/[.;!,](?=\s)/);
		return milliseconds > 0 && (cues.test(before) || cues.test(after));
	})?.milliseconds;
}

/**
 * A time as somebody types it, in milliseconds: `5` and `1.5` are minutes, else with a unit (`90 s`,
 * `2 min`) or as `m:ss` or `h:mm:ss`.
 */
export function typedDelay(text: string): number | undefined {
	const trimmed = text.trim();
	if (/^\d{1,5}(?:\.\d{1,3})?$/.test(trimmed)) {
		return Number(trimmed) * minute;
	}

	const [found, ...more] = durationsIn(trimmed);
	return found?.at === 0 && found.length === trimmed.length && more.length === 0
		? found.milliseconds
		: undefined;
}

/** A span of time for people, as `5 min 12 s`; below a second it is told as one. */
export function spanOf(milliseconds: number): string {
	const seconds = Math.max(1, Math.round(milliseconds / second));
	const parts = [
		[Math.floor(seconds / 3600), 'h'],
		[Math.floor(seconds / 60) % 60, 'min'],
		[seconds % 60, 's'],
	] as const;
	return parts
		.filter(([count]) => count > 0)
		.map(([count, unit]) => `${count} ${unit}`)
		.join(' ');
}

/** The time that is left, as `4:07` or `1:02:03`; it ends with 0:00. */
export function countdown(milliseconds: number): string {
	const seconds = Math.max(0, Math.ceil(milliseconds / second));
	const two = (value: number) => String(value).padStart(2, '0');
	const hours = Math.floor(seconds / 3600);
	const minutes = Math.floor(seconds / 60) % 60;
	return hours > 0
		? `${hours}:${two(minutes)}:${two(seconds % 60)}`
		: `${minutes}:${two(seconds % 60)}`;
}
