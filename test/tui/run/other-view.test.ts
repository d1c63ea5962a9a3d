// The view from another machine: asked for after a verdict, and laid beside the one from here.
import {beforeAll, expect, test} from 'vitest';
import type {SessionEvent} from '../../../source/core/event.ts';
import type {Facts} from '../../../source/core/observation.ts';
import {startSession} from '../../../source/engine/start-session.ts';
import {choicesOf} from '../../../source/tui/run/choices.ts';
import {newRun} from '../../../source/tui/run/new-run.ts';
import {viewMeaningRows, viewTableRows} from '../../../source/tui/run/view-rows.ts';
import type {AppState} from '../../../source/tui/state.ts';
import {textOf, widthOf} from '../../../source/tui/text/row.ts';
import {createMachinery} from '../../../source/wiring.ts';
import {freePort} from '../../helpers/free-port.ts';
import {optionsFor} from '../../helpers/run-session.ts';
import {seen} from '../../knowledge/sample-facts.ts';
import {appWith, look, menu, play, runIn, typed} from '../screens.ts';

/** A session with a port that refuses, up to the question what to do next. */
let events: readonly SessionEvent[];
beforeAll(async () => {
	const session = startSession(
		optionsFor(await freePort()),
		async () => ({value: 'leave'}),
		createMachinery('0'),
		true,
	);
	await session.done;
	events = session.events.slice(
		0,
		session.events.findIndex(({type}) => type === 'answer'),
	);
});

/** The form is open. */
function asked(): AppState {
	const {screen} = newRun(1, optionsFor(25), {concern: 'direct'});
	const state = play(appWith([...menu.screens, screen]), {
		type: 'events',
		session: 1,
		events,
	}).state;
	const choices = choicesOf(runIn(state));
	const steps = choices.findIndex(({id}) => id === 'other-view');
	return play(state, ...Array.from({length: steps}, () => 'right'), 'enter').state;
}

test('whoever names another machine runs again as it is seen from there', () => {
	expect(runIn(asked()).sheet).toMatchObject({kind: 'form', purpose: 'other-view'});
	const {state, effects} = play(asked(), ...typed('app01'), 'ctrl-r');
	expect(effects).toEqual([{type: 'answer', value: 'again', changes: {fromHost: 'app01'}}]);
	expect(runIn(state).options.fromHost).toBe('app01');
});

test('what ssh would take for an option is no name of a machine', () => {
	for (const wrong of ['-oProxyCommand=id', 'a b']) {
		const {state, effects} = play(asked(), ...typed(wrong), 'ctrl-r');
		expect(effects).toEqual([]);
		expect(runIn(state).sheet).toMatchObject({kind: 'form', purpose: 'other-view'});
	}
});

test('in the lab, which is inside of this program, nobody is asked to look from elsewhere', () => {
	const {screen} = newRun(1, {...optionsFor(25), lab: 'refused'}, {concern: 'lab'});
	const {state} = play(appWith([screen]), {type: 'events', session: 1, events});
	expect(choicesOf(runIn(state)).map(({id}) => id)).not.toContain('other-view');
});

test.each([38, 78, 136])('both views fit into %i columns, with a mark at what differs', width => {
	const row = (facts: Partial<Facts['views.row']>) => seen('views.row', facts);
	const long = `220 ${'mail.example.com ESMTP '.repeat(8)}`;
	const observations = [
		row({}),
		row({row: 'greeting', about: '', seenFirst: long, seenSecond: '220 郵便 📮', differs: true}),
		seen('views.means', {says: 'A firewall stands between.'}),
	];
	const rows = viewTableRows(observations, look, width);
	expect(Math.max(...rows.map(widthOf))).toBeLessThanOrEqual(width);
	const marked = rows.filter(found => textOf(found).startsWith(look.status.warned));
	expect(marked).toHaveLength(2);
	expect(viewMeaningRows(observations, look, width).map(textOf)).toEqual([
		`${look.bullet} A firewall stands between.`,
	]);
});
