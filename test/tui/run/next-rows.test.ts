import {expect, test} from 'vitest';
import type {CauseReport, SessionEvent} from '../../../source/core/event.ts';
import {startSession} from '../../../source/engine/start-session.ts';
import {choicesOf} from '../../../source/tui/run/choices.ts';
import {newRun} from '../../../source/tui/run/new-run.ts';
import {nextRows} from '../../../source/tui/run/next-rows.ts';
import type {RunScreen} from '../../../source/tui/run/run-state.ts';
import {createMachinery} from '../../../source/wiring.ts';
import {freePort} from '../../helpers/free-port.ts';
import {optionsFor} from '../../helpers/run-session.ts';
import {appWith, look, play, runIn} from '../screens.ts';

async function refused(): Promise<RunScreen> {
	const options = optionsFor(await freePort());
	const session = startSession(options, async () => ({value: 'leave'}), createMachinery('0'), true);
	await session.done;
	const events: readonly SessionEvent[] = session.events;
	const {screen} = newRun(1, options, {concern: 'direct'});
	return runIn(play(appWith([screen]), {type: 'events', session: 1, events}).state);
}

const shown = (screen: RunScreen): string =>
	nextRows(screen, look, 120)
		.flatMap(row => row.map(span => (typeof span === 'string' ? span : span.text)))
		.join('');

/** The same verdict with another first cause. */
function withCause(screen: RunScreen, change: Partial<CauseReport>): RunScreen {
	const {diagnosis} = screen.view;
	const [first, ...others] = diagnosis?.causes ?? [];
	if (!diagnosis || !first) {
		throw new TypeError('a refused connection has causes');
	}

	const causes = [{...first, ...change}, ...others];
	return {...screen, view: {...screen.view, diagnosis: {...diagnosis, causes}}};
}

test('as long as the cause is open, what comes next is the advice for the class', async () => {
	expect(shown(withCause(await refused(), {standing: 'likely'}))).toContain('Check host and port');
});

test('where the cause is confirmed, what comes next is to put it right', async () => {
	const screen = await refused();
	const confirmed = shown(withCause(screen, {standing: 'confirmed'}));
	expect(confirmed).toContain('[f] shows how');
	expect(confirmed).not.toContain('Check host and port');
	expect(shown(withCause(screen, {standing: 'confirmed', fix: []}))).not.toContain('[f]');
});

test('where the cause is confirmed, the fix is offered first', async () => {
	const firstOf = (standing: CauseReport['standing'], screen: RunScreen) => {
		const {view} = withCause(screen, {standing});
		const diagnosis = view.diagnosis && {...view.diagnosis, class: 'timeout' as const};
		return choicesOf({...screen, view: {...view, diagnosis}})[0]?.id;
	};

	const screen = await refused();
	expect(firstOf('likely', screen)).toBe('control-ports');
	expect(firstOf('confirmed', screen)).toBe('show-fix');
});
