import {sentenceOf} from '../core/diagnose.ts';
import type {
	CauseReport,
	EventOf,
	Outcome,
	ResultFacts,
	SessionEvent,
	StepStatus,
	Warning,
} from '../core/event.ts';
import {all, observation, type Facts, type Observation} from '../core/observation.ts';
import {subjectOf} from '../core/subject.ts';
import type {Certainty, ErrorClass} from '../core/vocabulary.ts';
import {classes} from '../knowledge/classes.ts';
import {sentences} from '../knowledge/sentences.ts';
import {hostRows, type HostRow} from './host-table.ts';
import {recordRows, type RecordRow} from './record-table.ts';

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
	warnings: readonly Warning[];
	walks: readonly ReportWalk[];
	/** The addresses of the target, where there are several. */
	hosts: readonly HostRow[];
	records: readonly RecordRow[];
	server: {
		/** Where was looked: a host, or “this machine”; empty where nobody looked. */
		place: string;
		/** What it told of itself, one sentence each. */
		said: readonly string[];
		/** Everything that was run and read there. */
		looked: readonly Pick<Facts['server.looked'], 'command' | 'why' | 'status'>[];
		notSeen: readonly Pick<Facts['server.not-seen'], 'what' | 'why' | 'command'>[];
	};
	dialogue: {lines: readonly ReportLine[]; leftOut: number};
};

/** Reads of the server are listed by themselves; these say nothing more than those. */
const aboutLooking = new Set<string>(['server.looked', 'server.not-seen', 'server.software']);

const isServersOwn = ({tag}: Observation) =>
	/^(?:server|delivery)\./.test(tag) && !aboutLooking.has(tag);

function observationsOf(events: readonly SessionEvent[]): Observation[] {
	return events.flatMap(event =>
		event.type === 'observation' ? [observation(event.kind, event.facts, event.lines)] : [],
	);
}

function unique<T>(items: readonly T[]): readonly T[] {
	return [...new Map(items.map(item => [JSON.stringify(item), item])).values()];
}

/** The events of each walk; what comes before the first belongs to it. */
function walksOf(events: readonly SessionEvent[]): ReadonlyArray<readonly SessionEvent[]> {
	const starts = events.flatMap((event, index) => (event.type === 'run-started' ? [index] : []));
	return [0, ...starts].map((start, index) => events.slice(start, starts[index]));
}

function stepsOf(events: readonly SessionEvent[]): readonly ReportStep[] {
	const ends = events.filter(event => event.type === 'step-finished');
	return events
		.filter(event => event.type === 'step-started')
		.map(({step, title, question, command}, index, started) => {
			const earlier = started.slice(0, index).filter(other => other.step === step).length;
			const end = ends.filter(other => other.step === step)[earlier];
			return {
				step,
				title,
				question,
				command,
				status: end?.status ?? null,
				class: end?.class ?? null,
				summary: end?.summary ?? 'The session ended before this did.',
				elapsed: end?.elapsed ?? null,
			};
		});
}

const noVerdict: ResultFacts = {
	outcome: 'inconclusive',
	class: null,
	stage: null,
	cause: null,
	summary: 'The session was left before there was a verdict.',
	warnings: [],
	elapsed: 0,
};

/** How a walk ended; the session's end stands for a walk that did not come to its own. */
function endOf(events: readonly SessionEvent[]): ResultFacts {
	return (
		events.findLast(event => event.type === 'run-finished') ??
		events.findLast(event => event.type === 'result') ??
		noVerdict
	);
}

function walkReport(events: readonly SessionEvent[], index: number): ReportWalk {
	const begun = events.find(event => event.type === 'run-started');
	const finished = events.findLast(event => event.type === 'run-finished');
	const {outcome, class: name, summary} = endOf(events);
	return {
		run: begun?.run ?? index + 1,
		changes: begun?.changes ?? [],
		compared: finished?.compared ?? null,
		outcome,
		class: name,
		summary,
		steps: stepsOf(events),
	};
}

const outcomeTitles: Readonly<Record<Outcome, string>> = {
	healthy: 'It works',
	problem: 'A problem',
	inconclusive: 'No verdict',
};

function verdictOf(events: readonly SessionEvent[]): SessionReport['verdict'] {
	const {outcome, class: name, stage, cause, summary} = endOf(events);
	const found = events.findLast(event => event.type === 'diagnosis');
	const diagnosis = outcome === 'problem' ? found : undefined;
	const info = name === null ? undefined : classes[name];
	return {
		outcome,
		class: name,
		stage,
		cause,
		summary,
		title: info?.title ?? outcomeTitles[outcome],
		meaning: info?.meaning ?? '',
		next: info?.next ?? '',
		certainty: diagnosis?.certainty ?? null,
		alternatives: (diagnosis?.alternatives ?? []).map(other => ({
			class: other,
			title: classes[other].title,
		})),
		evidence: (diagnosis?.evidence ?? []).flatMap(sentence => sentence.split('\n')),
	};
}

function dialogueOf(events: readonly SessionEvent[]): SessionReport['dialogue'] {
	const lines = events
		.filter(event => event.type === 'line')
		.map(({at, connection, from, text, secure}) => ({at, connection, from, text, secure}));
	const leftOut = Math.max(0, lines.length - longestDialogue);
	const half = longestDialogue / 2;
	return {
		lines: leftOut > 0 ? [...lines.slice(0, half), ...lines.slice(-half)] : lines,
		leftOut,
	};
}

function serverOf(events: readonly SessionEvent[], lastWalk: readonly Observation[]) {
	const everything = observationsOf(events);
	const subject = subjectOf(lastWalk);
	const looks = all(everything, 'server.looked');
	const closed = all(everything, 'server.closed-to-us');
	return {
		place: looks[0]?.where ?? closed[0]?.where ?? '',
		said: unique(
			lastWalk.filter(isServersOwn).map(observed => sentenceOf(observed, sentences, subject)),
		),
		looked: unique(looks.map(({command, why, status}) => ({command, why, status}))),
		notSeen: unique(
			all(everything, 'server.not-seen').map(({what, why, command}) => ({what, why, command})),
		),
	};
}

/**
 * The report of a session: of its last walk the verdict, of all walks what was done. The events may be
 * those of a session that is not over. `command` runs the same again.
 */
export function sessionReport(events: readonly SessionEvent[], command: string): SessionReport {
	const session = events.find(event => event.type === 'session');
	const walks = walksOf(events);
	const lastEvents = walks.at(-1) ?? [];
	const lastWalk = observationsOf(lastEvents);
	const verdict = verdictOf(lastEvents);
	const diagnosis = lastEvents.findLast(event => event.type === 'diagnosis');
	return {
		report: reportSchema,
		program: 'smtp-medic',
		version: session?.version ?? '',
		target: session?.target ?? '',
		startedAt: session?.startedAt ?? '',
		elapsed: events.at(-1)?.at ?? 0,
		complete: lastEvents.some(({type}) => type === 'run-finished'),
		command,
		options: session?.options ?? {},
		verdict,
		causes: verdict.outcome === 'problem' ? (diagnosis?.causes ?? []) : [],
		warnings: endOf(lastEvents).warnings,
		walks: walks.map((walk, index) => walkReport(walk, index)),
		hosts: hostRows(lastWalk),
		records: recordRows(lastWalk),
		server: serverOf(events, lastWalk),
		dialogue: dialogueOf(events),
	};
}
