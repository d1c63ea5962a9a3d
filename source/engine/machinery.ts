import type {Check, CheckContext} from '../core/check.ts';
import type {Knowledge} from '../core/knowledge.ts';
import type {Options} from '../core/options.ts';
import type {Plan} from '../core/plan.ts';
import type {Ports} from '../core/ports.ts';
import type {Recognise} from '../core/recognise.ts';

/** Whatever a check uses as its dialogue; the engine only needs to end it. */
export type Closable = {close(): void};

/** Everything that a session is made of, handed in from outside. */
export type Machinery<Dialogue extends Closable> = {
	plan: Plan;
	checks: ReadonlyArray<Check<Dialogue>>;
	knowledge: Pick<Knowledge, 'sentences' | 'byHand'>;
	/** What is asked for only once something has failed. */
	failures(): Promise<Pick<Knowledge, 'causes' | 'remedies'>>;
	classify: CheckContext['classify'];
	recognise: Recognise;
	recogniseProvider: CheckContext['recogniseProvider'];
	ports(options: Options): Ports;
	/** The version of the program. */
	version: string;
	/** The date and time as ISO 8601. */
	date(): string;
};
