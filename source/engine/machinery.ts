import type {Check, CheckContext} from '../core/check.ts';
import type {Inspection} from '../core/inspection.ts';
import type {InspectionCall, Knowledge} from '../core/knowledge.ts';
import type {Options} from '../core/options.ts';
import type {Plan} from '../core/plan.ts';
import type {Ports} from '../core/ports.ts';
import type {Recognise} from '../core/recognise.ts';
import type {OpenServer} from '../core/server-access.ts';

/** Whatever a check uses as its dialogue; the engine only needs to end it. */
export type Closable = {close(): void};

/** What looking into the server takes. */
export type InsideMachinery = {
	inspections: readonly Inspection[];
	calls: readonly InspectionCall[];
	openServer: OpenServer;
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
