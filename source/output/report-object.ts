import type {
	AheadReport,
	CauseReport,
	EventOf,
	Outcome,
	ResultFacts,
	StepStatus,
	Warning,
} from '../core/event.ts';
import type {Facts} from '../core/observation.ts';
import type {Certainty, ErrorClass} from '../core/vocabulary.ts';
import type {HostRow} from './host-table.ts';
import type {MovedStory} from './moved-story.ts';
import type {RecordRow} from './record-table.ts';
import type {ViewTable} from './two-views.ts';

/** The version of the report as an object. */
export const reportSchema = 1;

/** The most lines of the dialogue that a report holds: as many of its beginning as of its end. */
export const longestDialogue = 2000;

export type ReportStep = {
	step: string;
	title: string;
	/** `reach`, `handshake`, `authorised`, `delivered`. */
	question: string;
	/** The shell command that shows the same; empty where there is none. */
	command: string;
	/** Null where the session ended before the step did. */
	status: StepStatus | null;
	class: ErrorClass | null;
	summary: string;
	/** Milliseconds. */
	elapsed: number | null;
};

export type ReportWalk = {
	run: number;
	/** The options that differ from the walk before. */
	changes: readonly string[];
	compared: 'fixed' | 'changed' | 'same' | null;
	outcome: Outcome;
	class: ErrorClass | null;
	summary: string;
	steps: readonly ReportStep[];
};

export type ReportLine = Pick<EventOf<'line'>, 'at' | 'connection' | 'from' | 'text' | 'secure'>;

/** One thing that was run or read, and what came of it. */
export type ReportLook = Pick<Facts['server.looked'], 'command' | 'why' | 'status'>;

/** A session for somebody who was not there: what `--report FILE.json` holds (docs/report.md). */
export type SessionReport = {
	report: typeof reportSchema;
	program: 'smtp-medic';
	version: string;
	target: string;
	/** ISO 8601. */
	startedAt: string;
	/** Milliseconds from the first event to the last. */
	elapsed: number;
	/** The last walk came to its verdict. */
	complete: boolean;
	/** The command line that does the same again. */
	command: string;
	/** The options, without secrets. */
	options: Readonly<Record<string, unknown>>;
	verdict: Omit<ResultFacts, 'warnings' | 'elapsed'> & {
		title: string;
		/** Empty where there is no class. */
		meaning: string;
		next: string;
		certainty: Certainty | null;
		alternatives: ReadonlyArray<{class: ErrorClass; title: string}>;
		evidence: readonly string[];
	};
	causes: readonly CauseReport[];
	/** What would stop the mail next, each with its likeliest cause. */
	ahead: readonly AheadReport[];
	/** The same old address in several places, and what carries it all over; null where it is not so. */
	story: MovedStory | null;
	warnings: readonly Warning[];
	walks: readonly ReportWalk[];
	/** The addresses of the target, where there are several. */
	hosts: readonly HostRow[];
	records: readonly RecordRow[];
	/** What is seen from two places, side by side. */
	views: readonly ViewTable[];
	/** A second view that could not be had. */
	viewsNotSeen: readonly Facts['views.unseen'][];
	/** What was run and read on the machine of `--from-host`; its place is empty where it was looked from here. */
	from: {place: string; looked: readonly ReportLook[]};
	/** What the header of the message that arrived tells, one sentence each. */
	copy: readonly string[];
	server: {
		/** Where was looked: a host, or “this machine”; empty where nobody looked. */
		place: string;
		/** What it told of itself, one sentence each. */
		said: readonly string[];
		/** Everything that was run and read there. */
		looked: readonly ReportLook[];
		notSeen: readonly Pick<Facts['server.not-seen'], 'what' | 'why' | 'command'>[];
	};
	dialogue: {lines: readonly ReportLine[]; leftOut: number};
};
