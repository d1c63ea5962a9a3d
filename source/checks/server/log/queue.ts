import type {Inspection, InspectionContext} from '../../../core/inspection.ts';
import {logEvents} from '../../../core/mail-log/log-events.ts';
import {readLogLines} from '../../../core/mail-log/log-line.ts';
import {questionAbout} from '../../../core/mail-log/how-failed.ts';
import {all} from '../../../core/observation.ts';
import {readEximQueue} from '../../../core/queue/exim-queue.ts';
import {readSmtpctlQueue} from '../../../core/queue/opensmtpd-queue.ts';
import {readPostqueue, readPostqueueJson} from '../../../core/queue/postfix-queue.ts';
import {groupQueue, reasonsIn, summarizeQueue} from '../../../core/queue/queue-groups.ts';
import {
	readClock,
	type QueuedMessage,
	type ServerClock,
} from '../../../core/queue/queued-message.ts';
import {readSendmailQueue} from '../../../core/queue/sendmail-queue.ts';
import type {Look, Seen} from '../../../core/server-access.ts';
import {oldMail} from '../../../core/warnings.ts';
import type {Mta, ReplyClass} from '../../../core/vocabulary.ts';

const why = 'what waits in the queue, since when and why';
const bounds = {limit: 4 * 1024 * 1024, patience: 20_000, why} as const;

const looks = {
	clock: {
		run: ['date', '+%s %z'],
		needs: 'anybody',
		why: 'the server’s clock, by which the age of mail is reckoned',
	},
	postqueueJson: {run: ['postqueue', '-j'], needs: 'anybody', ...bounds},
	postqueue: {run: ['postqueue', '-p'], needs: 'anybody', ...bounds},
	exim4: {run: ['exim4', '-bp'], needs: 'root', ...bounds},
	exim: {run: ['exim', '-bp'], needs: 'root', ...bounds},
	smtpctl: {run: ['smtpctl', 'show', 'queue'], needs: 'root', ...bounds},
	mailq: {run: ['mailq', '-v'], needs: 'root', ...bounds},
	eximLog4: {
		read: '/var/log/exim4/mainlog',
		from: 'end',
		needs: 'root',
		limit: 512 * 1024,
		why: 'why Exim’s mail waits, which its queue does not tell',
	},
	eximLog: {
		read: '/var/log/exim/main.log',
		from: 'end',
		needs: 'root',
		limit: 512 * 1024,
		why: 'why Exim’s mail waits, which its queue does not tell',
	},
} as const satisfies Record<string, Look>;

const outputOf = (seen: Seen) =>
	seen.status === 'seen' && seen.exit === 0 ? seen.output : undefined;

/** What is there of a listing: where it was cut, its exit status is not known. */
const listingOf = (seen: Seen) =>
	seen.status === 'seen' && (seen.exit === 0 || seen.cut)
		? {text: seen.output, cut: seen.cut}
		: undefined;

type Listing = {mta: Mta; messages: readonly QueuedMessage[]; cut: boolean};

async function ofPostfix(
	{server}: InspectionContext,
	clock: ServerClock,
): Promise<Listing | undefined> {
	const json = listingOf(await server.look(looks.postqueueJson));
	if (json !== undefined) {
		return {mta: 'postfix', messages: readPostqueueJson(json.text, clock), cut: json.cut};
	}

	const plain = listingOf(await server.look(looks.postqueue));
	return plain === undefined
		? undefined
		: {mta: 'postfix', messages: readPostqueue(plain.text, clock), cut: plain.cut};
}

/** The latest reason of each message that was deferred, by its id. */
function reasonsOfExim(log: string, today: Date): ReadonlyMap<string, string> {
	const found = new Map<string, string>();
	for (const event of logEvents(readLogLines(log, today))) {
		if (event.kind === 'attempt' && event.outcome === 'deferred') {
			const before = found.get(event.queueId);
			if (before === undefined || !event.reason.startsWith('retry time not reached')) {
				found.set(event.queueId, event.reason);
			}
		}
	}

	return found;
}

async function ofExim({server, ports}: InspectionContext): Promise<Listing | undefined> {
	const listing =
		listingOf(await server.look(looks.exim4)) ?? listingOf(await server.look(looks.exim));
	if (listing === undefined) {
		return undefined;
	}

	const log =
		outputOf(await server.look(looks.eximLog4)) ?? outputOf(await server.look(looks.eximLog));
	const reasons = reasonsOfExim(log ?? '', ports.today());
	return {mta: 'exim', messages: readEximQueue(listing.text, reasons), cut: listing.cut};
}

async function ofOpensmtpd(
	{server}: InspectionContext,
	clock: ServerClock,
): Promise<Listing | undefined> {
	const listing = listingOf(await server.look(looks.smtpctl));
	return listing === undefined
		? undefined
		: {mta: 'opensmtpd', messages: readSmtpctlQueue(listing.text, clock), cut: listing.cut};
}

async function ofSendmail(
	{server}: InspectionContext,
	clock: ServerClock,
): Promise<Listing | undefined> {
	const listing = listingOf(await server.look(looks.mailq));
	return listing === undefined
		? undefined
		: {mta: 'sendmail', messages: readSendmailQueue(listing.text, clock), cut: listing.cut};
}

const readers: Readonly<
	Partial<
		Record<Mta, (context: InspectionContext, clock: ServerClock) => Promise<Listing | undefined>>
	>
> = {postfix: ofPostfix, exim: ofExim, opensmtpd: ofOpensmtpd, sendmail: ofSendmail};

/** The mail servers that may have a queue: those that run, else those that are installed, else all. */
function serversOf({observations}: InspectionContext): readonly Mta[] {
	const services = all(observations, 'server.service');
	const running = services.filter(service => service.running);
	const known = (running.length > 0 ? running : services).map(({mta}) => mta);
	return known.length > 0 ? known : ['postfix', 'exim', 'opensmtpd', 'sendmail'];
}

async function listingsOf(
	context: InspectionContext,
	clock: ServerClock,
): Promise<readonly Listing[]> {
	const found: Listing[] = [];
	const isKnown = context.observations.some(({tag}) => tag === 'server.service');
	for (const mta of serversOf(context)) {
		const listing = await readers[mta]?.(context, clock);
		if (listing) {
			found.push(listing);
			if (!isKnown) {
				break; // `mailq` is there with each of them
			}
		}
	}

	return found;
}

/** How long it is, for a sentence. */
export function ageInWords(seconds: number): string {
	const [count, unit] =
		seconds < 120
			? [seconds, 'second']
			: seconds < 7200
				? [seconds / 60, 'minute']
				: seconds < 172_800
					? [seconds / 3600, 'hour']
					: [seconds / 86_400, 'day'];
	const whole = Math.round(count);
	return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
}

/** What waits in the server’s queue: how much, how old, for which reason and for whom. */
export const queue: Inspection = {
	id: 'queue',
	title: 'Queue',
	question: 'delivered',
	stage: 'message',
	emits: ['server.queue', 'server.queue-group'],
	looks: Object.values(looks),
	async run(context) {
		const {ports, classify, observe, safe, server} = context;
		const clock = readClock(outputOf(await server.look(looks.clock)) ?? '') ?? {
			now: Math.floor(ports.today().getTime() / 1000),
			offset: 0,
		};
		const listings = await listingsOf(context, clock);
		const summaries: string[] = [];
		let isOld = false;
		for (const {mta, messages, cut} of listings) {
			const summary = summarizeQueue(messages);
			const age = ageInWords(summary.oldest ?? 0);
			isOld ||= summary.deferred > 0 && (summary.oldest ?? 0) > oldMail;
			observe('server.queue', {mta, ...summary, age, cut});
			const classes = new Map<string, ReplyClass>();
			for (const reason of reasonsIn(messages)) {
				classes.set(reason, (await classify(questionAbout(reason))).class);
			}

			for (const group of groupQueue(messages, classes)) {
				observe('server.queue-group', {
					mta,
					...group,
					name: safe(group.name),
					reason: safe(group.reason),
					domains: group.domains.map(safe),
					age: ageInWords(group.oldest ?? 0),
				});
			}

			summaries.push(
				summary.messages === 0
					? `The queue of ${mta} is empty.`
					: `${cut ? 'At least ' : ''}${summary.messages} in the queue of ${mta}, ${summary.deferred} deferred, ${summary.held} on hold; the oldest came ${age} ago.`,
			);
		}

		return listings.length === 0
			? {status: 'skipped', summary: 'No queue could be seen.'}
			: {status: isOld ? 'warned' : 'passed', summary: summaries.join(' ')};
	},
};
