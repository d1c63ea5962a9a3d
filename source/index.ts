import packageJson from '../package.json' with {type: 'json'};
import type {Classification, ClassifyInput} from './core/classify.ts';
import type {SessionEvent} from './core/event.ts';
import {defaultPatience, defaultTimeout, type Options} from './core/options.ts';
import {startSession} from './engine/start-session.ts';
import type {Explanation} from './core/explain.ts';
import {classify as classifyReply, explain as explainText} from './failure-wiring.ts';
import {createMachinery} from './wiring.ts';
import {checkedOptions} from './command/checked-options.ts';
import {parseTarget} from './command/target.ts';
import {UsageError} from './core/usage-error.ts';

export type {Classification, ClassifyInput} from './core/classify.ts';
export type {
	CauseReport,
	DiagnosisFacts,
	FixStep,
	ResultFacts,
	SessionEvent,
	TranscriptLine,
	Warning,
} from './core/event.ts';
export type {Options, Target} from './core/options.ts';
export type {ErrorClass, ReplyClass, Service, Stage} from './core/vocabulary.ts';
export type {Explanation} from './core/explain.ts';

/** What {@link check} is asked: a target as on the command line, and any of the options. */
export type CheckOptions = Partial<Omit<Options, 'target'>> & {
	target: string;
	/** The password of `user`; it is held in memory alone and shown nowhere. */
	password?: string;
	/** Ends the session early; its result is then inconclusive. */
	signal?: AbortSignal;
};

/**
 * Runs the checks on a target and yields the events as they happen; the last one is `result`.
 * Throws a `UsageError` where the target or an option makes no sense. What the network does is never
 * thrown.
 */
export async function* check({
	target: text,
	password,
	signal,
	...given
}: CheckOptions): AsyncGenerator<SessionEvent, void> {
	const {target, port, recipient} = parseTarget(text);
	if (given.user !== undefined && !password) {
		throw new UsageError('user needs a password');
	}

	const wanted = given.port ?? port;
	const submits =
		given.user !== undefined || given.tls === 'implicit' || wanted === 465 || wanted === 587;
	const wished: Options = {
		aim: submits ? 'submit' : 'deliver',
		tls: 'auto',
		allowPlaintextAuth: false,
		insecure: false,
		send: false,
		timeout: defaultTimeout,
		patience: defaultPatience,
		pipeline: true,
		...(recipient === undefined ? {} : {to: recipient}),
		...(wanted === undefined ? {} : {port: wanted}),
		...given,
		target,
	};
	const session = startSession(
		checkedOptions(wished, ''),
		async question =>
			question.node === 'password' && password !== undefined ? {value: password} : undefined,
		createMachinery(packageJson.version),
		false,
	);
	const stop = () => session.abort();
	signal?.addEventListener('abort', stop, {once: true});
	if (signal?.aborted) {
		stop();
	}

	try {
		let wake: () => void = () => undefined;
		session.subscribe(() => wake());
		for (let next = 0; ;) {
			const event = session.events[next];
			if (!event) {
				await new Promise<void>(resolve => {
					wake = resolve;
				});
				continue;
			}

			next++;
			yield event;
			if (event.type === 'result') {
				return;
			}
		}
	} finally {
		signal?.removeEventListener('abort', stop);
		session.abort();
	}
}

/** Says what kind of failure one reply or error is. Pure; see the library section of the docs. */
export function classify(input: ClassifyInput): Classification {
	return classifyReply(input);
}

/** Says what a reply, a line of a log or an error message means. Pure. */
export function explain(text: string): Explanation {
	return explainText(text);
}
