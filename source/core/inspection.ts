import type {CheckContext, StepEnd} from './check.ts';
import type {CommandTemplate} from './knowledge.ts';
import type {Tag} from './observation.ts';
import type {Ports} from './ports.ts';
import type {Look, Seen, Where} from './server-access.ts';
import type {QuestionId, Stage} from './vocabulary.ts';

/** What an inspection sees of the session, and the server that it looks into. */
export type InspectionContext = CheckContext & {
	readonly server: {
		readonly where: Where;
		/** The same in words: a host, or “this machine”. */
		readonly place: string;
		/**
		 * Takes one of the looks that the inspection declares, and notes it in the log. What could not be
		 * seen is observed as `server.not-seen` here. Rejects only with the signal’s reason.
		 */
		look(look: Look): Promise<Seen>;
		/**
		 * Opens a TCP connection from there, where the inspection declares that it `connects`; it is noted as looks
		 * are.
		 */
		connect: Ports['connect'];
	};
};

/**
 * One thing that can be looked at on the mail server itself. It reads and changes nothing, and takes
 * no look but those in `looks`, which the user sees before agreeing.
 */
export type Inspection = {
	id: string;
	title: string;
	question: QuestionId;
	stage: Stage;
	emits: readonly Tag[];
	looks: readonly Look[];
	/** Where it connects from there, in words, what for (on “to see”), and the same by hand; absent where it does not. */
	connects?: {to: string; why: string; byHand: CommandTemplate};
	run(context: InspectionContext): Promise<StepEnd>;
};
