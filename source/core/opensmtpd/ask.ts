import type {Found} from '../postfix/ask.ts';

/** What going through smtpd.conf needs to know of the server; whoever drives it looks. */
export type Ask =
	/** The text of a file that the configuration names. */
	| {kind: 'file'; path: string}
	/** What `makemap -U` prints of a database. */
	| {kind: 'database'; path: string}
	/** Whether there is such an account. */
	| {kind: 'account'; name: string}
	/** The name of the server, by which `for local` goes. */
	| {kind: 'name'};

export type Answer = Found;

/** A decision that asks as it goes. */
export type Asking<Result> = Generator<Ask, Result, Answer>;

/** Drives a decision with what is known already: for tests, and for what needs no look. */
export function answered<Result>(asking: Asking<Result>, answer: (ask: Ask) => Answer): Result {
	let step = asking.next();
	while (!step.done) {
		step = asking.next(answer(step.value));
	}

	return step.value;
}
