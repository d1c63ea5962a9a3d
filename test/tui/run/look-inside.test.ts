import {beforeAll, expect, test} from 'vitest';
import type {SessionEvent} from '../../../source/core/event.ts';
import {startSession} from '../../../source/engine/start-session.ts';
import {choicesOf} from '../../../source/tui/run/choices.ts';
import {lookInsideValues, lookRows} from '../../../source/tui/run/look-inside.ts';
import {newRun} from '../../../source/tui/run/new-run.ts';
import type {AppState} from '../../../source/tui/state.ts';
import {createMachinery} from '../../../source/wiring.ts';
import {freePort} from '../../helpers/free-port.ts';
import {optionsFor} from '../../helpers/run-session.ts';
import {sampleFacts, seen} from '../../knowledge/sample-facts.ts';
import {appWith, look, menu, play, runIn, typed} from '../screens.ts';

const inside = {kind: 'local', sudo: false} as const;

/** A session with a port that refuses, after which the server is looked at: before the answer, and after. */
let before: readonly SessionEvent[];
let after: readonly SessionEvent[];
beforeAll(async () => {
	let asked = 0;
	const session = startSession(
		optionsFor(await freePort()),
		async () => ({value: ++asked === 1 ? 'look-inside' : 'leave', changes: {inside}}),
		createMachinery('0'),
		true,
	);
	await session.done;
	const answered = session.events.findIndex(({type}) => type === 'answer');
	before = session.events.slice(0, answered);
	after = session.events.slice(answered);
});

const events = (some: readonly SessionEvent[]) => ({
	type: 'events' as const,
	session: 1,
	events: some,
});

function refused(): AppState {
	const {screen} = newRun(1, optionsFor(25), {concern: 'direct'});
	return play(appWith([...menu.screens, screen]), events(before)).state;
}

/** The form is open. */
const asked = () => play(refused(), 'right', 'enter').state;

test('a verdict that may have its reason on the server offers to look there, and says at what', () => {
	expect(choicesOf(runIn(refused()))[1]).toMatchObject({id: 'look-inside'});
	expect(runIn(asked()).sheet).toMatchObject({kind: 'form', purpose: 'look-inside'});
	const rows = lookRows(runIn(asked()).view, look, 100).map(row =>
		row.map(span => (typeof span === 'string' ? span : span.text)).join(''),
	);
	expect(rows.join('\n')).toContain('ss -tlnp (root)');
	expect(rows.join('\n')).toContain('nothing is changed');
});

test('an empty name means this machine, and sudo is used by whoever says yes alone', () => {
	const {state, effects} = play(asked(), 'ctrl-r');
	expect(effects).toEqual([{type: 'answer', value: 'look-inside', changes: {inside}}]);
	expect(runIn(state).options.inside).toEqual(inside);
	const other = play(asked(), ...typed('mail'), 'tab', ...typed('yes'), 'ctrl-r').effects;
	expect(other).toMatchObject([{changes: {inside: {kind: 'ssh', host: 'mail', sudo: true}}}]);
});

test('the form begins with the host that was dialled, unless that is this machine', () => {
	const {view, options} = runIn(refused());
	expect(lookInsideValues({...runIn(refused()), view, options})).toEqual({ssh: ''});
	const far = {...view, observations: [seen('tcp.refused')]};
	expect(lookInsideValues({...runIn(refused()), view: far})).toEqual({
		ssh: sampleFacts['tcp.refused'].host,
	});
	const wanted = {kind: 'ssh', host: 'mail', sudo: true} as const;
	const again = {...runIn(refused()), options: {...options, inside: wanted}};
	expect(lookInsideValues(again)).toEqual({ssh: 'mail', sudo: 'yes'});
});

test.each([
	['-oProxyCommand=id', ''],
	['a b', ''],
	['mail', 'maybe'],
])('%j with sudo %j is not taken', (ssh, sudo) => {
	const {state, effects} = play(asked(), ...typed(ssh), 'tab', ...typed(sudo), 'ctrl-r');
	expect(effects).toEqual([]);
	expect(runIn(state).sheet).toMatchObject({kind: 'form'});
});

test('the list is scrolled below the form, and no further than its end', () => {
	const top = (state: AppState) => {
		const {sheet} = runIn(state);
		return sheet?.kind === 'form' ? sheet.top : undefined;
	};

	const {state} = play(asked(), 'page-down');
	expect(top(state)).toBeGreaterThan(0);
	expect(top(play(state, 'page-up', 'page-up').state)).toBe(0);
});

test('the same run goes on and comes to another verdict, which offers it no more', () => {
	const {state} = play(refused(), events(after.slice(0, 1)));
	expect(runIn(state).view.end).toBeUndefined();
	const steps = runIn(state).view.steps.length;
	const {view} = runIn(play(state, events(after.slice(1))).state);
	expect(view.steps.length).toBeGreaterThan(steps);
	expect(view.run).toBe(1);
	expect(view.end).toMatchObject({class: 'refused'});
	const done = play(
		state,
		events(
			after.slice(
				1,
				after.findLastIndex(e => e.type === 'answer'),
			),
		),
	);
	expect(choicesOf(runIn(done.state)).map(({id}) => id)).not.toContain('look-inside');
});
