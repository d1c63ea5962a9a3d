// The story of a move on the end screen: before all causes, with what carries it over.
import {expect, test} from 'vitest';
import type {AheadReport, SessionEvent} from '../../../source/core/event.ts';
import {startSession} from '../../../source/engine/start-session.ts';
import {endRows} from '../../../source/tui/run/end-rows.ts';
import {itemsOf} from '../../../source/tui/run/items.ts';
import {newRun} from '../../../source/tui/run/new-run.ts';
import type {RunScreen} from '../../../source/tui/run/run-state.ts';
import {createWriter} from '../../../source/tui/text/writer.ts';
import {writeCause} from '../../../source/tui/run/texts/cause-text.ts';
import {createMachinery} from '../../../source/wiring.ts';
import {freePort} from '../../helpers/free-port.ts';
import {optionsFor} from '../../helpers/run-session.ts';
import {seen} from '../../knowledge/sample-facts.ts';
import {appWith, look, play, runIn} from '../screens.ts';

type Rows = ReadonlyArray<ReadonlyArray<{text: string} | string>>;
const textOf = (rows: Rows): string =>
	rows
		.map(row => row.map(span => (typeof span === 'string' ? span : span.text)).join(''))
		.join('\n');

const summary = 'Behind that, mail.example.com would refuse this client.';
const ahead: AheadReport = {
	class: 'relay-denied',
	summary,
	cause: {
		id: 'client-not-in-mynetworks',
		title: 'The client’s address is not among those that may relay',
		because: '',
		standing: 'confirmed',
		evidence: ['It is not in mynetworks. (proves it)'],
		confirm: [{text: 'Look:', command: 'postconf mynetworks'}],
		fix: [
			{
				mta: 'postfix',
				text: 'Add it.',
				command: 'postconf -e "mynetworks = 192.0.2.10/32"',
				effect: 'changes',
				undo: 'Put it back.',
			},
		],
	},
};

/** A refused session, and what the server said of itself: with a story, or only with what comes next. */
async function moved(isStory: boolean): Promise<RunScreen> {
	const options = optionsFor(await freePort());
	const session = startSession(options, async () => ({value: 'leave'}), createMachinery('0'), true);
	await session.done;
	const events: readonly SessionEvent[] = session.events;
	const {screen} = newRun(1, options, {concern: 'direct'});
	const run = runIn(play(appWith([screen]), {type: 'events', session: 1, events}).state);
	const {diagnosis, end, observations} = run.view;
	if (!diagnosis || !end) {
		throw new TypeError('a refused connection has a diagnosis');
	}

	return {
		...run,
		view: {
			...run.view,
			diagnosis: {...diagnosis, ahead: [ahead]},
			end: {...end, warnings: [{class: 'relay-denied', summary}]},
			observations: [...observations, ...(isStory ? [seen('client.moved')] : [])],
		},
	};
}

test.each([72, 130])(
	'at %i columns the story comes before the causes, with its changes',
	async width => {
		const {rows} = endRows(await moved(true), look, width);
		const text = textOf(rows).replaceAll(/\s+/g, ' ');
		const at = [
			'The same old address in several places',
			'192.0.2.77 is still named in two places',
			'on the server: postconf -e "mynetworks = 192.0.2.10/32"',
			'Behind that, the mail would be stopped by',
			'Confirmed The client’s address is not among those that may relay',
		].map(words => text.indexOf(words));
		expect(at).not.toContain(-1);
		expect(at).toEqual(at.toSorted((a, b) => a - b));
		// What the causes say already is no warning beside them
		expect(text).not.toContain(summary);
	},
);

test('without a story, what stands behind the failure is shown, and no more', async () => {
	const text = textOf(endRows(await moved(false), look, 130).rows);
	expect(text).not.toContain('several places');
	expect(text).toContain('Behind that, the mail would be stopped by');
});

test('the cause that stands behind comes after the likeliest, and its fix with that of the first', async () => {
	const screen = await moved(true);
	const [first, second] = itemsOf(screen);
	expect(first).toMatchObject({kind: 'cause', isAhead: false});
	expect(second).toMatchObject({kind: 'cause', isAhead: true, cause: {id: ahead.cause.id}});
	const id = first?.kind === 'cause' ? first.cause.id : '';
	const writer = createWriter(look, 100);
	writeCause(writer, screen, {id, fixFirst: true}, look);
	expect(textOf(writer.rows)).toContain('Then, behind that: The client’s address');
	expect(writer.commands).toContain('postconf -e "mynetworks = 192.0.2.10/32"');
	const own = createWriter(look, 100);
	expect(writeCause(own, screen, {id: ahead.cause.id}, look)).toBe(ahead.cause.title);
});
