import type {Change, Context} from '../change.ts';
import type {Key} from '../keys.ts';
import {choose, nextHint, openSettings, read, showFix} from './actions.ts';
import {choicesOf} from './choices.ts';
import {textOfLine} from './copied.ts';
import {dialogueKey, lineOf, openSearch, searchKey, searchOn} from './dialogue-keys.ts';
import {firstCheck} from './first-check.ts';
import {openForm} from './forms.ts';
import {paneOf, runGeometry, type RunGeometry} from './geometry.ts';
import {isHidden} from './items.ts';
import {runAgain} from './new-run.ts';
import {isWaiting} from './retry.ts';
import {panes, type Pane, type RunScreen} from './run-state.ts';
import {sheetKey} from './sheet-keys.ts';
import {stepsKey} from './steps-keys.ts';
import {verdictKey} from './verdict-keys.ts';

function paneKey(
	screen: RunScreen,
	key: Key,
	context: Context,
	geometry: RunGeometry,
): Change | undefined {
	switch (paneOf(screen)) {
		case 'steps': {
			return stepsKey(screen, key);
		}

		case 'dialogue': {
			if (key.id === 'enter') {
				return read(screen, 'line', String(lineOf(screen, geometry, context.look)));
			}

			const changed = dialogueKey(screen, key, geometry, context.look);
			return changed && {screen: changed};
		}

		case 'verdict': {
			return verdictKey(screen, key, context, geometry);
		}
	}
}

function showPane(screen: RunScreen, pane: Pane): RunScreen {
	return {...screen, pane, paneChosen: true};
}

/** What a choice does that has a key of its own. */
function choiceKey(screen: RunScreen, id: string, context: Context): Change {
	const found = choicesOf(screen).find(choice => choice.id === id);
	return found
		? choose(screen, found, context)
		: {
				toast: screen.view.end
					? 'That is not offered here.'
					: 'That comes when the checks are through.',
			};
}

function toggleGuided(screen: RunScreen): Change {
	const guided = !screen.guided;
	const isAsked = screen.view.question?.node === 'step';
	return {
		screen: {...screen, guided},
		effects: [
			{type: 'guide', guided},
			...(isAsked && !guided ? [{type: 'answer' as const, value: 'run'}] : []),
		],
		toast: guided
			? 'Guided: before each step it says what comes and why.'
			: 'Not guided: the steps run without asking.',
	};
}

function leaveRun(screen: RunScreen, {state}: Context): Change {
	if (screen.search.query !== '') {
		return {screen: {...screen, search: {query: '', typing: undefined}}};
	}

	if (screen.dialogue.cursor !== undefined && paneOf(screen) === 'dialogue') {
		return {screen: {...screen, dialogue: {...screen.dialogue, cursor: undefined}}};
	}

	if (state.screens.length < 2) {
		return {toast: 'q leaves.'};
	}

	return {
		back: true,
		effects: [
			{type: 'stop-waiting'},
			{type: 'abort'},
			...(screen.incident ? [{type: 'stop-practice' as const}] : []),
		],
	};
}

function generalKey(screen: RunScreen, key: Key, context: Context, geometry: RunGeometry): Change {
	const {look} = context;
	switch (key.id) {
		case 'q': {
			return {effects: [{type: 'leave', code: 'verdict'}]};
		}

		case 'escape': {
			return leaveRun(screen, context);
		}

		case 'tab':
		case 'shift-tab': {
			const index = panes.indexOf(paneOf(screen)) + (key.id === 'tab' ? 1 : panes.length - 1);
			return {screen: showPane(screen, panes[index % panes.length] ?? 'verdict')};
		}

		case '1':
		case '2':
		case '3': {
			return {screen: showPane(screen, panes[Number(key.id) - 1] ?? 'verdict')};
		}

		case '/': {
			return {screen: openSearch(screen)};
		}

		case 'n':
		case 'N': {
			return screen.search.query === ''
				? {toast: '/ searches the dialogue.'}
				: searchOn(showPane(screen, 'dialogue'), key.id === 'n' ? 1 : -1, geometry, look);
		}

		case 'c': {
			const line = screen.view.lines[lineOf(screen, geometry, look)];
			return line
				? {effects: [{type: 'copy', text: line.text}], toast: `Copied: ${line.text}`}
				: {toast: 'There is no line yet.'};
		}

		case 'y': {
			const check = isHidden(screen) ? undefined : firstCheck(screen);
			return check
				? {
						effects: [{type: 'copy', text: check.command}],
						toast: `Copied: ${check.command}`,
					}
				: {toast: 'There is no command to copy yet.'};
		}

		case 'C': {
			const text = screen.view.lines.map(textOfLine).join('\n');
			return {
				effects: [{type: 'copy', text}],
				toast: `Copied the dialogue: ${screen.view.lines.length} lines.`,
			};
		}

		case 'e': {
			return screen.view.lines.length > 0
				? read(screen, 'line', String(lineOf(screen, geometry, look)))
				: {toast: 'There is no line yet.'};
		}

		case 'r': {
			return screen.view.end
				? runAgain(screen, context.state.sessions)
				: {toast: 'The checks are still running; ctrl-c stops them.'};
		}

		case 'g': {
			return toggleGuided(screen);
		}

		case 'f': {
			return isHidden(screen)
				? {toast: 'First name the root cause, or give it up.'}
				: showFix(screen);
		}

		case 'W': {
			return choiceKey(screen, isWaiting(screen) ? 'stop-waiting' : 'wait-retry', context);
		}

		case 'S': {
			return screen.view.end ? {screen: openForm(screen, 'report')} : {};
		}

		case 'p': {
			return screen.view.end
				? {screen: openForm(screen, 'sign-in')}
				: {toast: 'That comes when the checks are through.'};
		}

		default: {
			return screen.incident ? incidentKey(screen, key, context) : {};
		}
	}
}

function incidentKey(screen: RunScreen, key: Key, context: Context): Change {
	switch (key.id) {
		case 'h': {
			return nextHint(screen);
		}

		case 's': {
			return openSettings(screen);
		}

		case 't': {
			return read(screen, 'ticket');
		}

		case 'a': {
			return choiceKey(screen, 'guess', context);
		}

		default: {
			return {};
		}
	}
}

/** A key on the run. */
export function runKey(screen: RunScreen, key: Key, context: Context): Change {
	const {state, look} = context;
	const geometry = runGeometry(screen, state.size, look);
	if (screen.sheet) {
		return sheetKey(screen, screen.sheet, key, context, geometry);
	}

	if (screen.search.typing) {
		return searchKey(screen, key, geometry, look);
	}

	if (key.id === 'enter' && screen.view.question?.node === 'step') {
		return {effects: [{type: 'answer', value: 'run'}]};
	}

	return paneKey(screen, key, context, geometry) ?? generalKey(screen, key, context, geometry);
}
