import type {SessionEvent} from '../core/event.ts';
import type {Explanation} from '../core/explain.ts';
import type {Options} from '../core/options.ts';
import type {Practice, Scenario} from '../core/practice.ts';
import type {Prompter, Session} from '../core/session.ts';

/** The world as the screens reach it; handed in by whoever wires them. */
export type ScreenPorts = {
	/** Begins a session; `guided` is asked before each step. */
	startSession(options: Options, prompter: Prompter, guided: () => boolean): Promise<Session>;
	explain(text: string): Promise<Explanation>;
	scenarios(): Promise<readonly Scenario[]>;
	/** Starts an incident; rejects with a sentence where this system cannot. */
	practise(scenario: Scenario): Promise<{practice: Practice; options: Options}>;
	/** Writes a report; returns what is wrong where that fails. */
	saveReport(
		name: string,
		events: readonly SessionEvent[],
		command: string,
	): Promise<string | undefined>;
	/** Stops the program as ctrl-z does, with the terminal as it was; resolves when it goes on. */
	suspend(): Promise<void>;
	/** Puts a text into the clipboard of the terminal. */
	copy(text: string): void;
};
