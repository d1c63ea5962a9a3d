import {stripVTControlCharacters} from 'node:util';
import fc from 'fast-check';
import {renderToString} from 'ink';
import {afterEach, beforeAll, expect, test, vi} from 'vitest';
import {Screens} from '../../source/tui/app.tsx';
import type {AppState} from '../../source/tui/state.ts';
import {draw} from './draw.tsx';
import {record, type Recorded} from './recorded.ts';
import {keyNamed, look, menu, runOf, services} from './screens.ts';

let recorded: Recorded;
beforeAll(async () => {
	recorded = await record('relay-mynetworks');
});

afterEach(() => {
	vi.useRealTimers();
});

/** The frame by itself, without anything that was on the screen before. */
function frame(state: AppState): string {
	const {columns} = state.size;
	const text = renderToString(<Screens state={state} look={look} services={services} />, {columns});
	const lines = stripVTControlCharacters(text).split('\n');
	return Array.from({length: state.size.rows}, (_, row) => (lines[row] ?? '').trimEnd()).join('\n');
}

const many = 'up down down left right enter enter tab escape page-down home end';
const letters = '/ n e w c s a t h f S p ? 1 2 3';
const anyKeys = fc.array(fc.constantFrom(...many.split(' '), ...letters.split(' ')), {
	maxLength: 30,
});

test('whatever is typed, the terminal shows the frame and no remains of another', async () => {
	await fc.assert(
		fc.asyncProperty(
			anyKeys,
			fc.constantFrom(
				{columns: 140, rows: 45},
				{columns: 80, rows: 24},
				{columns: 100, rows: 18},
				{columns: 47, rows: 13},
			),
			fc.boolean(),
			async (keys, size, lesson) => {
				const drawn = draw(runOf(recorded, recorded.events, {lesson, size}));
				try {
					await drawn.screen();
					for (const key of keys) {
						drawn.store.send(keyNamed(key));
						expect(await drawn.screen()).toBe(frame(drawn.store.state()));
					}
				} finally {
					drawn.close();
				}
			},
		),
		{numRuns: 25},
	);
}, 60_000);

test('an idle screen writes nothing, and one that waits does', async () => {
	vi.useFakeTimers();
	const idle = draw(runOf(recorded, recorded.events));
	const start = draw(menu);
	const finished = recorded.events.findIndex(({type}) => type === 'step-finished');
	const waiting = draw(runOf(recorded, recorded.events.slice(0, finished)));
	await vi.advanceTimersByTimeAsync(1000);
	const before = [idle.bytes(), start.bytes(), waiting.bytes()] as const;
	await vi.advanceTimersByTimeAsync(60_000);
	expect(idle.bytes()).toBe(before[0]);
	expect(start.bytes()).toBe(before[1]);
	expect(waiting.bytes()).toBeGreaterThan(before[2]);
	for (const drawn of [idle, start, waiting]) {
		drawn.close();
	}
});
