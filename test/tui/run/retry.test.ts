import {beforeEach, describe, expect, test} from 'vitest';
import type {SessionEvent} from '../../../source/core/event.ts';
import type {Prompter} from '../../../source/core/session.ts';
import {startSession} from '../../../source/engine/start-session.ts';
import {farewell} from '../../../source/tui/farewell.ts';
import type {Message} from '../../../source/tui/messages.ts';
import {choicesOf} from '../../../source/tui/run/choices.ts';
import {newRun} from '../../../source/tui/run/new-run.ts';
import type {AppState} from '../../../source/tui/state.ts';
import {createMachinery} from '../../../source/wiring.ts';
import {optionsFor} from '../../helpers/run-session.ts';
import {startScriptServer} from '../../helpers/script-server.ts';
import {smtp} from '../../helpers/smtp-script.ts';
import {appWith, look, menu, play, runIn, services, typed} from '../screens.ts';

const refusal = '451 4.7.1 Greylisting in action, please come back in 00:05:00';

/** A session with a server that defers the first two attempts and takes the third. */
async function record(): Promise<readonly SessionEvent[]> {
	let attempts = 0;
	const RCPT = async () => (++attempts < 3 ? refusal : '250 2.1.5 ok');
	const server = await startScriptServer(smtp({RCPT}));
	let asked = 0;
	const prompter: Prompter = async () => ({value: ++asked < 3 ? 'again' : 'leave'});
	const session = startSession(optionsFor(server.port), prompter, createMachinery('0'), true);
	await session.done;
	return [...session.events];
}

let runs: ReadonlyArray<readonly SessionEvent[]>;
beforeEach(async () => {
	const events = await record();
	// Each run as far as the question what to do next; what the user does comes in between
	const ends = events.flatMap(({type}, index) => (type === 'question' ? [index + 1] : []));
	runs = ends.map((end, run) => events.slice(ends[run - 1] ?? 0, end));
});

const events = (run: number): Message => ({
	type: 'events',
	session: 1,
	events: runs[run] ?? [],
});
const waited = (left: number): Message => ({type: 'waited', session: 1, left});

/** The screen after the first refusal. */
function refused(): AppState {
	const {screen} = newRun(1, optionsFor(25), {concern: 'direct'});
	return play(appWith([...menu.screens, screen]), events(0)).state;
}

const labels = (state: AppState) => choicesOf(runIn(state)).map(({label}) => label);

/** The wait has begun, as the server named it. */
const waiting = () => play(refused(), 'enter', 'ctrl-r');

test('waiting is offered first, with the time that the server named', () => {
	expect(labels(refused())[0]).toBe('Wait and try again');
	const {state, effects} = waiting();
	expect(effects).toEqual([{type: 'wait', session: 1, milliseconds: 300_000}]);
	expect(labels(state).slice(0, 2)).toEqual(['Try now', 'Stop waiting']);
});

test('a time of one’s own is taken, and one that cannot be read is said to be none', () => {
	const form = play(refused(), 'W', 'up', 'up', 'ctrl-u', ...typed('90 s')).state;
	expect(play(form, 'ctrl-r').effects).toMatchObject([{type: 'wait', milliseconds: 90_000}]);
	const wrong = play(form, 'ctrl-u', ...typed('soon'), 'ctrl-r');
	expect(wrong.effects).toEqual([]);
	expect(runIn(wrong.state).sheet).toMatchObject({fields: {errors: {wait: /a time from/}}});
});

describe('while it waits', () => {
	test('everything else goes on, and the countdown with it', () => {
		const {state} = play(waiting().state, '2', 'up', 'e', waited(123_000));
		expect(runIn(state).sheet).toMatchObject({about: 'line'});
		expect(runIn(state).retry?.left).toBe(123_000);
	});

	test('ctrl-c stops the wait and nothing else; so does its choice', () => {
		const stopped = play(waiting().state, 'ctrl-c');
		expect(stopped.effects).toEqual([{type: 'stop-waiting'}]);
		expect(labels(stopped.state)[0]).toBe('Wait and try again');
		expect(play(waiting().state, 'W').effects).toEqual([{type: 'stop-waiting'}]);
		// What was under way when it was stopped counts no more
		expect(play(stopped.state, waited(0)).effects).toEqual([]);
	});

	test('whoever leaves the run ends the wait', () => {
		expect(play(waiting().state, 'escape').effects).toEqual([
			{type: 'stop-waiting'},
			{type: 'abort'},
		]);
	});
});

test('tries again until the server takes it, and says how long that took', () => {
	const first = play(waiting().state, 'f', waited(0));
	expect(first.effects).toEqual([{type: 'answer', value: 'again', changes: {}}]);
	expect(runIn(first.state).sheet).toBeDefined(); // What is being read stays

	const second = play(first.state, 'escape', events(1));
	expect(second.effects).toEqual([{type: 'wait', session: 1, milliseconds: 300_000}]);
	const third = play(second.state, waited(0), events(2));
	expect(third.effects).toEqual([{type: 'answer', value: 'again', changes: {}}]);
	expect(runIn(third.state).retry).toMatchObject({tried: 2, left: undefined});
	expect(farewell(third.state, services, look).join('\n')).toMatch(
		/Accepted after \d+ s; still deferred after \d+ s\./,
	);
});

test('gives up after as many tries as were asked for', () => {
	const once = play(refused(), 'enter', 'up', 'ctrl-u', '1', 'ctrl-r', waited(0), events(1));
	expect(once.effects.filter(({type}) => type === 'wait')).toHaveLength(1);
	expect(runIn(once.state).retry).toMatchObject({tried: 1, left: undefined, overAt: undefined});
	expect(labels(once.state)[0]).toBe('Wait and try again');
});
