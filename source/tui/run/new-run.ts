import type {Options} from '../../core/options.ts';
import type {Scenario, Setting} from '../../core/practice.ts';
import type {Effect} from '../messages.ts';
import type {Concern, Incident, RunScreen} from './run-state.ts';
import type {Sheet} from './sheet.ts';
import {tryBegins, type Retry} from './retry.ts';
import {emptySession, type SessionView} from './session-view.ts';

/** The sheet with which an incident begins. */
export const ticketSheet: Sheet = {kind: 'read', about: 'ticket', id: '', top: 0};

/** An incident that nobody has looked at yet; in a `lesson` the trainee names the cause first. */
export function createIncident(
	scenario: Scenario,
	settings: readonly Setting[],
	lesson: boolean,
): Incident {
	return {scenario, settings, hints: 0, tries: 0, answer: lesson ? 'open' : 'shown', solved: false};
}

/** A run that begins, and the effect that begins it. */
export function newRun(
	session: number,
	options: Options,
	{
		concern,
		password,
		incident,
		guided = false,
	}: {concern: Concern; password?: string; incident?: Incident; guided?: boolean},
): {screen: RunScreen; effects: readonly Effect[]} {
	return {
		screen: {
			kind: 'run',
			session,
			options,
			view: emptySession,
			pane: 'verdict',
			paneChosen: false,
			guided,
			step: undefined,
			dialogue: {cursor: undefined, top: 0, wrap: true, left: 0},
			search: {query: '', typing: undefined},
			verdict: {cursor: undefined, top: 0},
			sheet: undefined,
			incident,
			retry: undefined,
			concern,
			reports: [],
		},
		effects: [{type: 'start', session, options, guided, ...(password ? {password} : {})}],
	};
}

/** The view that a further session begins with: the lines stay, and what it is compared with. */
function continued(view: SessionView): SessionView {
	return {
		...emptySession,
		run: view.run + 1,
		lines: view.lines,
		before: view.end,
	};
}

/** A wait is over once the same is tried; with other options it is another matter. */
function retryIn(retry: Retry | undefined, changes: Partial<Options>): Retry | undefined {
	return retry?.left !== undefined && Object.keys(changes).length === 0
		? tryBegins(retry)
		: undefined;
}

/**
 * Runs the checks again, with other options if there are `changes`: as the answer to the session's
 * question where it waits with one, else (it was interrupted) as a new session.
 */
export function runAgain(
	screen: RunScreen,
	sessions: number,
	changes: Partial<Options> = {},
	password?: string,
): {screen: RunScreen; effects: readonly Effect[]} {
	const options = {...screen.options, ...changes};
	const fresh: RunScreen = {
		...screen,
		options,
		pane: 'verdict',
		paneChosen: false,
		step: undefined,
		dialogue: {...screen.dialogue, cursor: undefined, left: 0},
		verdict: {cursor: undefined, top: 0},
		sheet: undefined,
		retry: retryIn(screen.retry, changes),
	};
	const secret = password ? {password} : {};
	if (screen.view.question?.node === 'next') {
		return {
			screen: fresh,
			effects: [{type: 'answer', value: 'again', changes, ...secret}],
		};
	}

	const session = sessions + 1;
	return {
		screen: {...fresh, session, view: continued(screen.view), retry: undefined},
		effects: [{type: 'start', session, options, guided: screen.guided, ...secret}],
	};
}
