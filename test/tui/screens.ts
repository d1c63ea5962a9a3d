import type {SessionEvent} from '../../source/core/event.ts';
import {faultsOf, optionsOf} from '../../source/command/typed-values.ts';
import {sameCommand} from '../../source/output/same-command.ts';
import {createLook} from '../../source/tui/look.ts';
import type {Effect, Message} from '../../source/tui/messages.ts';
import {createIncident, newRun} from '../../source/tui/run/new-run.ts';
import type {RunScreen} from '../../source/tui/run/run-state.ts';
import type {AppState, Screen, Services} from '../../source/tui/state.ts';
import {charactersOf} from '../../source/tui/text/columns.ts';
import {topOf} from '../../source/tui/top-of.ts';
import {update} from '../../source/tui/update.ts';
import type {Recorded} from './recorded.ts';

export const look = createLook(false, true);

export const services: Services = {
	validate: values => faultsOf(values, new Map()),
	build: values => optionsOf(values, new Map(), () => ''),
	command: sameCommand,
	afterAcceptance: () => [],
	known: {host: 'app01.example.net', user: 'deploy'},
};

export const namedKeys: ReadonlySet<string> = new Set([
	'up',
	'down',
	'left',
	'right',
	'enter',
	'tab',
	'shift-tab',
	'escape',
	'backspace',
	'delete',
	'page-up',
	'page-down',
	'home',
	'end',
	'ctrl-c',
	'ctrl-r',
	'ctrl-u',
]);

/** A key by its name, or a character. */
export function keyNamed(id: string): Message {
	return {type: 'key', key: {id, text: namedKeys.has(id) ? '' : id}};
}

/** The keys of a text. */
export const typed = (text: string): string[] => charactersOf(text);

export function appWith(screens: readonly Screen[], size = {columns: 80, rows: 24}): AppState {
	return {
		size,
		screens,
		help: undefined,
		toast: '',
		solved: {},
		sessions: 1,
		reports: [],
		lastRun: undefined,
	};
}

export const menu: AppState = appWith([{kind: 'menu', cursor: 0}]);

/** Sends messages one after the other; returns where that leads and all that was asked for. */
export function play(
	state: AppState,
	...messages: readonly (Message | string)[]
): {state: AppState; effects: readonly Effect[]} {
	let now = state;
	const asked: Effect[] = [];
	for (const message of messages) {
		const one = typeof message === 'string' ? keyNamed(message) : message;
		const {state: next, effects} = update(now, one, look, services);
		now = next;
		asked.push(...effects);
	}

	return {state: now, effects: asked};
}

/** A run of a recorded session, as far as its events go. */
export function runOf(
	{options, scenario, settings}: Recorded,
	events: readonly SessionEvent[],
	{lesson = false, size = {columns: 80, rows: 24}} = {},
): AppState {
	const {screen} = newRun(1, options, {
		concern: 'lab',
		incident: createIncident(scenario, settings, lesson),
	});
	return play(appWith([{kind: 'menu', cursor: 0}, screen], size), {
		type: 'events',
		session: 1,
		events,
	}).state;
}

/** The run that is shown. */
export function runIn(state: AppState): RunScreen {
	const screen = topOf(state);
	if (screen.kind !== 'run') {
		throw new Error(`no run is shown, but ${screen.kind}`);
	}

	return screen;
}
