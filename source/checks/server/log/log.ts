import type {Inspection, InspectionContext} from '../../../core/inspection.ts';
import {clockTime} from '../../../core/mail-log/clock-time.ts';
import type {LogEvent} from '../../../core/mail-log/log-event.ts';
import type {LogLine} from '../../../core/mail-log/log-line.ts';
import {runWindow, writtenIn, type RunWindow} from '../../../core/mail-log/run-window.ts';
import {ownLines, type OwnTraits} from '../../../core/mail-log/session-lines.ts';
import {startFailure, withoutMended} from '../../../core/mail-log/start-failure.ts';
import {all, last, type Facts} from '../../../core/observation.ts';
import {readClock} from '../../../core/queue/queued-message.ts';
import type {Look} from '../../../core/server-access.ts';
import {subjectOf} from '../../../core/subject.ts';
import {lineOfLog, logLooks, openMailLog, type MailLog} from './mail-log.ts';

/** Troubles of our own connection that are shown at most. */
const mostTroubles = 10;
/** A failed start is of interest for so long, in milliseconds. */
const recent = 86_400_000;

const clock = {
	run: ['date', '+%s %z'],
	needs: 'anybody',
	why: 'the server’s clock, by which lines of this run are told from older ones',
} as const satisfies Look;

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

/** The time of this run by the server’s clock; undefined where that was not seen. */
async function windowOf({server, walk, here}: InspectionContext): Promise<RunWindow | undefined> {
	const seen = await server.look(clock);
	const read = seen.status === 'seen' ? readClock(seen.output) : undefined;
	const answered = server.where.kind === 'local' ? null : here.today().getTime();
	return read && runWindow(walk.began.getTime(), read, answered);
}

/** What went wrong with TLS, logins or filters for this client, or while it was connected. */
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

/** Since when the mail server runs, as `LogLine.at`; undefined where that is not known. */
function startOf({observations}: InspectionContext): number | undefined {
	const since = all(observations, 'server.service').flatMap(({running, since: text}) => {
		const time = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.exec(text)?.[0];
		return running && time !== undefined ? (clockTime(time, undefined) ?? []) : [];
	});
	return since.length > 0 ? Math.max(...since) : undefined;
}

/** Shows lines beside the dialogue, and notes them as facts. */
function tell(
	{say, observe, safe}: InspectionContext,
	about: Facts['server.log-line']['about'],
	lines: readonly LogLine[],
	begins = 'log',
): void {
	for (const line of lines) {
		const text = safe(lineOfLog(line));
		const id = say({connection: 0, from: 'note', text: `${begins}: ${text}`, secure: false});
		observe('server.log-line', {about, text}, [id]);
	}
}

const count = (lines: readonly LogLine[]) =>
	`${lines.length} ${lines.length === 1 ? 'line' : 'lines'}`;

/**
 * The server’s own log of this session, beside what was said on the wire. Only lines about this client,
 * about this message or about the server itself are shown: the rest is other people’s mail. What was
 * written before this run is never taken for a line about it.
 */
export const log: Inspection = {
	id: 'log',
	title: 'Log',
	question: 'delivered',
	stage: 'message',
	emits: ['server.log', 'server.log-line'],
	looks: [...logLooks, clock],
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
		const written = writtenIn(lines, await windowOf(context));
		const isOfRun = ({line}: LogEvent) => written(line) === 'during';
		const failure = startFailure(withoutMended(events, isOfRun));
		const start = startOf(context);
		const newest = lines.at(-1)?.at ?? 0;
		const isRecent =
			failure !== undefined &&
			newest - (failure.at ?? newest) < recent &&
			(start === undefined || failure.at === null || failure.at >= start);
		const linesAmong = (some: readonly LogEvent[]) =>
			ownLines(some, traits).filter(line => line !== failure);
		const own = linesAmong(events.filter(isOfRun));
		const near = own.length > 0 ? troublesOf(first, own, traits.client) : [];
		const troubles = new Set([...own, ...near].filter(line => isTrouble(events, line)));
		const undated = linesAmong(events.filter(({line}) => written(line) === 'unknown'));
		const earlier = new Set([
			...(own.length > 0 ? [] : undated),
			...[...troubles].filter(line => written(line) !== 'during'),
		]);
		const now = [...troubles].filter(line => !earlier.has(line));
		const older = [...earlier].filter(line => written(line) === 'before');
		const unknown = [...earlier].filter(line => written(line) === 'unknown');
		tell(context, 'earlier', older, 'log, before this run');
		tell(context, 'earlier', unknown, 'log, at a time that is not known');
		tell(
			context,
			'session',
			own.filter(line => !troubles.has(line)),
		);
		tell(context, 'trouble', now);
		tell(context, 'fatal', isRecent ? [failure] : []);
		const where = sources.join(' and ');
		if (isRecent) {
			return {
				status: 'warned',
				summary: `${where}: the server gave up: ${context.safe(failure.text)}`,
			};
		}

		return own.length > 0
			? {
					status: now.length > 0 ? 'warned' : 'passed',
					summary: `${where}: ${count(own)} about this session.`,
				}
			: undated.length > 0
				? {
						status: 'skipped',
						summary: `${where}: ${count(undated)} that may be about this session; by their time it cannot be told.`,
					}
				: {
						status: 'skipped',
						summary: `${where}: no line about this session among the last ${lines.length} of mail.`,
					};
	},
};
