import {insertText} from '../fields/text-field.ts';
import type {Effect, Message} from '../messages.ts';
import {openForm} from './forms.ts';
import {asksToFollow} from './look-inside.ts';
import {runAgain} from './new-run.ts';
import {afterTry} from './retry.ts';
import type {RunScreen} from './run-state.ts';
import {foldEvents} from './session-view.ts';
import {afterSaving, pasteIntoSheet} from './sheet-changes.ts';

/** Text that was pasted. */
export function runPaste(screen: RunScreen, text: string): RunScreen {
	const {typing} = screen.search;
	return typing
		? {...screen, search: {...screen.search, typing: insertText(typing, text)}}
		: pasteIntoSheet(screen, text);
}

/** An incident is solved once mail flows, however the trainee got there. */
function withOutcome(before: RunScreen, after: RunScreen): RunScreen {
	const {incident, view} = after;
	const hasEnded = view.end !== undefined && view.end !== before.view.end;
	return incident && hasEnded && view.end?.outcome === 'healthy'
		? {
				...after,
				incident: {...incident, solved: true},
				sheet: {kind: 'read', about: 'debrief', id: '', top: 0},
			}
		: after;
}

/** A try that is over may be followed by another wait. */
function withRetry(before: RunScreen, after: RunScreen): Updated {
	const {retry, view} = after;
	if (!retry || view.end === undefined || view.end === before.view.end) {
		return {screen: after, effects: []};
	}

	const next = afterTry(retry, after);
	return {
		screen: {...after, retry: next},
		effects:
			next.left === undefined
				? []
				: [{type: 'wait', session: after.session, milliseconds: next.left}],
	};
}

/** The wait goes on, or it is time: what is being looked at or typed meanwhile stays. */
function waited(screen: RunScreen, left: number, sessions: number): Updated {
	const {retry, sheet, pane, paneChosen, dialogue} = screen;
	if (retry?.left === undefined) {
		return {screen, effects: []};
	}

	if (left > 0) {
		return {screen: {...screen, retry: {...retry, left}}, effects: []};
	}

	const began = runAgain(screen, sessions);
	return {...began, screen: {...began.screen, sheet, pane, paneChosen, dialogue}};
}

export type Updated = {screen: RunScreen; effects: readonly Effect[]};

/** What came from outside; `sessions`: how many there have been. */
export function runMessage(screen: RunScreen, message: Message, sessions: number): Updated {
	switch (message.type) {
		case 'events': {
			const after = afterEvents(screen, message);
			return withRetry(screen, after);
		}

		case 'waited': {
			return message.session === screen.session
				? waited(screen, message.left, sessions)
				: {screen, effects: []};
		}

		default: {
			return {screen: afterMessage(screen, message), effects: []};
		}
	}
}

/** After the first walk it is asked at once whether the server may be looked into for the message. */
function askToFollow(before: RunScreen, after: RunScreen): RunScreen {
	const isNew = after.view.question !== before.view.question && after.view.run === 1;
	return isNew && after.sheet === undefined && asksToFollow(after)
		? openForm(after, 'look-inside')
		: after;
}

function afterEvents(screen: RunScreen, message: Extract<Message, {type: 'events'}>): RunScreen {
	if (message.session !== screen.session) {
		return screen;
	}

	const view = foldEvents(screen.view, message.events);
	const asks = view.question?.node === 'password' && screen.sheet?.kind !== 'form';
	const next: RunScreen = {...screen, view};
	return withOutcome(screen, asks ? openForm(next, 'password') : askToFollow(screen, next));
}

function afterMessage(
	screen: RunScreen,
	message: Exclude<Message, {type: 'events' | 'waited'}>,
): RunScreen {
	switch (message.type) {
		case 'setting-changed': {
			const {incident, sheet} = screen;
			if (!incident || sheet?.kind !== 'settings') {
				return screen;
			}

			const setting = message.settings.find(({name}) => name === message.name);
			return {
				...screen,
				incident: {...incident, settings: message.settings},
				sheet: message.error
					? {...sheet, error: message.error}
					: {
							...sheet,
							editing: undefined,
							error: '',
							done: (setting?.command ?? '').replaceAll('{value}', setting?.value ?? ''),
						},
			};
		}

		case 'saved': {
			return afterSaving(screen, {name: message.name});
		}

		case 'not-saved': {
			return afterSaving(screen, {error: message.error});
		}

		case 'key':
		case 'pasted':
		case 'resized':
		case 'explained':
		case 'lab-loaded':
		case 'practice-started':
		case 'failed': {
			return screen;
		}
	}
}

/** Whether ctrl-c has something to stop: a check that runs, or one that waits for an answer. */
export function canStop(screen: RunScreen): boolean {
	return screen.view.end === undefined && !screen.view.over;
}
