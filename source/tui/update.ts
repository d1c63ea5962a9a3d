import type {Change, Context} from './change.ts';
import {explainKey} from './explain/explain.ts';
import {helpAfter} from './help/help-rows.ts';
import {insertLines} from './fields/text-field.ts';
import {pasteInto} from './fields/fields.ts';
import {formKey} from './form/form.ts';
import type {Key} from './keys.ts';
import {labKey} from './lab/lab.ts';
import type {Look} from './look.ts';
import {menuKey} from './menu/menu.ts';
import type {Effect, Message} from './messages.ts';
import {createIncident, newRun, ticketSheet} from './run/new-run.ts';
import {stopWaiting} from './run/actions.ts';
import {isWaiting} from './run/retry.ts';
import {isTyping} from './run/run-state.ts';
import {runKey} from './run/run-keys.ts';
import {canStop, runMessage, runPaste} from './run/update-run.ts';
import type {AppState, Screen, Services} from './state.ts';
import {topOf} from './top-of.ts';

export type Updated = {state: AppState; effects: readonly Effect[]};

/** Whether keys are text, so that none of them means anything else. */
function takesText(screen: Screen): boolean {
	switch (screen.kind) {
		case 'explain':
		case 'form': {
			return true;
		}

		case 'run': {
			return isTyping(screen);
		}

		case 'menu':
		case 'lab': {
			return false;
		}
	}
}

function screenKey(screen: Screen, key: Key, context: Context): Change {
	switch (screen.kind) {
		case 'menu': {
			return menuKey(screen, key, context);
		}

		case 'explain': {
			return explainKey(screen, key, context);
		}

		case 'form': {
			return formKey(screen, key, context);
		}

		case 'lab': {
			return labKey(screen, key, context);
		}

		case 'run': {
			return runKey(screen, key, context);
		}
	}
}

/** The numbers of sessions go up; whoever begins one tells it in its effect. */
function sessionsAfter(sessions: number, effects: readonly Effect[]): number {
	return effects.reduce(
		(most, effect) => (effect.type === 'start' ? Math.max(most, effect.session) : most),
		sessions,
	);
}

function apply(state: AppState, {screen, push, back, effects = [], toast = ''}: Change): Updated {
	const below = back ? state.screens.slice(0, -1) : state.screens;
	const kept = screen && !back ? [...below.slice(0, -1), screen] : below;
	return {
		state: {
			...state,
			toast,
			screens: push ? [...kept, push] : kept,
			sessions: sessionsAfter(state.sessions, effects),
		},
		effects,
	};
}

/** The first ctrl-c stops what runs; the second, or one with nothing to stop, leaves. */
function interrupt(state: AppState): Updated {
	const screen = topOf(state);
	if (screen.kind === 'run' && isWaiting(screen)) {
		return apply(state, stopWaiting(screen));
	}

	return screen.kind === 'run' && canStop(screen)
		? {
				state: {
					...state,
					screens: [...state.screens.slice(0, -1), {...screen, sheet: undefined}],
					toast: 'Stopped. Ctrl-c once more leaves.',
				},
				effects: [{type: 'abort'}],
			}
		: {state, effects: [{type: 'leave', code: 130}]};
}

function keyPressed(state: AppState, key: Key, look: Look, services: Services): Updated {
	if (key.id === 'ctrl-c') {
		return interrupt(state);
	}

	if (key.id === 'ctrl-z') {
		return {state, effects: [{type: 'suspend'}]};
	}

	if (state.help !== undefined) {
		return {state: {...state, help: helpAfter(state, key, look)}, effects: []};
	}

	const screen = topOf(state);
	if (key.id === '?' && !takesText(screen)) {
		return {state: {...state, help: 0}, effects: []};
	}

	return apply(state, screenKey(screen, key, {state, look, services}));
}

function pasted(screen: Screen, text: string): Screen {
	switch (screen.kind) {
		case 'explain': {
			return {...screen, field: insertLines(screen.field, text.trim())};
		}

		case 'form': {
			return {...screen, fields: pasteInto(screen.fields, text)};
		}

		case 'run': {
			return runPaste(screen, text);
		}

		case 'menu':
		case 'lab': {
			return screen;
		}
	}
}

const replaceTop = (state: AppState, screen: Screen): AppState => ({
	...state,
	screens: [...state.screens.slice(0, -1), screen],
});

/** Keeps what is told when the program is left: the last end, and what was solved in the lab. */
function remembered(state: AppState): AppState {
	const screen = topOf(state);
	if (screen.kind !== 'run' || !screen.view.end) {
		return state;
	}

	const {incident} = screen;
	const solved = incident?.solved
		? {
				...state.solved,
				[incident.scenario.id]: {
					hints: incident.hints,
					tries: incident.tries,
					givenUp: incident.answer === 'given-up',
				},
			}
		: state.solved;
	return {...state, lastRun: screen, solved};
}

function came(state: AppState, message: Message): Updated {
	const screen = topOf(state);
	switch (message.type) {
		case 'resized': {
			return {state: {...state, size: message.size}, effects: []};
		}

		case 'explained': {
			return {
				state:
					screen.kind === 'explain'
						? replaceTop(state, {...screen, explanation: message.explanation, waiting: false})
						: state,
				effects: [],
			};
		}

		case 'lab-loaded': {
			return {
				state:
					screen.kind === 'lab'
						? replaceTop(state, {...screen, scenarios: message.scenarios})
						: state,
				effects: [],
			};
		}

		case 'practice-started': {
			const {scenario, settings, options} = message;
			const began = newRun(state.sessions + 1, options, {
				concern: 'lab',
				guided: true,
				incident: createIncident(scenario, settings, true),
			});
			const list: AppState =
				screen.kind === 'lab' ? replaceTop(state, {...screen, starting: undefined}) : state;
			return apply(list, {
				push: {...began.screen, sheet: ticketSheet},
				effects: began.effects,
			});
		}

		case 'failed': {
			const calm: AppState =
				screen.kind === 'lab'
					? replaceTop(state, {...screen, starting: undefined})
					: screen.kind === 'explain'
						? replaceTop(state, {...screen, waiting: false})
						: state;
			return {state: {...calm, toast: message.what}, effects: []};
		}

		case 'saved':
		case 'not-saved':
		case 'setting-changed':
		case 'waited':
		case 'events': {
			const updated =
				screen.kind === 'run' ? runMessage(screen, message, state.sessions) : undefined;
			const next = updated ? replaceTop(state, updated.screen) : state;
			const effects = updated?.effects ?? [];
			const saved = message.type === 'saved' ? [message.name] : [];
			return {
				state: remembered({
					...next,
					sessions: sessionsAfter(state.sessions, effects),
					reports: [...next.reports, ...saved],
					toast:
						saved.length > 0
							? `Saved: ${message.type === 'saved' ? message.name : ''}`
							: next.toast,
				}),
				effects,
			};
		}

		case 'key':
		case 'pasted': {
			return {state, effects: []};
		}
	}
}

/**
 * The one place where something happens to the screens: what comes in, what they are after it, and
 * what they ask for. Pure; two keys in one tick see each other's effect.
 */
export function update(state: AppState, message: Message, look: Look, services: Services): Updated {
	switch (message.type) {
		case 'key': {
			return keyPressed(state, message.key, look, services);
		}

		case 'pasted': {
			return {state: replaceTop(state, pasted(topOf(state), message.text)), effects: []};
		}

		default: {
			return came(state, message);
		}
	}
}
