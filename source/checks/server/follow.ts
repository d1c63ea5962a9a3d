import type {Inspection, InspectionContext} from '../../core/inspection.ts';
import {howFailed, questionAbout} from '../../core/mail-log/how-failed.ts';
import {seekMessages, type Sought} from '../../core/mail-log/seek.ts';
import {clockTime} from '../../core/mail-log/clock-time.ts';
import {followMessage, type Fate, type Trail} from '../../core/mail-log/trail.ts';
import {last, type Facts} from '../../core/observation.ts';
import {duration} from '../../core/phrase.ts';
import type {StepEnd} from '../../core/check.ts';
import {lineOfLog, logLooks, openMailLog, type LogReader, type MailLog} from './mail-log.ts';

/** The log is looked at again after so many milliseconds, then after longer and longer. */
const wait = {first: 200, longest: 2000} as const;
/** Lines of one message that are shown at most, and recipients. */
const most = {lines: 40, fates: 20} as const;

/** What is looked for, the surest first, and whether it is this session’s own message. */
type Wanted = {sought: readonly Sought[]; own: boolean; name: string};

function wantedOf({options, observations}: InspectionContext, log: MailLog): Wanted | undefined {
	const {follow} = options;
	if (follow !== undefined) {
		const newest = log.lines.at(-1)?.at ?? undefined;
		const around = follow.around === undefined ? undefined : clockTime(follow.around, newest);
		return {
			sought: [
				{by: 'id', id: follow.sought},
				{by: 'address', address: follow.sought, around},
			],
			own: false,
			name: follow.sought,
		};
	}

	const id = last(observations, 'message.accepted')?.queueId ?? '';
	const messageId = last(observations, 'message.sent')?.messageId ?? '';
	const ids = [id, messageId].filter(one => one !== '');
	return ids.length === 0
		? undefined
		: {sought: ids.map(one => ({by: 'id', id: one})), own: true, name: ids[0] ?? ''};
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

async function factsOf(
	{classify, safe}: InspectionContext,
	trail: Trail,
	fate: Fate,
	own: boolean,
): Promise<Facts['delivery.fate']> {
	const {where, relay, enhanced, recipient, queueId, deferrals} = fate;
	const failed = where === 'deferred' || where === 'bounced';
	const named = failed ? await classify(questionAbout(fate.reason, enhanced)) : undefined;
	const line = fate.line ? lineOfLog(fate.line) : '';
	return {
		own,
		where,
		recipient: safe(recipient),
		queueId,
		messageId: safe(trail.messageId),
		relay: safe(relay),
		reason: safe(fate.reason || line),
		class: named?.class ?? (where === 'delivered' || where === 'passed-on' ? 'success' : 'other'),
		how: named ? howFailed(fate.reason, named.class, relay) : '',
		enhanced,
		next: safe(fate.next),
		deferrals,
		bounceId: trail.bounceId,
		line: safe(line),
	};
}

const inWords: Readonly<Record<Fate['where'], string>> = {
	delivered: 'delivered',
	'passed-on': 'passed on to the next server',
	deferred: 'deferred: it waits in the queue and is tried again',
	bounced: 'refused on its way, and returned',
	discarded: 'discarded without a word',
	filtered: 'taken by a filter',
	held: 'on hold, until a person lets it go',
	deleted: 'deleted from the queue by hand',
	waiting: 'in the queue, not tried yet',
};

function summaryOf({where, relay, next, reason}: Facts['delivery.fate']): string {
	switch (where) {
		case 'delivered': {
			return `Delivered${relay === '' ? '' : ` (${relay})`}.`;
		}

		case 'passed-on': {
			return `Passed on to ${relay || 'the next server'}${next === '' ? '' : `, which has it as ${next}`}: from there its log tells.`;
		}

		default: {
			return `The message is ${inWords[where]}: ${reason}`;
		}
	}
}

function endOf(fates: ReadonlyArray<Facts['delivery.fate']>): StepEnd {
	const worst =
		fates.find(({where}) => !['delivered', 'passed-on', 'waiting'].includes(where)) ??
		fates.find(({where}) => where === 'waiting') ??
		fates[0];
	if (!worst) {
		return {status: 'skipped', summary: 'The log says nothing about it.'};
	}

	const {where} = worst;
	const isFine = where === 'delivered' || where === 'passed-on';
	return {
		status: isFine ? 'passed' : where === 'waiting' ? 'warned' : 'failed',
		...(isFine || where === 'waiting' ? {} : {class: 'not-delivered' as const}),
		summary: summaryOf(worst),
	};
}

/**
 * Follows a message through the server’s log to its end: the test message of this session, for which it
 * waits as the log grows, or the one that the user names.
 */
export const follow: Inspection = {
	id: 'follow',
	title: 'Message’s way',
	question: 'delivered',
	stage: 'message',
	emits: ['delivery.fate', 'delivery.not-found', 'server.log-line'],
	looks: logLooks,
	async run(context) {
		const reader = await openMailLog(context);
		if (!reader) {
			return {status: 'skipped', summary: 'No mail log was seen.'};
		}

		const wanted = wantedOf(context, reader.first);
		if (!wanted) {
			return {
				status: 'skipped',
				summary:
					'There is no message to follow: --send sends one, and --follow names one by queue id, Message-ID or address.',
			};
		}

		const {trail, waited} = await waitForEnd(context, reader, wanted);
		if (!trail) {
			const {sources} = reader.first;
			context.observe('delivery.not-found', {sought: wanted.name, sources, waited});
			return {
				status: 'warned',
				summary: `${sources.join(' and ')}: nothing about ${context.safe(wanted.name)}${waited > 0 && wanted.own ? ` in ${duration(waited)}` : ''}.`,
			};
		}

		const ids = trail.lines.slice(0, most.lines).map(line => {
			const text = context.safe(lineOfLog(line));
			const id = context.say({connection: 0, from: 'note', text: `log: ${text}`, secure: false});
			context.observe('server.log-line', {about: 'message', text}, [id]);
			return {line, id};
		});
		const fates = await Promise.all(
			trail.fates.slice(0, most.fates).map(async fate => factsOf(context, trail, fate, wanted.own)),
		);
		for (const [index, facts] of fates.entries()) {
			const line = trail.fates[index]?.line;
			const shown = ids.filter(one => one.line === line).map(({id}) => id);
			context.observe('delivery.fate', facts, shown);
		}

		return endOf(fates);
	},
};
