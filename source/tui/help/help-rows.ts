import type {Key} from '../keys.ts';
import {modeOf, type Size} from '../layout.ts';
import type {Look} from '../look.ts';
import type {AppState, Screen} from '../state.ts';
import {pad} from '../text/columns.ts';
import {laid} from '../text/laid.ts';
import {row, strong, type Row} from '../text/row.ts';
import {topOf} from '../top-of.ts';

type Keys = ReadonlyArray<readonly [keys: string, does: string]>;

const lists: Keys = [
	['↑ ↓', 'move'],
	['enter', 'choose'],
	['1–9', 'choose by number'],
	['esc', 'back'],
	['q', 'leave'],
];

const run: Keys = [
	['tab, 1 2 3', 'steps, dialogue, verdict'],
	['↑ ↓ PgUp PgDn', 'move; at the end the dialogue follows again'],
	['enter', 'choose; on a step or a line: what it means'],
	['e', 'explain the line'],
	['/ n N', 'search the dialogue, next, previous'],
	['w ← →', 'wrap long lines, or scroll sideways'],
	['c C', 'copy the line, the whole dialogue (OSC 52: works over SSH)'],
	['y', 'copy the command that the verdict names'],
	['r', 'run again and compare'],
	['f', 'show the fix'],
	['p', 'sign in and try again'],
	['g', 'guided: explain each step before it runs'],
	['W', 'after a temporary refusal: wait and try again'],
	['S', 'save a report'],
	['ctrl-c', 'stop the checks; once more: leave'],
	['ctrl-z', 'to the shell; fg brings it back'],
	['esc q', 'back, leave'],
];

const lab: Keys = [
	['a', 'name the root cause'],
	['s', 'settings of the practice server'],
	['h', 'the next hint'],
	['t', 'the ticket'],
];

const marks = (look: Look): Keys => [
	['C S', 'said by the client (this side), by the server'],
	[look.note, 'a note about the connection'],
	['TLS', 'this line went encrypted'],
	[look.here, 'the line that the verdict rests on, or the selected one'],
	[
		`${look.status.passed} ${look.status.failed} ${look.status.warned} ${look.status.skipped}`,
		'passed, failed, passed with a warning, skipped',
	],
];

function keysFor(screen: Screen): Keys {
	switch (screen.kind) {
		case 'run': {
			return screen.incident ? [...run, ...lab] : run;
		}

		case 'menu':
		case 'lab':
		case 'form':
		case 'explain': {
			return lists;
		}
	}
}

function table(keys: Keys, look: Look, width: number): Row[] {
	return keys.flatMap(([key, does]) =>
		laid(
			look,
			row(
				'  ',
				strong(
					pad(
						look.text(
							look.ascii ? key.replace('↑ ↓', 'up down').replace('← →', 'left right') : key,
						),
						16,
					),
				),
				does,
			),
			width,
			18,
		),
	);
}

/** Where the help is shown: its margin, and the rows and columns that it has. */
export function helpGeometry({columns, rows}: Size): {
	margin: number;
	width: number;
	height: number;
} {
	const margin = modeOf({columns, rows}) === 'lines' ? 0 : 2;
	return {margin, width: Math.max(1, columns - 2 * margin), height: Math.max(1, rows - 2)};
}

/** The keys of a screen and, on the run, what its marks mean. */
export function helpRows(screen: Screen, size: Size, look: Look): readonly Row[] {
	const {width, height} = helpGeometry(size);
	const rows: Row[] = [
		[strong('Keys')],
		...table(keysFor(screen), look, width),
		...(screen.kind === 'run' ? [[], [strong('Marks')], ...table(marks(look), look, width)] : []),
	];
	return rows.length > height ? rows.filter(r => r.length > 0) : rows;
}

/** The first row of the help after a key: it scrolls where it must, and any other key closes it. */
export function helpAfter(state: AppState, {id}: Key, look: Look): number | undefined {
	const {help = 0, size} = state;
	const {height} = helpGeometry(size);
	const most = Math.max(0, helpRows(topOf(state), size, look).length - height);
	const steps: Readonly<Record<string, number>> = {
		up: -1,
		k: -1,
		down: 1,
		j: 1,
		'page-up': 1 - height,
		'page-down': height - 1,
		' ': height - 1,
	};
	const step = steps[id];
	return most === 0 || step === undefined ? undefined : Math.max(0, Math.min(most, help + step));
}
