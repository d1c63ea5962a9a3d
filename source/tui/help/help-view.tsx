import {Box} from 'ink';
import {Rows} from '../components/rows.tsx';
import {modeOf} from '../layout.ts';
import type {Look} from '../look.ts';
import {ScreenView} from '../screen-view.tsx';
import type {AppState, Screen} from '../state.ts';
import {pad} from '../text/columns.ts';
import {laid} from '../text/laid.ts';
import {faint, row, strong, type Row} from '../text/row.ts';

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
	['r', 'run again and compare'],
	['f', 'show the fix'],
	['p', 'sign in and try again'],
	['g', 'guided: explain each step before it runs'],
	['S', 'save a report'],
	['ctrl-c', 'stop the checks; once more: leave'],
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

/** The keys of the screen below; any key closes it. */
export function HelpView({
	screen,
	state,
	look,
}: {
	readonly screen: Screen;
	readonly state: AppState;
	readonly look: Look;
}) {
	const {size} = state;
	const margin = modeOf(size) === 'lines' ? 0 : 2;
	const width = Math.max(1, size.columns - 2 * margin);
	const rows: Row[] = [
		[strong('Keys')],
		...table(keysFor(screen), look, width),
		...(screen.kind === 'run' ? [[], [strong('Marks')], ...table(marks(look), look, width)] : []),
	];
	const height = size.rows - 2;
	const dense = rows.length > height ? rows.filter(r => r.length > 0) : rows;
	return (
		<ScreenView
			left={row(strong('smtp-medic'), faint(` ${look.dot} `), 'Keys')}
			right={[]}
			hints={[['any key', 'closes this']]}
			toast=""
			look={look}
			size={size}
			help={false}
		>
			<Box flexDirection="column" paddingX={margin}>
				<Rows rows={dense} look={look} height={height} />
			</Box>
		</ScreenView>
	);
}
