import type {Choice, SessionEvent} from './event.ts';
import type {Options} from './options.ts';
import type {AnnouncedLook} from './server-access.ts';

/**
 * The one door for questions. The TUI answers with a key, headless runs with the options, tests with
 * a script. Resolves to the value of the choice, or to the text where there are no choices;
 * `undefined` means that nobody can answer. Rejects only with the signal's reason.
 */
export type Prompter = (question: Question, signal: AbortSignal) => Promise<Answer | undefined>;

export type Question = {
	/** `password`, `next`, or `step`. */
	node: string;
	text: string;
	choices: readonly Choice[];
	secret: boolean;
	/** At `step`: which one is about to run, and the command that does the same by hand. */
	step?: string;
	command?: string;
	/** Where `look-inside` is among the choices: everything that would be run and read on the server. */
	looks?: readonly AnnouncedLook[];
};

/** `changes` are the options that the next walk has other than this one. */
export type Answer = {value: string; changes?: Partial<Options>};

/** One session of the engine: its event log, which may be read while it grows. */
export type Session = {
	/** All events so far; grows, never changes otherwise. */
	readonly events: readonly SessionEvent[];
	/** Calls back after each event; returns how to stop that. */
	subscribe(listener: (event: SessionEvent) => void): () => void;
	/** Ends the session: the running checks stop, sockets are freed, the result is inconclusive. */
	abort(): void;
	/** Resolves with the last event, `result`; never rejects. */
	readonly done: Promise<SessionEvent & {type: 'result'}>;
};

/** Starts a session; handed to the screens so that they need not know the engine. */
export type StartSession = (options: Options, prompter: Prompter) => Session;
