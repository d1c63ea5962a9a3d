import {clockTime} from '../../../core/mail-log/clock-time.ts';
import type {InspectionContext} from '../../../core/inspection.ts';
import type {LogLine} from '../../../core/mail-log/log-line.ts';
import {seekMessages, type Sought} from '../../../core/mail-log/seek.ts';
import {followMessage, type Trail} from '../../../core/mail-log/trail.ts';
import {last} from '../../../core/observation.ts';
import {duration} from '../../../core/phrase.ts';
import {completed, followBack, hasBeginning} from './follow-back.ts';
import type {LogReader, MailLog} from './mail-log.ts';

/** The log is looked at again after so many milliseconds, then after longer and longer. */
const wait = {first: 200, longest: 2000} as const;

/** What is looked for, the surest first, and whether it is this session’s own message. */
export type Wanted = {
	sought: readonly Sought[];
	/** When it came, by the server’s clock. */
	around: number | undefined;
	own: boolean;
	name: string;
};

export function wantedOf(
	{options, observations, ports}: InspectionContext,
	log: MailLog | undefined,
): Wanted | undefined {
	const {follow} = options;
	if (follow !== undefined) {
		const newest = log?.lines.at(-1)?.at ?? ports.today().getTime();
		const around = follow.around === undefined ? undefined : clockTime(follow.around, newest);
		return {
			sought: [
				{by: 'id', id: follow.sought},
				{by: 'address', address: follow.sought, around},
			],
			around,
			own: false,
			name: follow.sought,
		};
	}

	const id = last(observations, 'message.accepted')?.queueId ?? '';
	const messageId = last(observations, 'message.sent')?.messageId ?? '';
	const ids = [id, messageId].filter(one => one !== '');
	return ids.length === 0
		? undefined
		: {
				sought: ids.map(one => ({by: 'id', id: one})),
				around: undefined,
				own: true,
				name: ids[0] ?? '',
			};
}

function trailIn({events}: MailLog, {sought}: Wanted): Trail | undefined {
	for (const one of sought) {
		const [id] = seekMessages(one, events);
		if (id !== undefined) {
			return followMessage(id, events);
		}
	}

	return undefined;
}

/** Resolves after so many milliseconds; rejects with the signal’s reason. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
	signal.throwIfAborted();
	return new Promise((resolve, reject) => {
		const stop = () => {
			clearTimeout(timer);
			reject(signal.reason as Error);
		};

		const timer = setTimeout(() => {
			signal.removeEventListener('abort', stop);
			resolve();
		}, milliseconds);
		signal.addEventListener('abort', stop, {once: true});
	});
}

/** Where a message is, in the words of a note. */
function stateOf(trail: Trail | undefined): string {
	return trail === undefined
		? 'the log does not have it yet'
		: `in the queue as ${trail.queueIds.at(-1) ?? ''}, and no attempt was logged yet`;
}

/** Reads the log until it has an end for our own message, or patience is used up. */
async function waitForEnd(
	context: InspectionContext,
	reader: LogReader,
	wanted: Wanted,
): Promise<{trail: Trail | undefined; waited: number}> {
	const {ports, options, signal, say, safe} = context;
	const began = ports.now();
	let trail = trailIn(reader.first, wanted);
	let told = '';
	for (let next: number = wait.first; wanted.own && !trail?.settled;) {
		const waited = ports.now() - began;
		if (waited >= options.patience) {
			break;
		}

		const state = stateOf(trail);
		if (state !== told) {
			told = state;
			const text = safe(`waiting for the log, at most ${duration(options.patience)}: ${state}`);
			say({connection: 0, from: 'note', text, secure: false});
		}

		await pause(Math.min(next, options.patience - waited), signal);
		next = Math.min(next * 2, wait.longest);
		trail = trailIn(await reader.again(), wanted) ?? trail;
	}

	return {trail, waited: ports.now() - began};
}

/** What the logs have of a message, and which of them were read. */
export type Found = {
	trail: Trail | undefined;
	waited: number;
	sources: readonly string[];
	/** Where nothing was found: the first line of the oldest log. */
	begins: LogLine | undefined;
};

/** Finds the message: our own in the present log, which is waited for; another one in older logs, too. */
export async function findMessage(
	context: InspectionContext,
	reader: LogReader | undefined,
	wanted: Wanted,
): Promise<Found> {
	const sources = reader?.first.sources ?? [];
	const {trail, waited} = reader
		? await waitForEnd(context, reader, wanted)
		: {trail: undefined, waited: 0};
	const tell = (searched: readonly string[]): readonly string[] => {
		const all = [...new Set([...sources, ...searched])];
		const {first} = reader ?? {};
		const where = context.server.place;
		const lines = first?.lines.length ?? 0;
		context.observe('server.log', {where, sources: all, lines, cut: first?.cut ?? false});
		return all;
	};

	if (trail && (wanted.own || !reader || hasBeginning(trail, reader.first.events))) {
		return {trail, waited, sources, begins: undefined};
	}

	if (trail && reader) {
		const {trail: whole, searched} = await completed(context, reader.first, trail);
		return {trail: whole, waited, sources: tell(searched), begins: undefined};
	}

	const first = reader?.first.lines.find(({at}) => at !== null);
	if (wanted.own) {
		return {trail, waited, sources, begins: first};
	}

	const back = await followBack(context, reader?.first, wanted.sought, wanted.around);
	return {
		trail: back.trail,
		waited,
		sources: tell(back.searched),
		begins: [back.begins, first]
			.filter(line => line !== undefined)
			.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))[0],
	};
}
