import {insertText} from '../fields/text-field.ts';
import type {Message} from '../messages.ts';
import {openForm} from './forms.ts';
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

/** What came from outside. */
export function runMessage(screen: RunScreen, message: Message): RunScreen {
	switch (message.type) {
		case 'events': {
			if (message.session !== screen.session) {
				return screen;
			}

			const view = foldEvents(screen.view, message.events);
			const asks = view.question?.node === 'password' && screen.sheet?.kind !== 'form';
			const next: RunScreen = {...screen, view};
			return withOutcome(screen, asks ? openForm(next, 'password') : next);
		}

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
