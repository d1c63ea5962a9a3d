import type {StepEnd} from '../../../core/check.ts';
import type {Inspection, InspectionContext} from '../../../core/inspection.ts';
import {howFailed, questionAbout} from '../../../core/mail-log/how-failed.ts';
import type {LogLine} from '../../../core/mail-log/log-line.ts';
import type {Fate, Trail} from '../../../core/mail-log/trail.ts';
import type {Facts} from '../../../core/observation.ts';
import {duration} from '../../../core/phrase.ts';
import {findMessage, wantedOf, type Wanted} from './find-message.ts';
import {lineOfLog, logLooks, openMailLog} from './mail-log.ts';
import {olderLooks} from './older-logs.ts';

/** Lines of one message that are shown at most, and recipients. */
const most = {lines: 40, fates: 20} as const;

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

/** That nothing was found, where, and whether the log goes back far enough. */
function notFound(
	{own, around}: Wanted,
	sought: string,
	sources: readonly string[],
	waited: number,
	begins: LogLine | undefined,
): string {
	const nothing = `${sources.join(', ')}: nothing about ${sought}`;
	if (own) {
		return `${nothing}${waited > 0 ? ` in ${duration(waited)}` : ''}.`;
	}

	const isLate = around !== undefined && begins?.at != null && begins.at > around;
	return begins
		? `${nothing}. The log begins at ${begins.time}${isLate ? ', after the time that you gave' : ''}.`
		: `${nothing}.`;
}

/**
 * Follows a message through the server’s log to its end: the test message of this session, for which it
 * waits as the log grows, or the one that the user names, for which older logs are searched as well.
 */
export const follow: Inspection = {
	id: 'follow',
	title: 'Message’s way',
	question: 'delivered',
	stage: 'message',
	emits: ['delivery.fate', 'delivery.not-found', 'server.log', 'server.log-line'],
	looks: [...logLooks, ...olderLooks],
	async run(context) {
		const reader = await openMailLog(context);
		const wanted = wantedOf(context, reader?.first);
		if (!reader && (!wanted || wanted.own)) {
			return {status: 'skipped', summary: 'No mail log was seen.'};
		}

		if (!wanted) {
			return {
				status: 'skipped',
				summary:
					'There is no message to follow: --send sends one, and --follow names one by queue id, Message-ID or address.',
			};
		}

		const {trail, waited, sources, begins} = await findMessage(context, reader, wanted);
		if (sources.length === 0) {
			return {status: 'skipped', summary: 'No mail log was seen.'};
		}

		if (!trail) {
			const sought = context.safe(wanted.name);
			const from = context.safe(begins?.time ?? 'a time that is not known');
			const {own} = wanted;
			context.observe('delivery.not-found', {own, sought, sources, waited, begins: from});
			return {status: 'warned', summary: notFound(wanted, sought, sources, waited, begins)};
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
