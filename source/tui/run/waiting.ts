import {waits} from '../../knowledge/waits.ts';
import type {SessionView, StepView} from './session-view.ts';

/** A step that has lasted so many milliseconds is said to be waiting. */
const patient = 1000;

/** Steps that are limited by `--timeout`; the others wait for replies, by `--patience`. */
const limitedByTimeout: readonly string[] = [
	'dns',
	'scan',
	'control-ports',
	'recipient-domain',
	'sender-domain',
	'client-pointer',
];

export type Wait = {
	/** The countdown: `57 s left`; past its end how long it has been. */
	left: string;
	/** How long it has been and will be at most, in a sentence. */
	told: string;
	/** What is probably going on, in a sentence or two. */
	probably: string;
};

/**
 * How long a running step has been waited for, once that is long enough to be noticed. `now` is in
 * milliseconds since the session began. A line of the dialogue begins the wait anew.
 */
export function waitOf(view: SessionView, step: StepView, now: number): Wait | undefined {
	const heard = view.lines.at(-1)?.at ?? 0;
	const passed = now - Math.max(step.startedAt, heard);
	if (step.status !== 'running' || passed < patient) {
		return undefined;
	}

	const seconds = Math.floor(passed / 1000);
	const limit = limitedByTimeout.includes(step.id) ? view.timeout : view.patience;
	const most = Math.round(limit / 1000);
	return {
		left: most > seconds ? `${most - seconds} s left` : `${seconds} s`,
		told:
			most > seconds
				? `Waiting for ${seconds} s, at most ${most - seconds} s more.`
				: `Waiting for ${seconds} s.`,
		probably: waits[step.id] ?? '',
	};
}
