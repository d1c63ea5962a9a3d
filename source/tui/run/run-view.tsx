import {Box, useAnimation} from 'ink';
import {Frame} from '../components/frame.tsx';
import type {Hint} from '../components/hint-row.ts';
import {Rows} from '../components/rows.tsx';
import {fieldRow} from '../fields/field-rows.ts';
import type {Look} from '../look.ts';
import {ScreenView} from '../screen-view.tsx';
import type {AppState, Services} from '../state.ts';
import {onOneLine} from '../text/laid.ts';
import {faint, row, strong, type Row} from '../text/row.ts';
import {endpointOf} from './endpoint.ts';
import {runGeometry} from './geometry.ts';
import {paneContent, type Parts} from './pane-content.ts';
import {retryStatus} from './retry-rows.ts';
import {isTyping, type Pane, type RunScreen} from './run-state.ts';
import {runHints} from './run-hints.ts';
import {isRunning} from './session-view.ts';
import {SheetView} from './sheet-view.tsx';
import {statusLine} from './verdict-rows.ts';

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

	const aim = concerns[concern] || (options.aim === 'submit' ? concerns.submit : concerns.deliver);
	return options.fromHost ? `from ${options.fromHost}, ${aim}` : aim;
}

/** Minutes, seconds and tenths. */
function stopwatch(milliseconds: number): string {
	const tenths = Math.max(0, Math.round(milliseconds / 100));
	const minutes = String(Math.floor(tenths / 600)).padStart(2, '0');
	const seconds = ((tenths % 600) / 10).toFixed(1).padStart(4, '0');
	return `${minutes}:${seconds}`;
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
	const {title, position, rows} = paneContent(pane, parts);
	const whole = row(...title, faint(position && ` ${parts.look.dot} ${position}`));
	const hasFocus = parts.geometry.pane === pane;
	return (
		<Frame
			title={hasFocus ? row({text: `${parts.look.here} `, tone: 'accent'}, ...whole) : whole}
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

function Panes({
	parts,
	services,
	columns,
}: {
	readonly parts: Parts;
	readonly services: Services;
	readonly columns: number;
}) {
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
				services={services}
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
			const {position, rows} = paneContent(pane, parts);
			const title = row(...tabRow(pane), faint(position && ` ${position} `));
			return (
				<Frame title={title} look={look} width={columns} height={outer.body} hasFocus>
					<Rows rows={rows} look={look} height={outer.body - 2} />
				</Frame>
			);
		}

		case 'lines': {
			const {position, rows} = paneContent(pane, parts);
			const title = row(...tabRow(pane), faint(position));
			return <Rows rows={[onOneLine(look, title, columns), ...rows]} look={look} />;
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
	const parts: Parts = {screen, look, geometry, now};
	const {host, place} = endpointOf(view);
	const aim = aimOf(screen);
	const elapsed = stopwatch((view.end?.at ?? now) - view.runStartedAt);
	const isTabbed = geometry.mode !== 'panes';
	const port = place ? `port ${place.slice(place.lastIndexOf(':') + 1)} ${look.dot} ` : '';
	const run = view.run > 1 ? `run ${view.run} ${look.dot} ` : '';
	const again = retryStatus(screen);
	const right: Row = isTabbed
		? statusLine(screen, look, Math.floor(size.columns * 0.6), now)
		: row(
				again ? {text: `${again} ${look.dot} `, tone: 'accent'} : '',
				faint(`${run}${port}${elapsed}`),
			);
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
			<Panes parts={parts} services={services} columns={size.columns} />
		</ScreenView>
	);
}
