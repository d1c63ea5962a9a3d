import type {InspectionContext} from '../../../core/inspection.ts';
import {logEvents} from '../../../core/mail-log/log-events.ts';
import type {LogEvent} from '../../../core/mail-log/log-event.ts';
import type {LogLine} from '../../../core/mail-log/log-line.ts';
import {seekMessages, tolerance, type Sought} from '../../../core/mail-log/seek.ts';
import {hoursPattern, searchPattern} from '../../../core/mail-log/search-pattern.ts';
import {followMessage, type Trail} from '../../../core/mail-log/trail.ts';
import type {MailLog} from './mail-log.ts';
import {findOlderLogs, type OlderLog} from './older-logs.ts';

/** What older logs told. */
export type Back = {
	trail: Trail | undefined;
	/** The logs that were searched. */
	searched: readonly string[];
	/** The first line of the oldest of them. */
	begins: LogLine | undefined;
};

/** A filter in between, and one more: so often a message gets another id. */
const rounds = 3;
/** A message that was taken before the present log begins is looked for in so many older ones. */
const mostForBeginning = 4;

/** Events of several logs in the order of time, each line once. */
function joined(lines: ReadonlyArray<readonly LogLine[]>): readonly LogEvent[] {
	const known = new Map<string, LogLine>();
	for (const line of lines.flat()) {
		known.set(`${line.time} ${line.program} ${line.pid ?? ''} ${line.text}`, line);
	}

	return logEvents([...known.values()].toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0)));
}

const bare = (messageId: string) => messageId.replace(/^<(.*)>$/, '$1');

/** By what else the lines of this message can be known. */
function wordsOf({queueIds, messageId, fates}: Trail): readonly string[] {
	return [...queueIds, ...fates.flatMap(({queueId, next}) => [queueId, next]), bare(messageId)];
}

const isWord = (text: string) => /^[^\s\p{Cc}]{5,200}$/u.test(text);

/** Follows a message through these logs and the present one, by all ids that it turns out to have had. */
async function gather(
	id: string,
	logs: readonly OlderLog[],
	present: readonly LogLine[],
): Promise<{trail: Trail; isWhole: boolean}> {
	let words: readonly string[] = [id];
	for (let round = 1; ; round++) {
		const pattern = searchPattern(words);
		const found = await Promise.all(logs.map(async log => (await log.search(pattern)) ?? []));
		const events = joined([...found.toReversed(), present]);
		const trail = followMessage(id, events);
		const more = [...new Set([...words, ...wordsOf(trail).filter(isWord)])];
		if (more.length === words.length || round === rounds) {
			return {trail, isWhole: hasBeginning(trail, events)};
		}

		words = more;
	}
}

/** Whether a log has the line with which the server took the message. */
export function hasBeginning({queueIds}: Trail, events: readonly LogEvent[]): boolean {
	return events.some(
		event =>
			(event.kind === 'accepted' || event.kind === 'message-id') && queueIds[0] === event.queueId,
	);
}

/** Where older logs begin; `until` is the last of them that counts. */
async function oldestLine(logs: readonly OlderLog[]): Promise<LogLine | undefined> {
	const lines = await Promise.all(logs.slice(-2).map(async log => log.begins()));
	return lines
		.filter(line => line !== undefined)
		.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))
		.at(0);
}

/**
 * Looks for a message in the logs that were put aside, the newest first, and follows it from there to the
 * present one. With `around` only those are searched that may reach to that time.
 */
export async function followBack(
	context: InspectionContext,
	present: MailLog | undefined,
	sought: readonly Sought[],
	near: number | undefined,
): Promise<Back> {
	// An id is that of one message, whenever it came
	const isAddress = sought.some(one => one.by === 'address' && /^[^<].*@/.test(one.address));
	const around = isAddress ? near : undefined;
	const logs = await findOlderLogs(context, present?.cutSources ?? []);
	const named = sought.map(one => (one.by === 'id' ? bare(one.id) : one.address));
	const pattern = searchPattern([...new Set(named)]);
	const hours =
		around === undefined ? undefined : hoursPattern(around - tolerance, around + tolerance);
	const searched: OlderLog[] = [];
	let isFarEnough = false;
	for (const [index, log] of logs.entries()) {
		const isJournal = index === logs.length - 1;
		if (isFarEnough && !isJournal) {
			continue;
		}

		const first = around === undefined || isJournal ? undefined : (await log.begins())?.at;
		if (first != null && around !== undefined && first > around + tolerance) {
			searched.push(log); // It begins after that time, so nothing of the message can be in it
			continue;
		}

		const lines = await log.search(pattern, hours);
		if (lines === undefined) {
			continue;
		}

		searched.push(log);
		const events = logEvents(lines);
		const [id] = sought.flatMap(one => seekMessages(one, events));
		if (id !== undefined) {
			const {trail} = await gather(
				id,
				isJournal ? [log] : logs.slice(0, index + 1),
				present?.lines ?? [],
			);
			return {trail, searched: searched.map(({name}) => name), begins: undefined};
		}

		isFarEnough = first != null && around !== undefined && first < around - tolerance;
	}

	return {
		trail: undefined,
		searched: searched.map(({name}) => name),
		begins: await oldestLine(searched),
	};
}

/** Adds what older logs have of a message that the present one only has the rest of. */
export async function completed(
	context: InspectionContext,
	present: MailLog,
	trail: Trail,
): Promise<{trail: Trail; searched: readonly string[]}> {
	const [id = ''] = trail.queueIds;
	const logs = (await findOlderLogs(context, present.cutSources)).slice(0, mostForBeginning);
	for (const count of logs.keys()) {
		const some = logs.slice(0, count + 1);
		const found = await gather(id, some, present.lines);
		if (found.isWhole) {
			return {trail: found.trail, searched: some.map(({name}) => name)};
		}
	}

	return {trail, searched: []};
}
