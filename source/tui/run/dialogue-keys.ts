import {editText, textField} from '../fields/text-field.ts';
import type {Key} from '../keys.ts';
import type {Look} from '../look.ts';
import {dialogueWindow, findLine, type DialogueLook, type DialogueWindow} from './dialogue-rows.ts';
import type {RunGeometry} from './geometry.ts';
import type {RunScreen} from './run-state.ts';

/** How the dialogue of a run is to be drawn. */
export function dialogueLook(screen: RunScreen, geometry: RunGeometry, look: Look): DialogueLook {
	const {dialogue, search, view} = screen;
	const refusals = view.observations.filter(
		({tag}) => tag === 'smtp.refusal' || tag === 'tls.failed' || tag === 'smtp.malformed',
	);
	return {
		...geometry.dialogue,
		look,
		wrap: dialogue.wrap,
		left: dialogue.left,
		query: search.typing?.value ?? search.query,
		cursor: dialogue.cursor,
		decisive: new Set(refusals.at(-1)?.lines),
	};
}

/** The visible part of the dialogue of a run. */
export function windowOf(screen: RunScreen, geometry: RunGeometry, look: Look): DialogueWindow {
	const {dialogue, view} = screen;
	return dialogueWindow(view.lines, dialogue.top, dialogueLook(screen, geometry, look));
}

/** Selects a line; the last one and below mean: follow the end. */
export function selectLine(
	screen: RunScreen,
	index: number,
	geometry: RunGeometry,
	look: Look,
): RunScreen {
	const {lines} = screen.view;
	const cursor = Math.max(0, Math.min(lines.length - 1, index));
	const before = windowOf(screen, geometry, look);
	const moved: RunScreen = {
		...screen,
		dialogue: {...screen.dialogue, cursor, top: before.first},
	};
	return {
		...moved,
		dialogue: {...moved.dialogue, top: windowOf(moved, geometry, look).first},
	};
}

/** What `e` and `c` speak about: the selected line, else the one that decided, else the last. */
export function lineOf(screen: RunScreen, geometry: RunGeometry, look: Look): number {
	const {lines} = screen.view;
	const {cursor} = screen.dialogue;
	const {decisive} = dialogueLook(screen, geometry, look);
	const deciding = lines.findLastIndex(({id}) => decisive.has(id));
	return cursor ?? (deciding >= 0 ? deciding : lines.length - 1);
}

const sideways = 8;

/** Moves in the dialogue; `undefined` where the key means nothing there. */
export function dialogueKey(
	screen: RunScreen,
	key: Key,
	geometry: RunGeometry,
	look: Look,
): RunScreen | undefined {
	const {view, dialogue} = screen;
	const {first, last} = windowOf(screen, geometry, look);
	const cursor = dialogue.cursor ?? view.lines.length;
	const page = Math.max(1, last - first);
	const go = (index: number) => selectLine(screen, index, geometry, look);
	const scroll = (left: number): RunScreen => ({
		...screen,
		dialogue: {...dialogue, wrap: false, left: Math.max(0, left)},
	});
	switch (key.id) {
		case 'up':
		case 'k': {
			return go(cursor - 1);
		}

		case 'down':
		case 'j': {
			return cursor >= view.lines.length - 1
				? {...screen, dialogue: {...dialogue, cursor: undefined}}
				: go(cursor + 1);
		}

		case 'page-up':
		case 'ctrl-b': {
			return go(Math.min(cursor, last) - page);
		}

		case 'page-down':
		case 'ctrl-f':
		case ' ': {
			return go(cursor + page);
		}

		case 'home': {
			return go(0);
		}

		case 'end': {
			return {...screen, dialogue: {...dialogue, cursor: undefined}};
		}

		case 'right': {
			return scroll(dialogue.left + sideways);
		}

		case 'left': {
			return scroll(dialogue.left - sideways);
		}

		case 'w': {
			return {...screen, dialogue: {...dialogue, wrap: !dialogue.wrap, left: 0}};
		}

		default: {
			return undefined;
		}
	}
}

/** Goes to the next line that holds what is searched for. */
export function searchOn(
	screen: RunScreen,
	direction: 1 | -1,
	geometry: RunGeometry,
	look: Look,
): {screen: RunScreen; toast?: string} {
	const {search, view, dialogue} = screen;
	if (search.query === '') {
		return {screen};
	}

	const from = dialogue.cursor ?? (direction > 0 ? -1 : view.lines.length);
	const found = findLine(view.lines, search.query, from + direction, direction);
	return found === undefined
		? {screen, toast: `“${search.query}” is nowhere in the dialogue.`}
		: {screen: selectLine(screen, found, geometry, look)};
}

/** Opens the search, with what was searched for before. */
export function openSearch(screen: RunScreen): RunScreen {
	return {
		...screen,
		pane: 'dialogue',
		paneChosen: true,
		search: {...screen.search, typing: textField()},
	};
}

/** Keys while what is searched for is typed. */
export function searchKey(
	screen: RunScreen,
	key: Key,
	geometry: RunGeometry,
	look: Look,
): {screen: RunScreen; toast?: string} {
	const {typing} = screen.search;
	if (!typing) {
		return {screen};
	}

	switch (key.id) {
		case 'enter': {
			const query = typing.value || screen.search.query;
			return searchOn({...screen, search: {query, typing: undefined}}, 1, geometry, look);
		}

		case 'escape': {
			return {screen: {...screen, search: {query: '', typing: undefined}}};
		}

		default: {
			const edited = editText(typing, key);
			return {
				screen: edited ? {...screen, search: {...screen.search, typing: edited}} : screen,
			};
		}
	}
}
