import {scrolledTo} from '../layout.ts';
import type {Look} from '../look.ts';
import {faint, row, strong, type Row} from '../text/row.ts';
import {choiceRows} from './choice-rows.ts';
import {windowOf} from './dialogue-keys.ts';
import {endpointOf} from './endpoint.ts';
import type {RunGeometry} from './geometry.ts';
import type {Pane, RunScreen} from './run-state.ts';
import {waitRows} from './running-rows.ts';
import {currentStep} from './session-view.ts';
import {selectedStep} from './steps-keys.ts';
import {stepRows} from './steps-rows.ts';
import {verdictText, verdictTitle} from './verdict-rows.ts';
import {waitOf} from './waiting.ts';

/** What the panes are drawn from; `now` is in milliseconds since the session began. */
export type Parts = {
	readonly screen: RunScreen;
	readonly look: Look;
	readonly geometry: RunGeometry;
	readonly now: number;
};

/** What a pane holds; `position` says what of it is out of sight. */
export type PaneContent = {title: Row; position: string; rows: readonly Row[]};

/** Why nothing moves, below what a tab shows, where the verdict is not beside it to tell. */
function withWait(rows: readonly Row[], {screen, look, geometry, now}: Parts): readonly Row[] {
	const step = currentStep(screen.view);
	const wait = step && waitOf(screen.view, step, now);
	if (geometry.mode === 'panes' || !wait) {
		return rows;
	}

	const {width, height} = geometry.dialogue;
	const told: Row[] = [[], ...waitRows(wait, look, width)];
	const free = height - rows.length;
	return free >= told.length ? [...rows, ...told] : rows;
}

function stepsContent(parts: Parts): PaneContent {
	const {screen, look, geometry, now} = parts;
	const {width, height} = geometry.steps;
	const hasFocus = geometry.pane === 'steps';
	const selected = selectedStep(screen);
	const all = stepRows(screen.view, hasFocus ? selected : undefined, look, width, now);
	const at = Math.max(
		0,
		all.findLastIndex(({step}) => step === selected),
	);
	const top = scrolledTo(0, at, height, all.length);
	return {
		title: [strong('Steps')],
		position: top > 0 ? 'more above' : '',
		rows: withWait(
			all.slice(top, top + height).map(r => r.row),
			parts,
		),
	};
}

function dialogueContent(parts: Parts): PaneContent {
	const {screen, look, geometry} = parts;
	const {lines} = screen.view;
	const {rows, first, last} = windowOf(screen, geometry, look);
	const line = lines[screen.dialogue.cursor ?? lines.length - 1];
	const {place} = endpointOf(screen.view);
	const about = [
		...(line && line.connection > 0 ? [`connection ${line.connection}`] : []),
		...(place ? [place] : []),
	];
	const isCut = first > 0 || last < lines.length - 1;
	return {
		title: row(strong('Dialogue'), faint(about.map(part => ` ${look.dot} ${part}`).join(''))),
		position: isCut ? `${first + 1}–${last + 1} of ${lines.length}` : '',
		rows: withWait(lines.length > 0 ? rows : [[faint('Nothing has been said yet.')]], parts),
	};
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

function verdictContent(parts: Parts): PaneContent {
	const {screen, look, geometry, now} = parts;
	const {width, height} = geometry.verdict;
	const {rows} = verdictText(screen, look, width, now);
	const choices = choiceRows(screen, look, width, geometry.pane === 'verdict');
	const most = Math.max(0, rows.length - geometry.verdictText);
	const top = Math.min(screen.verdict.top, most);
	const text = rows.slice(top, top + geometry.verdictText);
	const room = Math.max(0, height - text.length - choices.length);
	// Side by side the choices stand at the lower edge; in a high tab they stay near the text
	const gap = choices.length === 0 ? 0 : geometry.mode === 'panes' ? room : Math.min(1, room);
	return {
		title: verdictTitle(screen, look),
		position: top < most ? 'more below' : top > 0 ? 'more above' : '',
		rows: [
			...text,
			...Array.from({length: gap}, (): Row => []),
			...choices,
			...dialogueTail(parts, height - text.length - 2),
		],
	};
}

/** What a pane holds, as it fits. */
export function paneContent(pane: Pane, parts: Parts): PaneContent {
	switch (pane) {
		case 'steps': {
			return stepsContent(parts);
		}

		case 'dialogue': {
			return dialogueContent(parts);
		}

		case 'verdict': {
			return verdictContent(parts);
		}
	}
}
