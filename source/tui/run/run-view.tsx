import {Box, useAnimation} from 'ink';
import {Frame} from '../components/frame.tsx';
import type {Hint} from '../components/footer.tsx';
import {Rows} from '../components/rows.tsx';
import {fieldRow} from '../fields/field-rows.ts';
import {scrolledTo} from '../layout.ts';
import type {Look} from '../look.ts';
import {ScreenView} from '../screen-view.tsx';
import type {AppState, Services} from '../state.ts';
import {onOneLine} from '../text/laid.ts';
import {faint, row, strong, type Row} from '../text/row.ts';
import {windowOf} from './dialogue-keys.ts';
import {runGeometry, type RunGeometry} from './geometry.ts';
import {isTyping, type Pane, type RunScreen} from './run-state.ts';
import {runHints} from './run-hints.ts';
import {isRunning, type SessionView} from './session-view.ts';
import {SheetView} from './sheet-view.tsx';
import {stepRows} from './steps-rows.ts';
import {choiceRows} from './choice-rows.ts';
import {selectedStep} from './steps-keys.ts';
import {statusLine, verdictText, verdictTitle} from './verdict-rows.ts';

const concerns: Readonly<Record<RunScreen['concern'], string>> = {
	submit: 'sending through a server',
	deliver: 'delivering mail',
	'own-server': 'your own server',
	vanished: 'accepted, then gone',
	direct: '',
	lab: 'practice',
};

function aimOf({concern, options, incident}: RunScreen): string {
	if (incident) {
		return incident.scenario.title;
	}

	return concerns[concern] || (options.aim === 'submit' ? concerns.submit : concerns.deliver);
}

function endpointOf({observations, target}: SessionView): {host: string; place: string} {
	const chosen = observations.findLast(o => o.tag === 'endpoint.chosen');
	return chosen?.tag === 'endpoint.chosen'
		? {host: chosen.data.host, place: `${chosen.data.address}:${chosen.data.port}`}
		: {host: target, place: ''};
}

/** Minutes, seconds and tenths. */
function stopwatch(milliseconds: number): string {
	const tenths = Math.max(0, Math.round(milliseconds / 100));
	const minutes = String(Math.floor(tenths / 600)).padStart(2, '0');
	const seconds = ((tenths % 600) / 10).toFixed(1).padStart(4, '0');
	return `${minutes}:${seconds}`;
}

type Parts = {
	readonly screen: RunScreen;
	readonly services: Services;
	readonly look: Look;
	readonly geometry: RunGeometry;
	readonly now: number;
};

/** The rows of a pane, and its title. */
function paneContent(
	pane: Pane,
	{screen, look, geometry, now, services}: Parts,
): {title: Row; rows: Row[]} {
	const hasFocus = geometry.pane === pane;
	switch (pane) {
		case 'steps': {
			const {width, height} = geometry.steps;
			const selected = selectedStep(screen);
			const all = stepRows(screen.view, hasFocus ? selected : undefined, look, width, now);
			const at = all.findLastIndex(({step}) => step === selected);
			const top = scrolledTo(
				0,
				screen.step === undefined ? Math.max(at, 0) : at,
				height,
				all.length,
			);
			return {title: [strong('Steps')], rows: all.slice(top, top + height).map(r => r.row)};
		}

		case 'dialogue': {
			const {rows, first, last} = windowOf(screen, geometry, look);
			const {cursor} = screen.dialogue;
			const {lines} = screen.view;
			const line = lines[cursor ?? lines.length - 1];
			const connection =
				line && line.connection > 0 ? ` ${look.dot} connection ${line.connection}` : '';
			const {place} = endpointOf(screen.view);
			const hidden = first > 0 || last < lines.length - 1;
			const position = hidden ? ` ${look.dot} ${first + 1}–${last + 1} of ${lines.length}` : '';
			const title = row(
				strong('Dialogue'),
				faint(`${connection}${place ? ` ${look.dot} ${place}` : ''}${position}`),
			);
			const empty: Row[] = [[faint('Nothing has been said yet.')]];
			return {title, rows: lines.length > 0 ? [...rows] : empty};
		}

		case 'verdict': {
			const {width, height} = geometry.verdict;
			const {rows} = verdictText(screen, look, width, now);
			const choices = choiceRows(screen, look, width, hasFocus);
			const most = Math.max(0, rows.length - geometry.verdictText);
			const top = Math.min(screen.verdict.top, most);
			const text = rows.slice(top, top + geometry.verdictText);
			const gap = Math.max(0, height - text.length - choices.length);
			const spaced = choices.length > 0 ? Math.min(gap, geometry.mode === 'panes' ? gap : 1) : 0;
			const more =
				top < most
					? faint(` ${look.dot} more below`)
					: top > 0
						? faint(` ${look.dot} more above`)
						: '';
			return {
				title: row(...verdictTitle(screen, look), more),
				rows: [
					...text,
					...Array.from({length: spaced}, (): Row => []),
					...choices,
					...dialogueTail({screen, look, geometry, now, services}, height - text.length - 2),
				],
			};
		}
	}
}

/** The last lines of the dialogue below the next step, where it has no pane beside it. */
function dialogueTail({screen, look, geometry}: Parts, height: number): Row[] {
	if (geometry.mode === 'panes' || screen.view.question?.node !== 'step' || height < 3) {
		return [];
	}

	const narrow: RunGeometry = {...geometry, dialogue: {...geometry.dialogue, height: height - 1}};
	const following: RunScreen = {...screen, dialogue: {...screen.dialogue, cursor: undefined}};
	const {rows} = windowOf(following, narrow, look);
	return rows.length > 0 ? [[], [faint('Dialogue so far')], ...rows] : [];
}

function Pane({
	pane,
	width,
	height,
	parts,
}: {
	readonly pane: Pane;
	readonly width: number;
	readonly height: number;
	readonly parts: Parts;
}) {
	const {title, rows} = paneContent(pane, parts);
	const hasFocus = parts.geometry.pane === pane;
	return (
		<Frame
			title={hasFocus ? row({text: `${parts.look.here} `, tone: 'accent'}, ...title) : title}
			look={parts.look}
			width={width}
			height={height}
			hasFocus={hasFocus}
		>
			<Rows rows={rows} look={parts.look} height={height - 2} />
		</Frame>
	);
}

const tabNames: ReadonlyArray<readonly [Pane, string]> = [
	['steps', 'Steps'],
	['dialogue', 'Dialogue'],
	['verdict', 'Verdict'],
];

function tabRow(shown: Pane): Row {
	return tabNames.flatMap(([pane, name], index) => [
		{
			text: ` ${index + 1} ${name} `,
			inverse: pane === shown,
			strong: pane === shown,
			...(pane === shown ? {} : {tone: 'faint' as const}),
		},
		{text: ' '},
	]);
}

function Panes({parts, columns}: {readonly parts: Parts; readonly columns: number}) {
	const {screen, look, geometry} = parts;
	const {outer, mode, pane, sheet} = geometry;
	if (screen.sheet) {
		const frame = mode === 'lines' ? undefined : {width: columns, height: sheet.height + 2};
		return (
			<SheetView
				screen={screen}
				sheet={screen.sheet}
				look={look}
				inside={sheet}
				frame={frame}
				services={parts.services}
			/>
		);
	}

	switch (mode) {
		case 'panes': {
			return (
				<>
					<Box flexShrink={0}>
						<Pane pane="steps" width={outer.steps} height={outer.body} parts={parts} />
						<Pane pane="dialogue" width={columns - outer.steps} height={outer.body} parts={parts} />
					</Box>
					<Pane pane="verdict" width={columns} height={outer.verdict} parts={parts} />
				</>
			);
		}

		case 'tabs': {
			const {rows} = paneContent(pane, parts);
			return (
				<Frame title={tabRow(pane)} look={look} width={columns} height={outer.body} hasFocus>
					<Rows rows={rows} look={look} height={outer.body - 2} />
				</Frame>
			);
		}

		case 'lines': {
			const {rows} = paneContent(pane, parts);
			return <Rows rows={[onOneLine(look, tabRow(pane), columns), ...rows]} look={look} />;
		}
	}
}

/** Screen 3: the steps, the dialogue as it happens, and the verdict with what to do about it. */
export function RunView({
	screen,
	state,
	look,
	services,
}: {
	readonly screen: RunScreen;
	readonly state: AppState;
	readonly look: Look;
	readonly services: Services;
}) {
	const {size, toast} = state;
	const {view, search} = screen;
	const running = isRunning(view);
	// The only timer of the screens, and only while something runs
	const {time} = useAnimation({interval: 250, isActive: running});
	const now = running ? Math.max(view.lastAt, view.runStartedAt + time) : view.lastAt;
	const geometry = runGeometry(screen, size, look);
	const parts: Parts = {screen, services, look, geometry, now};
	const {host, place} = endpointOf(view);
	const aim = aimOf(screen);
	const elapsed = stopwatch((view.end?.at ?? now) - view.runStartedAt);
	const isTabbed = geometry.mode !== 'panes';
	const port = place ? `port ${place.slice(place.lastIndexOf(':') + 1)} ${look.dot} ` : '';
	const run = view.run > 1 ? `run ${view.run} ${look.dot} ` : '';
	const right: Row = isTabbed
		? statusLine(screen, look, Math.floor(size.columns * 0.6), now)
		: [faint(`${run}${port}${elapsed}`)];
	const left: Row = row(
		strong(host || view.target),
		...(isTabbed && size.columns < 60 ? [] : [faint(` ${look.dot} ${aim}`)]),
	);
	const typing = search.typing
		? row(
				strong('/'),
				...fieldRow(search.typing, look, Math.max(1, size.columns - 2), {isActive: true}),
			)
		: undefined;
	const hints: readonly Hint[] = runHints(screen, geometry);
	return (
		<ScreenView
			left={left}
			right={right}
			hints={hints}
			toast={toast}
			look={look}
			size={size}
			{...(typing ? {footer: typing} : {})}
			help={!isTyping(screen)}
		>
			<Panes parts={parts} columns={size.columns} />
		</ScreenView>
	);
}
