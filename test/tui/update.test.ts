import {beforeAll, describe, expect, test} from 'vitest';
import {topOf} from '../../source/tui/top-of.ts';
import {record, type Recorded} from './recorded.ts';
import {keyNamed, look, menu, play, runIn, runOf, services, typed} from './screens.ts';
import {verdictCode, farewell} from '../../source/tui/farewell.ts';

let relay: Recorded;
beforeAll(async () => {
	relay = await record('relay-login');
});

const until = (type: string) => relay.events.findIndex(event => event.type === type) + 1;
/** The session as far as the question what to do next. */
const asking = () => relay.events.slice(0, until('question'));

describe('the first question', () => {
	test('down and enter in one tick open the second entry', () => {
		const {state} = play(menu, 'down', 'enter');
		expect(topOf(state)).toMatchObject({kind: 'form', concern: 'deliver'});
	});

	test('q leaves without a question', () => {
		expect(play(menu, 'q').effects).toEqual([{type: 'leave', code: 'verdict'}]);
	});

	test('? shows the keys, and any key closes them', () => {
		expect(play(menu, '?').state.help).toBe(0);
		expect(play(menu, '?', 'q')).toMatchObject({state: {help: undefined}, effects: []});
	});

	test('escape leads back from a form', () => {
		expect(topOf(play(menu, 'enter', 'escape').state).kind).toBe('menu');
	});
});

test('a form starts the session that its values mean; the password goes beside the options', () => {
	const {effects} = play(
		menu,
		'enter',
		...typed('mail.example.com'),
		'tab',
		'tab',
		...typed('ada'),
		'tab',
		...typed('secret'),
		'ctrl-r',
	);
	expect(effects).toHaveLength(1);
	expect(effects[0]).toMatchObject({
		type: 'start',
		session: 2,
		password: 'secret',
		options: {target: {kind: 'host', host: 'mail.example.com'}, aim: 'submit', user: 'ada'},
	});
	expect(JSON.stringify(effects[0]).match(/secret/g)).toHaveLength(1);
});

describe('ctrl-c', () => {
	test('stops the checks first, and leaves when nothing is left to stop', () => {
		const running = runOf(relay, relay.events.slice(0, until('step-started')));
		const first = play(running, 'ctrl-c');
		expect(first.effects).toEqual([{type: 'abort'}]);
		const stopped = play(first.state, {
			type: 'events',
			session: 1,
			events: [
				{
					type: 'result',
					at: 5,
					outcome: 'inconclusive',
					class: null,
					stage: null,
					cause: null,
					summary: 'Interrupted before the checks were finished.',
					warnings: [],
					elapsed: 5,
				},
			],
		});
		expect(runIn(stopped.state).view.steps.map(({status}) => status)).not.toContain('running');
		expect(play(stopped.state, 'ctrl-c').effects).toEqual([{type: 'leave', code: 130}]);
		// And running again is a session of its own
		expect(play(stopped.state, 'r').effects).toMatchObject([{type: 'start', session: 2}]);
	});

	test('leaves from the first question at once', () => {
		expect(play(menu, 'ctrl-c').effects).toEqual([{type: 'leave', code: 130}]);
	});
});

describe('after the verdict', () => {
	test('enter signs in: the choice that the class puts first', () => {
		const {state} = play(runOf(relay, asking()), 'enter');
		expect(runIn(state).sheet).toMatchObject({kind: 'form', purpose: 'sign-in'});
		// In the lab the password of the ticket is there already
		const {effects} = play(state, 'up', 'ctrl-u', ...typed('pass'), 'enter', 'enter');
		expect(effects).toEqual([
			{type: 'answer', value: 'again', changes: {user: 'ada@shop.example'}, password: 'pass'},
		]);
	});

	test('r runs again as the answer to the session’s own question', () => {
		expect(play(runOf(relay, asking()), 'r').effects).toEqual([
			{type: 'answer', value: 'again', changes: {}},
		]);
	});

	test('events of another session change nothing', () => {
		const state = runOf(relay, asking());
		const {state: after} = play(state, {type: 'events', session: 7, events: relay.events});
		expect(runIn(after).view).toBe(runIn(state).view);
	});

	test('what is left in the scrollback: verdict, cause, command; the exit code is the verdict’s', () => {
		const state = runOf(relay, asking());
		expect(verdictCode(state)).toBe(1);
		const lines = farewell(state, services, look);
		expect(lines[0]).toBe('✖ mail.shop.example: Relay access denied (relay-denied, certain)');
		expect(lines.join('\n')).toContain('The client did not sign in (likely)');
		expect(lines.slice(0, -1).every(line => line.length <= state.size.columns)).toBe(true);
		expect(lines.at(-1)).toBe('  Again: smtp-medic --lab relay-login');
	});
});

describe('a lesson', () => {
	const lesson = () => runOf(relay, asking(), {lesson: true});

	test('the trainee names the cause before the screen does', () => {
		const {state} = play(lesson(), 'f');
		expect(runIn(state).sheet).toBeUndefined();
		expect(state.toast).toMatch(/First name the root cause/);
		const guessing = play(lesson(), 'a').state;
		const right = relay.scenario.cause;
		const causes = runIn(guessing).view.diagnosis?.causes ?? [];
		const titles = causes.toSorted((a, b) => a.title.localeCompare(b.title)).map(({id}) => id);
		const downs = Array.from({length: titles.indexOf(right)}, () => 'down');
		const wrong = play(guessing, right === titles[0] ? 'down' : 'home', 'enter').state;
		expect(runIn(wrong).incident).toMatchObject({answer: 'open', tries: 1});
		const found = play(guessing, ...downs, 'enter').state;
		expect(runIn(found).incident).toMatchObject({answer: 'found', tries: 1});
		expect(runIn(found).sheet).toBeUndefined();
	});

	test('hints come one at a time', () => {
		const {state} = play(lesson(), 'h');
		expect(runIn(state).incident?.hints).toBe(1);
		expect(runIn(play(state, 'h').state).incident?.hints).toBe(2);
	});

	test('it is solved when mail flows, also where start and end of a run come together', () => {
		const healthy = {
			outcome: 'healthy',
			class: null,
			stage: null,
			cause: null,
			summary: 'Everything works.',
			warnings: [],
			elapsed: 9,
		} as const;
		const {state} = play(lesson(), 'r', {
			type: 'events',
			session: 1,
			events: [
				{type: 'answer', at: 900, node: 'next', value: 'again'},
				{type: 'run-started', at: 901, run: 2, changes: []},
				{type: 'run-finished', at: 910, run: 2, compared: 'fixed', ...healthy},
			],
		});
		expect(runIn(state).incident?.solved).toBe(true);
		expect(runIn(state).sheet).toMatchObject({about: 'debrief'});
		expect(state.solved['relay-login']).toEqual({hints: 0, tries: 0, givenUp: false});
		expect(verdictCode(state)).toBe(0);
	});

	test('guided: enter runs the step that waits, g all the rest', () => {
		const events = [
			...relay.events.slice(0, until('session')),
			{
				type: 'question',
				at: 1,
				node: 'step',
				text: 'DNS',
				choices: [],
				secret: false,
				step: 'dns',
				command: 'dig …',
			} as const,
		];
		const waiting = runOf(relay, events, {lesson: true});
		expect(play(waiting, 'enter').effects).toEqual([{type: 'answer', value: 'run'}]);
		const guided = play(waiting, keyNamed('g')).state;
		expect(play(guided, 'g').effects).toEqual([
			{type: 'guide', guided: false},
			{type: 'answer', value: 'run'},
		]);
	});
});
