import type {InspectionContext} from '../../../core/inspection.ts';
import type {LogEvent} from '../../../core/mail-log/log-event.ts';
import {isOfMail, logEvents} from '../../../core/mail-log/log-events.ts';
import {readLogLines, type LogLine} from '../../../core/mail-log/log-line.ts';
import type {Look, Seen} from '../../../core/server-access.ts';

/** No more of a log is taken, in bytes from its end. */
const limit = 512 * 1024;

const why = 'what the server wrote about this session and this message, at the end of its log';

const file = (read: string) =>
	({read, from: 'end', needs: 'root', limit, why}) as const satisfies Look;

/** Logs of mail alone: Debian and Red Hat; then Exim’s own. */
const ofMail = [
	'/var/log/mail.log',
	'/var/log/maillog',
	'/var/log/exim4/mainlog',
	'/var/log/exim/main.log',
	'/var/log/exim/mainlog',
].map(file);

/** The facility of mail, under which every mail server logs. */
const journal = {
	run: ['journalctl', '-o', 'short-iso', '--no-pager', '-q', '-n', '3000', 'SYSLOG_FACILITY=2'],
	needs: 'root',
	limit: 2 * limit,
	why,
} as const satisfies Look;

/** Where mail has no log of its own, it is among everything else. */
const ofAll = ['/var/log/syslog', '/var/log/messages'].map(file);

export const logLooks: readonly Look[] = [...ofMail, journal, ...ofAll];

/** A log that is there, as much of it as was read. */
export type MailLog = {
	/** Files, or the journal. */
	sources: readonly string[];
	events: readonly LogEvent[];
	/** Lines that a mail server wrote. */
	lines: readonly LogLine[];
	/** There was more than was read. */
	cut: boolean;
	/** The sources of which that is so. */
	cutSources: readonly string[];
};

type Source = {name: string; look: Look; lines: readonly LogLine[]; cut: boolean};

const nameOf = (look: Look) => ('read' in look ? look.read : 'the journal');

function sourceOf(look: Look, seen: Seen, today: Date): Source | undefined {
	if (seen.status !== 'seen') {
		return undefined;
	}

	const lines = readLogLines(seen.output, today).filter(isOfMail);
	return lines.length > 0 ? {name: nameOf(look), look, lines, cut: seen.cut} : undefined;
}

const newest = ({lines}: Source) => lines.at(-1)?.at ?? 0;

/** Logs that are written to, and no copy of them: a file is left where the journal has gone further. */
const slack = 5000;

function merged(sources: readonly Source[]): MailLog {
	const lines = sources
		.flatMap(source => source.lines)
		.map((line, index) => ({line, index}))
		.toSorted((a, b) =>
			sources.length === 1
				? a.index - b.index
				: (a.line.at ?? 0) - (b.line.at ?? 0) || a.index - b.index,
		)
		.map(({line}) => line);
	return {
		sources: sources.map(({name}) => name),
		events: logEvents(lines),
		lines,
		cut: sources.some(({cut}) => cut),
		cutSources: sources.filter(({cut}) => cut).map(({name}) => name),
	};
}

/** Reads the mail log of a server, and again as often as `again` is called; undefined where none is seen. */
export type LogReader = {first: MailLog; again(): Promise<MailLog>};

/**
 * Finds which log is there: the files of mail, and the journal where they end before it; else the log of
 * everything. Of each only the end is taken.
 */
export async function openMailLog({
	server,
	ports,
}: InspectionContext): Promise<LogReader | undefined> {
	const read = async (look: Look) => sourceOf(look, await server.look(look), ports.today());
	const readAll = async (looks: readonly Look[]) =>
		(await Promise.all(looks.map(read))).flatMap(source => source ?? []);
	const files = await readAll(ofMail);
	const [fromJournal] = await readAll([journal]);
	const last = Math.max(0, ...files.map(newest));
	const found =
		fromJournal && newest(fromJournal) > last + slack
			? [fromJournal]
			: files.length > 0
				? files.filter(source => newest(source) > last - 86_400_000)
				: await readAll(ofAll);
	if (found.length === 0) {
		return undefined;
	}

	return {
		first: merged(found),
		again: async () => {
			const sources = await readAll(found.map(({look}) => look));
			return merged(sources);
		},
	};
}

/** One line of a log, as it is shown. */
export function lineOfLog({time, program, pid, text}: LogLine): string {
	return `${time} ${program}${pid === null ? '' : `[${pid}]`}: ${text}`.trim();
}
