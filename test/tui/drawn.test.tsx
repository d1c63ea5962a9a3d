import {stripVTControlCharacters} from 'node:util';
import fc from 'fast-check';
import {renderToString} from 'ink';
import {afterEach, beforeAll, expect, test, vi} from 'vitest';
import {Screens} from '../../source/tui/app.tsx';
import type {AppState} from '../../source/tui/state.ts';
import type {SessionEvent} from '../../source/core/event.ts';
import {visible} from '../../source/core/escape.ts';
import {columnsOf} from '../../source/tui/text/columns.ts';
import {draw} from './draw.tsx';
import {record, type Recorded} from './recorded.ts';
import {keyNamed, look, menu, play, runOf, services} from './screens.ts';

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
const letters = '/ n e w c y s a t h f S W p ? 1 2 3';
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
		{numRuns: 12},
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

const hostile = fc.array(
	fc.oneof(
		fc.constantFrom(
			'漢字'.repeat(80),
			'👩‍👩‍👧‍👦'.repeat(40),
			'e\u0301'.repeat(100),
			'│╮'.repeat(60),
			'ｆｕｌｌｗｉｄｔｈ',
			'<b> & "quotes" `ticks` {braces}',
		),
		fc.string({unit: 'grapheme', maxLength: 200}).map(visible),
	),
	{maxLength: 12},
);

test('whatever a server says, at any size, the frame is as large as the terminal and no larger', () => {
	fc.assert(
		fc.property(
			hostile,
			fc.integer({min: 20, max: 170}),
			fc.integer({min: 5, max: 50}),
			fc.constantFrom('', 'f', 'e', 's', 'a', 't', 'S', '?', '1', '2', '3', 'w'),
			(texts, columns, rows, key) => {
				const lines = texts.map((text, index): SessionEvent => ({
					type: 'line',
					at: 5000,
					id: 1000 + index,
					connection: 1,
					from: 'server',
					text,
					secure: true,
				}));
				const events = recorded.events.map(event =>
					event.type === 'run-finished' ? {...event, summary: texts.join(' ')} : event,
				);
				const ended = runOf(recorded, [...lines, ...events, ...lines], {size: {columns, rows}});
				const {state} = key === '' ? {state: ended} : play(ended, key);
				const text = renderToString(<Screens state={state} look={look} services={services} />, {
					columns,
				});
				const drawn = stripVTControlCharacters(text).split('\n');
				expect(drawn.length).toBeLessThanOrEqual(rows);
				for (const line of drawn) {
					expect(columnsOf(line)).toBeLessThanOrEqual(columns);
				}
			},
		),
		{numRuns: 60},
	);
}, 60_000);
