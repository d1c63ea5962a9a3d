import {modeOf, type Inside, type Mode, type Size} from '../layout.ts';
import type {Look} from '../look.ts';
import type {Pane, RunScreen} from './run-state.ts';
import {choiceRows} from './choice-rows.ts';
import {verdictText} from './verdict-rows.ts';

/** Where everything of a run is on the screen. Outer sizes hold the frame. */
export type RunGeometry = {
	mode: Mode;
	/** The pane that has the keys, and the only visible one but in panes mode. */
	pane: Pane;
	steps: Inside;
	dialogue: Inside;
	verdict: Inside;
	/** Rows of the verdict above its choices. */
	verdictText: number;
	/** What covers the panes. */
	sheet: Inside;
	outer: {steps: number; body: number; verdict: number};
};

/** A frame and a column of space on each side. */
export const frameWidth = 4;
const frameHeight = 2;
const header = 1;
const footer = 1;

/** A step that lasts so many milliseconds is said to be waited for. */
const noticed = 10_000;

const between = (least: number, wanted: number, most: number) =>
	Math.max(least, Math.min(most, wanted));

/** The pane that is shown or has the keys: what moves while checks run, then the verdict. */
export function paneOf({pane, paneChosen, view}: RunScreen): Pane {
	return paneChosen ? pane : view.end || view.question?.node === 'step' ? 'verdict' : 'dialogue';
}

/** How the room is shared out. */
export function runGeometry(screen: RunScreen, size: Size, look: Look): RunGeometry {
	const {columns, rows} = size;
	const mode = modeOf(size);
	const pane = paneOf(screen);
	if (mode !== 'panes') {
		const framed = mode === 'tabs';
		const tabs = framed ? 0 : 1;
		const inside: Inside = {
			width: Math.max(1, columns - (framed ? frameWidth : 0)),
			height: Math.max(1, rows - header - footer - (framed ? frameHeight : 0) - tabs),
		};
		const choices = choiceRows(screen, look, inside.width, true).length;
		return {
			mode,
			pane,
			steps: inside,
			dialogue: inside,
			verdict: inside,
			verdictText: Math.max(1, inside.height - choices - (choices > 0 ? 1 : 0)),
			sheet: {...inside, height: inside.height + tabs},
			outer: {steps: columns, body: rows - header - footer, verdict: rows - header - footer},
		};
	}

	const room = rows - header - footer;
	const width = columns - frameWidth;
	const choices = choiceRows(screen, look, width, true).length;
	// Room for what is said once a step has been waited for, so that nothing moves when that comes
	const later = screen.view.lastAt + noticed;
	const text = verdictText(screen, look, width, later).rows.length;
	const most = Math.max(6, Math.floor(room * (screen.view.end ? 0.58 : 0.5)));
	const least = screen.view.end ? 6 : 5;
	const verdict = between(least, text + choices + frameHeight, most);
	const steps = between(34, Math.floor(columns * 0.3), 46);
	const body = room - verdict;
	return {
		mode,
		pane,
		steps: {width: steps - frameWidth, height: body - frameHeight},
		dialogue: {width: columns - steps - frameWidth, height: body - frameHeight},
		verdict: {width, height: verdict - frameHeight},
		verdictText: Math.max(1, verdict - frameHeight - choices),
		sheet: {width, height: room - frameHeight},
		outer: {steps, body, verdict},
	};
}
