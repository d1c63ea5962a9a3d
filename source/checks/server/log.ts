import type {Inspection, InspectionContext} from '../../core/inspection.ts';
import type {LogLine} from '../../core/mail-log/log-line.ts';
import {ownLines, type OwnTraits} from '../../core/mail-log/session-lines.ts';
import {startFailure} from '../../core/mail-log/start-failure.ts';
import {last, type Facts} from '../../core/observation.ts';
import {subjectOf} from '../../core/subject.ts';
import {lineOfLog, logLooks, openMailLog, type MailLog} from './mail-log.ts';

/** Troubles of our own connection that are shown at most. */
const mostTroubles = 10;
/** A failed start is of interest for so long, in milliseconds. */
const recent = 86_400_000;

function traitsOf({observations}: InspectionContext): OwnTraits {
	const subject = subjectOf(observations);
	const word = (name: string) => {
		const value = subject[name];
		return typeof value === 'string' ? value : '';
	};

	return {
		client: word('client'),
		helo: word('helo'),
		sender: word('sender'),
		recipient: word('recipient'),
		refusal: last(observations, 'smtp.refusal')?.text ?? '',
		queueId: last(observations, 'message.accepted')?.queueId ?? '',
	};
}

/** What went wrong with TLS, logins or filters while this client was connected. */
function troublesOf(
	{events}: MailLog,
	own: readonly LogLine[],
	client: string,
): readonly LogLine[] {
	const times = own.flatMap(({at}) => at ?? []);
	const from = Math.min(...times) - 1000;
	const to = Math.max(...times) + 1000;
	const found = events.filter(
		event =>
			event.kind === 'trouble' &&
			!own.includes(event.line) &&
			(event.client === client ||
				// Without an address it says nothing about anybody
				(event.client === '' && (event.line.at ?? 0) >= from && (event.line.at ?? 0) <= to)),
	);
	return [...new Set(found.map(({line}) => line))].slice(-mostTroubles);
}

const isTrouble = (events: MailLog['events'], line: LogLine) =>
	events.some(event => event.kind === 'trouble' && event.line === line);

/** Shows lines beside the dialogue, and notes them as facts. */
function tell(
	{say, observe, safe}: InspectionContext,
	about: Facts['server.log-line']['about'],
	lines: readonly LogLine[],
): void {
	for (const line of lines) {
		const text = safe(lineOfLog(line));
		const id = say({connection: 0, from: 'note', text: `log: ${text}`, secure: false});
		observe('server.log-line', {about, text}, [id]);
	}
}

/**
 * The server’s own log of this session, beside what was said on the wire. Only lines about this client,
 * about this message or about the server itself are shown: the rest is other people’s mail.
 */
export const log: Inspection = {
	id: 'log',
	title: 'Log',
	question: 'delivered',
	stage: 'message',
	emits: ['server.log', 'server.log-line'],
	looks: logLooks,
	async run(context) {
		const reader = await openMailLog(context);
		if (!reader) {
			context.observe('server.log', {
				where: context.server.place,
				sources: [],
				lines: 0,
				cut: false,
			});
			return {status: 'skipped', summary: 'No mail log was seen.'};
		}

		const {first} = reader;
		const {sources, lines, cut, events} = first;
		context.observe('server.log', {where: context.server.place, sources, lines: lines.length, cut});
		const traits = traitsOf(context);
		const failure = startFailure(events);
		const own = ownLines(events, traits).filter(line => line !== failure);
		const newest = lines.at(-1)?.at ?? 0;
		const isRecent = failure !== undefined && newest - (failure.at ?? newest) < recent;
		const troubles = own.length > 0 ? troublesOf(first, own, traits.client) : [];
		const troubled = new Set([...own.filter(line => isTrouble(events, line)), ...troubles]);
		tell(
			context,
			'session',
			own.filter(line => !troubled.has(line)),
		);
		tell(context, 'trouble', [...troubled]);
		tell(context, 'fatal', isRecent ? [failure] : []);
		const where = sources.join(' and ');
		return isRecent
			? {status: 'warned', summary: `${where}: the server gave up: ${context.safe(failure.text)}`}
			: own.length > 0
				? {
						status: troubled.size > 0 ? 'warned' : 'passed',
						summary: `${where}: ${own.length} ${own.length === 1 ? 'line' : 'lines'} about this session.`,
					}
				: {
						status: 'skipped',
						summary: `${where}: no line about this session among the last ${lines.length} of mail.`,
					};
	},
};
