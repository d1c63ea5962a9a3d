import type {Check, CheckContext} from '../core/check.ts';
import type {Inspection} from '../core/inspection.ts';
import type {InspectionCall, Knowledge} from '../core/knowledge.ts';
import type {Options} from '../core/options.ts';
import type {Plan} from '../core/plan.ts';
import type {Ports} from '../core/ports.ts';
import type {Recognise} from '../core/recognise.ts';
import type {OpenServer, Seen, ServerAccess} from '../core/server-access.ts';
import type {ViewMeaning} from '../core/views/view-row.ts';

/** Whatever a check uses as its dialogue; the engine only needs to end it. */
export type Closable = {close(): void};

/** Told of the use of another machine: each look that was taken there, and that it makes no connections for us. */
export type ToldThere = {
	looked(look: {command: string; why: string; status: Seen['status']}): void;
	noWay(why: string): void;
};

/** What looking into the server, or from another machine, takes. */
export type InsideMachinery = {
	inspections: readonly Inspection[];
	calls: readonly InspectionCall[];
	openServer: OpenServer;
	/** The network as the machine has it that `access` reaches. */
	portsThere(access: ServerAccess, options: Pick<Options, 'dns'>, told: ToldThere): Ports;
	/** What differences between two views mean. */
	viewMeanings: readonly ViewMeaning[];
};

/** Everything that a session is made of, handed in from outside. */
export type Machinery<Dialogue extends Closable> = {
	plan: Plan;
	checks: ReadonlyArray<Check<Dialogue>>;
	knowledge: Pick<Knowledge, 'sentences' | 'byHand'>;
	/** What is asked for only once something has failed. */
	failures(): Promise<Pick<Knowledge, 'causes' | 'remedies'>>;
	/** What is asked for only where the server itself may be looked at. */
	inside(): Promise<InsideMachinery>;
	classify: CheckContext['classify'];
	recognise: Recognise;
	recogniseProvider: CheckContext['recogniseProvider'];
	recordKnowledge: CheckContext['recordKnowledge'];
	ports(options: Options): Ports;
	/** The version of the program. */
	version: string;
	/** The date and time as ISO 8601. */
	date(): string;
};
