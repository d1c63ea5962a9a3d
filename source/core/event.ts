import type {Facts, Tag} from './observation.ts';
import type {AnnouncedLook} from './server-access.ts';
import type {Certainty, ErrorClass, Standing, Stage} from './vocabulary.ts';

/** The version of the schema of these events. */
export const schemaVersion = 1;

export type StepStatus = 'passed' | 'failed' | 'warned' | 'skipped';
export type Outcome = 'healthy' | 'problem' | 'inconclusive';

export type TranscriptLine = {
	id: number;
	connection: number;
	from: 'client' | 'server' | 'note';
	/** Without line ending, safe to print, secrets replaced. */
	text: string;
	secure: boolean;
};

export type FixStep = {
	mta: string;
	text: string;
	command: string;
	effect: 'reads' | 'changes';
	undo: string;
};

export type CauseReport = {
	id: string;
	title: string;
	because: string;
	standing: Standing;
	evidence: readonly string[];
	confirm: ReadonlyArray<{text: string; command: string}>;
	fix: readonly FixStep[];
};

export type Warning = {class: ErrorClass; summary: string};

/** What stands behind the first failure: it would stop the mail next. */
export type AheadReport = {
	class: ErrorClass;
	summary: string;
	/** The likeliest cause, with its fix. */
	cause: CauseReport;
};

export type DiagnosisFacts = {
	class: ErrorClass;
	stage: Stage;
	summary: string;
	certainty: Certainty;
	alternatives: readonly ErrorClass[];
	evidence: readonly string[];
	causes: readonly CauseReport[];
	/** Absent where the server was not looked into, or nothing was found. */
	ahead?: readonly AheadReport[];
};

export type ResultFacts = {
	outcome: Outcome;
	class: ErrorClass | null;
	stage: Stage | null;
	cause: string | null;
	summary: string;
	warnings: readonly Warning[];
	elapsed: number;
};

export type ObservationEvent = {
	[K in Tag]: {
		type: 'observation';
		step: string;
		kind: K;
		facts: Facts[K];
		lines: readonly number[];
	};
}[Tag];

export type Choice = {value: string; label: string};

type Body =
	| {
			type: 'session';
			schema: typeof schemaVersion;
			version: string;
			target: string;
			options: Readonly<Record<string, unknown>>;
			startedAt: string;
	  }
	/** A further walk in the same session: run again, sign in, another port. */
	| {type: 'run-started'; run: number; changes: readonly string[]}
	| {type: 'step-started'; step: string; title: string; command: string; question: string}
	| ({type: 'line'} & TranscriptLine)
	| ObservationEvent
	| {
			type: 'step-finished';
			step: string;
			status: StepStatus;
			class?: ErrorClass;
			summary: string;
			elapsed: number;
	  }
	| {
			type: 'question';
			node: string;
			text: string;
			choices: readonly Choice[];
			/** A password is wanted: what is typed must not be shown. */
			secret: boolean;
			/** The step that is about to run, and the command that does the same by hand (guided mode). */
			step?: string;
			command?: string;
			/** What would be run and read on the server, where the answer may be `look-inside`. */
			looks?: readonly AnnouncedLook[];
	  }
	| {type: 'answer'; node: string; value: string}
	| {type: 'branch'; from: string; to: string; because: string}
	| ({type: 'diagnosis'} & DiagnosisFacts)
	/** The end of one walk; the session may go on with another. */
	| ({
			type: 'run-finished';
			run: number;
			/** Against the walk before it; absent in the first. */
			compared?: 'fixed' | 'changed' | 'same';
	  } & ResultFacts)
	| ({type: 'result'} & ResultFacts);

/** What `--json`, `--save` and `replay` carry; `at` is milliseconds since the session began. */
export type SessionEvent = {
	[K in Body['type']]: Extract<Body, {type: K}> & {at: number};
}[Body['type']];

/** An event before the engine stamps its time. */
export type UnstampedEvent = Body;

export type EventOf<K extends Body['type']> = Extract<SessionEvent, {type: K}>;
