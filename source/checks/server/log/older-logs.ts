import type {InspectionContext} from '../../../core/inspection.ts';
import {olderFiles, type LogFile, type Packing} from '../../../core/mail-log/log-files.ts';
import {isOfMail} from '../../../core/mail-log/log-events.ts';
import {readLogLines, type LogLine} from '../../../core/mail-log/log-line.ts';
import type {Look, Seen} from '../../../core/server-access.ts';

const why = 'what an older log has of the message that is followed';
const whyNames = 'which older logs there are';
const whyBegin = 'how far back a log goes';
/** A search through a packed log of a day takes its time. */
const bounds = {limit: 2 * 1024 * 1024, patience: 60_000, needs: 'root', why} as const;
/** Of a log that cannot be searched where it is, so much is taken. */
const wholeLimit = 8 * 1024 * 1024;
const begin = {limit: 4096, needs: 'root', why: whyBegin} as const;

/** Searches for one thing, and hands on the lines that have it: nobody else’s mail leaves the server. */
const searchers: Readonly<Record<Packing, string>> = {'': 'grep', gz: 'zgrep', xz: 'xzgrep'};
const unpackers = {gz: 'gzip', xz: 'xz'} as const;

const searchLook = (packing: Packing, pattern: string, file: string): Look => ({
	run: [searchers[packing], '-aiE', '-e', pattern, file],
	...bounds,
});
const unpackLook = (packing: Exclude<Packing, ''>, file: string, limits: Partial<Look>): Look => ({
	...bounds,
	...limits,
	run: [unpackers[packing], '-dc', file],
});
const beginLook = (file: string): Look => ({read: file, from: 'start', ...begin});
const namesLook = (folder: string): Look => ({
	run: ['ls', '-1t', folder],
	needs: folder === '/var/log' ? 'anybody' : 'root',
	why: whyNames,
});

const journal = ['journalctl', '-o', 'short-iso', '--no-pager', '-q'] as const;
const journalLook = (pattern: string): Look => ({
	// Where it looks for something, some versions print the newest first without being told
	run: [
		...journal,
		'-r',
		'-n',
		'3000',
		'--case-sensitive=no',
		`--grep=${pattern}`,
		'SYSLOG_FACILITY=2',
	],
	...bounds,
});
const journalBegin: Look = {run: [...journal, 'SYSLOG_FACILITY=2'], ...begin};

const folders = ['/var/log', '/var/log/exim4', '/var/log/exim'] as const;
const anyLog = '/var/log/<name>';
const anyPattern = '<what is sought>';

export const olderLooks: readonly Look[] = [
	...folders.map(namesLook),
	...(Object.keys(searchers) as Packing[]).map(packing => searchLook(packing, anyPattern, anyLog)),
	unpackLook('gz', anyLog, {}),
	unpackLook('xz', anyLog, {}),
	beginLook(anyLog),
	journalLook(anyPattern),
	journalBegin,
];

/** A log that can be searched, without its being read as a whole. */
export type OlderLog = {
	name: string;
	/**
	 * The lines of mail that match, of these hours alone where a file has many; undefined where it may not
	 * be read.
	 */
	search(pattern: string, hours?: string): Promise<readonly LogLine[] | undefined>;
	/** Its first line with a time; undefined where none is seen. */
	begins(): Promise<LogLine | undefined>;
};

function mailLines(seen: Seen, today: Date): readonly LogLine[] | undefined {
	return seen.status === 'seen' && (seen.exit === null || seen.exit < 2)
		? readLogLines(seen.output, today).filter(isOfMail)
		: undefined;
}

function asFile({server, ports}: InspectionContext, {file, packing}: LogFile): OlderLog {
	const take = async (look: Look) => server.look(look);
	return {
		name: file,
		async search(pattern, hours) {
			const whole = hours === undefined ? pattern : `^(${hours}).*(${pattern})`;
			const seen = await take(searchLook(packing, whole, file));
			if (seen.status !== 'absent' || packing === '') {
				return mailLines(seen, ports.today());
			}

			// BusyBox has no zgrep; whatever does not fit is taken out here
			const unpacked = await take(unpackLook(packing, file, {limit: wholeLimit}));
			const wanted = new RegExp(pattern, 'i');
			return mailLines(unpacked, ports.today())?.filter(line => wanted.test(line.text));
		},
		async begins() {
			const look = packing === '' ? beginLook(file) : unpackLook(packing, file, begin);
			const seen = await take(look);
			return seen.status === 'seen'
				? readLogLines(seen.output, ports.today()).find(({at}) => at !== null)
				: undefined;
		},
	};
}

function asJournal({server, ports}: InspectionContext): OlderLog {
	let first: Promise<LogLine | undefined> | undefined;
	const begins = async () => {
		const seen = await server.look(journalBegin);
		return seen.status === 'seen' ? readLogLines(seen.output, ports.today())[0] : undefined;
	};

	return {
		name: 'the journal',
		async search(pattern) {
			const seen = await server.look(journalLook(pattern));
			const lines = mailLines(seen, ports.today())?.toReversed();
			// journalctl may be there without a journal, or with one that mail does not go to
			first ??= lines?.length === 0 ? begins() : undefined;
			return lines?.length === 0 && (await first) === undefined ? undefined : lines;
		},
		async begins() {
			first ??= begins();
			return first;
		},
	};
}

/** Logs of mail alone, else those of everything; Exim’s lie in a folder of their own. */
const ofMail = ['mail.log', 'maillog'] as const;
const ofExim = ['mainlog', 'main.log'] as const;
const ofAll = ['syslog', 'messages'] as const;

/**
 * The logs that were put aside, the newest first, and before them those of the present ones of which only
 * the end was read (`cut`). The journal, which has all,
 * comes last.
 */
export async function findOlderLogs(
	context: InspectionContext,
	cut: readonly string[],
): Promise<readonly OlderLog[]> {
	const {server} = context;
	const namesIn = async (folder: string) => {
		const seen = await server.look(namesLook(folder));
		return seen.status === 'seen' ? seen.output : '';
	};

	const names = await namesIn('/var/log');
	const entries = new Set(names.split('\n'));
	const of = (logs: readonly string[], folder: string, listing: string) =>
		logs.flatMap(log => olderFiles(`${folder}/${log}`, listing));
	const exim = await Promise.all(
		(['exim4', 'exim'] as const)
			.filter(name => entries.has(name))
			.map(async name => of(ofExim, `/var/log/${name}`, await namesIn(`/var/log/${name}`))),
	);
	const mail = [...of(ofMail, '/var/log', names), ...exim.flat()];
	const files = mail.length > 0 ? mail : of(ofAll, '/var/log', names);
	return [
		...cut
			.filter(name => name.startsWith('/var/log/'))
			.map((file): LogFile => ({file, packing: ''})),
		...files,
	]
		.map(file => asFile(context, file))
		.concat(asJournal(context));
}
