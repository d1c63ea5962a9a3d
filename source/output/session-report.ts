import {sentenceOf} from '../core/diagnose.ts';
import type {DiagnosisFacts, Outcome, ResultFacts, SessionEvent} from '../core/event.ts';
import {all, observation, type Observation} from '../core/observation.ts';
import {subjectOf} from '../core/subject.ts';
import {classes} from '../knowledge/classes.ts';
import {sentences} from '../knowledge/sentences.ts';
import {hostRows} from './host-table.ts';
import {movedStory} from './moved-story.ts';
import {recordRows} from './record-table.ts';
import {
	longestDialogue,
	reportSchema,
	type ReportStep,
	type ReportWalk,
	type SessionReport,
} from './report-object.ts';
import {viewTables} from './two-views.ts';

/** Reads of the server are listed by themselves; these say nothing more than those. */
const aboutLooking = new Set<string>(['server.looked', 'server.not-seen', 'server.software']);

/** Where nothing is there to be told, the steps say so. */
const isEmpty = (observed: Observation) =>
	(observed.tag === 'server.port' && observed.data.kind === 'none') ||
	(observed.tag === 'server.log' && observed.data.sources.length === 0);

const isServersOwn = (observed: Observation) =>
	/^(?:server|delivery)\./.test(observed.tag) &&
	!aboutLooking.has(observed.tag) &&
	!isEmpty(observed);

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

/** The diagnosis of a walk that ended with a problem. */
function diagnosisOf(events: readonly SessionEvent[]): DiagnosisFacts | undefined {
	return endOf(events).outcome === 'problem'
		? events.findLast(event => event.type === 'diagnosis')
		: undefined;
}

function verdictOf(
	events: readonly SessionEvent[],
	diagnosis: DiagnosisFacts | undefined,
): SessionReport['verdict'] {
	const {outcome, class: name, stage, cause, summary} = endOf(events);
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

/** Sentences for the observations of one kind, each once. */
function sentencesOf(
	observations: readonly Observation[],
	isMeant: (observed: Observation) => boolean,
): readonly string[] {
	const subject = subjectOf(observations);
	return unique(
		observations.filter(isMeant).map(observed => sentenceOf(observed, sentences, subject)),
	);
}

function looksOf(everything: readonly Observation[], tag: 'server.looked' | 'views.looked') {
	const looks = all(everything, tag);
	return {
		place: looks[0]?.where ?? '',
		looked: unique(looks.map(({command, why, status}) => ({command, why, status}))),
	};
}

function serverOf(everything: readonly Observation[], lastWalk: readonly Observation[]) {
	const {place, looked} = looksOf(everything, 'server.looked');
	return {
		place: place || (all(everything, 'server.closed-to-us')[0]?.where ?? ''),
		said: sentencesOf(lastWalk, isServersOwn),
		looked,
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
	const everything = observationsOf(events);
	const lastWalk = observationsOf(lastEvents);
	const diagnosis = diagnosisOf(lastEvents);
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
		verdict: verdictOf(lastEvents, diagnosis),
		causes: diagnosis?.causes ?? [],
		ahead: diagnosis?.ahead ?? [],
		story: movedStory(lastWalk, diagnosis) ?? null,
		warnings: endOf(lastEvents).warnings,
		walks: walks.map((walk, index) => walkReport(walk, index)),
		hosts: hostRows(lastWalk),
		records: recordRows(lastWalk),
		views: viewTables(lastWalk),
		viewsNotSeen: unique(all(lastWalk, 'views.unseen')),
		from: looksOf(everything, 'views.looked'),
		copy: sentencesOf(lastWalk, ({tag}) => tag.startsWith('copy.')),
		server: serverOf(everything, lastWalk),
		dialogue: dialogueOf(events),
	};
}
