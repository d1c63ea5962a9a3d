import type {Change, Context} from '../change.ts';
import {controlPorts, type Choice} from './choices.ts';
import {openForm} from './forms.ts';
import {runAgain} from './new-run.ts';
import type {RunScreen} from './run-state.ts';
import type {Sheet} from './sheet.ts';
import {itemsOf} from './items.ts';

/** Opens something to read on top of the run. */
export function read(
	screen: RunScreen,
	about: Extract<Sheet, {kind: 'read'}>['about'],
	id = '',
): Change {
	return {screen: {...screen, sheet: {kind: 'read', about, id, top: 0}}};
}

/** The fix for the first cause that is still open. */
export function showFix(screen: RunScreen): Change {
	const first = itemsOf(screen).find(item => item.kind === 'cause');
	return first?.kind === 'cause'
		? {
				screen: {
					...screen,
					sheet: {kind: 'read', about: 'cause', id: first.cause.id, top: 0, fixFirst: true},
				},
			}
		: {toast: 'There is no cause to show yet.'};
}

/** Gives the wait up; what was found stays. */
export function stopWaiting(screen: RunScreen): Change {
	return {
		screen: {...screen, retry: undefined},
		effects: [{type: 'stop-waiting'}],
		toast: 'Stopped waiting.',
	};
}

/** One more hint, and all hints so far on the screen. */
export function nextHint(screen: RunScreen): Change {
	const {incident} = screen;
	if (!incident) {
		return {};
	}

	const hints = Math.min(incident.scenario.hints.length, incident.hints + 1);
	return read({...screen, incident: {...incident, hints}}, 'ticket');
}

export function openSettings(screen: RunScreen): Change {
	return {
		screen: {
			...screen,
			sheet: {kind: 'settings', cursor: 0, editing: undefined, error: '', done: ''},
		},
	};
}

/** Does what was chosen after a verdict. */
export function choose(screen: RunScreen, {id, changes}: Choice, {state}: Context): Change {
	switch (id) {
		case 'sign-in': {
			return {screen: openForm(screen, 'sign-in')};
		}

		case 'other-port': {
			return {screen: openForm(screen, 'port')};
		}

		case 'wait-retry': {
			return {screen: openForm(screen, 'retry')};
		}

		case 'stop-waiting': {
			return stopWaiting(screen);
		}

		case 'recipient':
		case 'sender':
		case 'look-inside':
		case 'other-view':
		case 'report': {
			return {screen: openForm(screen, id)};
		}

		case 'try-port':
		case 'rerun': {
			return runAgain(screen, state.sessions, changes);
		}

		case 'control-ports': {
			return runAgain(screen, state.sessions, {ports: controlPorts});
		}

		case 'show-fix': {
			return showFix(screen);
		}

		case 'after-acceptance': {
			return read(screen, 'acceptance');
		}

		case 'guess': {
			return {screen: {...screen, sheet: {kind: 'guess', cursor: 0, wrong: []}}};
		}

		case 'hint': {
			return nextHint(screen);
		}

		case 'settings': {
			return openSettings(screen);
		}

		case 'ticket':
		case 'debrief': {
			return read(screen, id);
		}

		case 'back': {
			return {back: true, effects: [{type: 'abort'}, {type: 'stop-practice'}]};
		}

		case 'leave': {
			return {effects: [{type: 'leave', code: 'verdict'}]};
		}
	}
}
