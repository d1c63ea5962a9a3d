import type {Classification, ClassifyInput} from './classify.ts';
import type {StepStatus, TranscriptLine} from './event.ts';
import type {Facts, Observation, Tag} from './observation.ts';
import type {Options} from './options.ts';
import type {Endpoint, Ports, Wire} from './ports.ts';
import type {ProviderTraces} from './provider.ts';
import type {RecordKnowledge} from './records/record-knowledge.ts';
import type {ViewMeaning} from './views/view-row.ts';
import type {ErrorClass, Mta, QuestionId, Service, Stage} from './vocabulary.ts';

/** One address and port of the target, as the scan found it. */
export type Candidate = Endpoint & {
	host: string;
	service: Service;
	/** MX preference, or 0. */
	preference: number;
	/** The socket that the scan opened; whoever speaks on it takes it out. */
	wire?: Wire;
	/** The number of the connection in the transcript. */
	connection?: number;
};

/** How a step ended. */
export type StepEnd = {status: StepStatus; class?: ErrorClass; summary: string};

/** What the checks of one walk hand on to each other. Everything here is freed at its end. */
export type Walk<Dialogue> = {
	/** When it began, by the clock of this machine. */
	readonly began: Date;
	/** Addresses of the target, in the order in which mail would try them. */
	hosts: ReadonlyArray<{host: string; preference: number; addresses: readonly string[]}>;
	/** Open ports that could carry the dialogue, best first. */
	candidates: Candidate[];
	dialogue: Dialogue | undefined;
};

export type CheckContext<Dialogue = unknown> = {
	readonly options: Options;
	/** The network as the session sees it: of this machine, or of that of `--from-host`. */
	readonly ports: Ports;
	/** That of this machine in any case. */
	readonly here: Ports;
	/** Aborted when the session ends; every wait takes it. */
	readonly signal: AbortSignal;
	/** Aborted when only this check holds the verdict up: finish with what is there. */
	readonly hurry: AbortSignal;
	/** What this walk has observed so far, derived facts included. */
	readonly observations: readonly Observation[];
	readonly walk: Walk<Dialogue>;
	/** Writes a transcript line and returns its id. Escapes and redacts. */
	say(line: Omit<TranscriptLine, 'id'>): number;
	observe<T extends Tag>(tag: T, data: Facts[T], lines?: readonly number[]): void;
	/** The plan may go on, though this check has not finished. */
	ready(): void;
	/** A new connection number for the transcript. */
	nextConnection(): number;
	classify(input: ClassifyInput): Promise<Classification>;
	recognise(
		where: 'banner' | 'ehlo' | 'reply',
		text: string,
	): {mta: Mta; evidence: string; certainty: Facts['server.software']['certainty']} | undefined;
	/** The provider in whose network this machine stands, by its traces. */
	recogniseProvider(traces: ProviderTraces): Facts['network.provider'] | undefined;
	/** What is known about records and blocklists; loaded when it is asked for. */
	recordKnowledge(): Promise<RecordKnowledge>;
	/** What differences between two views mean; loaded when it is asked for. */
	viewMeanings(): Promise<readonly ViewMeaning[]>;
	/** Counts a refusal that was provoked and is no observation of the session itself. */
	provoked(): void;
	/** Asks for the password, through the one door for questions. */
	password(): Promise<string | undefined>;
	/** Replaces secrets and makes a server's text safe to print. */
	safe(text: string): string;
};

/** One thing that can be examined. What the network does is an observation, never a throw. */
export type Check<Dialogue = unknown> = {
	id: string;
	title: string;
	question: QuestionId;
	stage: Stage;
	/** What the user consents to. */
	touches: 'nothing' | 'dns' | 'network' | 'server' | 'mail';
	emits: readonly Tag[];
	run(context: CheckContext<Dialogue>): Promise<StepEnd>;
};
