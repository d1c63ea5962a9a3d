import type {Change, Context} from '../change.ts';
import type {Key} from '../keys.ts';
import {insertText} from '../fields/text-field.ts';
import {scrolledTo} from '../layout.ts';
import type {Message} from '../messages.ts';
import {choose, nextHint, openSettings, read, showFix} from './actions.ts';
import {choicesOf} from './choices.ts';
import {dialogueKey, lineOf, openSearch, searchKey, searchOn} from './dialogue-keys.ts';
import {openForm} from './forms.ts';
import {paneOf, runGeometry, type RunGeometry} from './geometry.ts';
import {runAgain} from './new-run.ts';
import {panes, type Pane, type RunScreen} from './run-state.ts';
import {foldEvents, isRunning} from './session-view.ts';
import {afterSaving, pasteIntoSheet, sheetKey} from './sheet-keys.ts';
import {textOfLine} from './copied.ts';
import {cursorOf, itemsOf, verdictText} from './verdict-rows.ts';

/** A step is selected, or as long as none was, the last one. */
export function selectedStep({step, view}: RunScreen): number {
	return Math.max(0, Math.min(view.steps.length - 1, step ?? view.steps.length - 1));
}

function stepsKey(screen: RunScreen, key: Key): RunScreen | Change | undefined {
	const selected = selectedStep(screen);
	const {steps} = screen.view;
	switch (key.id) {
		case 'up':
		case 'k': {
			return {...screen, step: Math.max(0, selected - 1)};
		}

		case 'down':
		case 'j': {
			const next = selected + 1;
			return {...screen, step: next >= steps.length - 1 ? undefined : next};
		}

		case 'home': {
			return {...screen, step: 0};
		}

		case 'end': {
			return {...screen, step: undefined};
		}

		case 'enter':
		case 'right': {
			const step = steps[selected];
			return step ? read(screen, 'step', step.id) : undefined;
		}

		default: {
			return undefined;
		}
	}
}

function verdictKey(
	screen: RunScreen,
	key: Key,
	context: Context,
	geometry: RunGeometry,
): Change | undefined {
	const {look} = context;
	const items = itemsOf(screen);
	const cursor = cursorOf(screen, items);
	const {rows, at} = verdictText(screen, look, geometry.verdict.width, 0);
	const height = geometry.verdictText;
	const most = Math.max(0, rows.length - height);
	const scroll = (top: number): Change => ({
		screen: {...screen, verdict: {...screen.verdict, top: Math.max(0, Math.min(most, top))}},
	});
	const go = (index: number): Change => {
		const to = Math.max(0, Math.min(items.length - 1, index));
		const row = at[to];
		const end = at[to + 1] ?? (row === undefined ? 0 : row + 2);
		const shown =
			row === undefined
				? screen.verdict.top
				: scrolledTo(screen.verdict.top, end - 1, height, rows.length);
		const top = row === undefined ? shown : Math.min(shown, row);
		return {
			screen: {...screen, verdict: {cursor: to, top: to === 0 && row !== undefined ? 0 : top}},
		};
	};

	switch (key.id) {
		case 'up':
		case 'left': {
			return cursor === 0 ? scroll(screen.verdict.top - 1) : go(cursor - 1);
		}

		case 'down':
		case 'right': {
			return items.length === 0 ? scroll(screen.verdict.top + 1) : go(cursor + 1);
		}

		case 'page-up': {
			return scroll(screen.verdict.top - height);
		}

		case 'page-down':
		case ' ': {
			return scroll(screen.verdict.top + height);
		}

		case 'home': {
			return go(0);
		}

		case 'end': {
			return go(items.length - 1);
		}

		case 'enter': {
			const item = items[cursor];
			if (!item) {
				return {};
			}

			return item.kind === 'cause'
				? read(screen, 'cause', item.cause.id)
				: choose(screen, item.choice, context);
		}

		default: {
			return undefined;
		}
	}
}

function paneKey(
	screen: RunScreen,
	key: Key,
	context: Context,
	geometry: RunGeometry,
): Change | undefined {
	switch (paneOf(screen)) {
		case 'steps': {
			const changed = stepsKey(screen, key);
			return changed && 'kind' in changed ? {screen: changed} : changed;
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
	const isWaiting = screen.view.question?.node === 'step';
	return {
		screen: {...screen, guided},
		effects: [
			{type: 'guide', guided},
			...(isWaiting && !guided ? [{type: 'answer' as const, value: 'run'}] : []),
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
		effects: [{type: 'abort'}, ...(screen.incident ? [{type: 'stop-practice' as const}] : [])],
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
			return screen.incident?.answer === 'open' && !screen.incident.solved
				? {toast: 'First name the root cause, or give it up.'}
				: showFix(screen);
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

/** Text that was pasted. */
export function runPaste(screen: RunScreen, text: string): RunScreen {
	const {typing} = screen.search;
	return typing
		? {...screen, search: {...screen.search, typing: insertText(typing, text)}}
		: pasteIntoSheet(screen, text);
}

/** An incident is solved once mail flows, however the trainee got there. */
function withOutcome(before: RunScreen, after: RunScreen): RunScreen {
	const {incident, view} = after;
	const hasEnded = view.end !== undefined && view.end !== before.view.end;
	return incident && hasEnded && view.end?.outcome === 'healthy'
		? {
				...after,
				incident: {...incident, solved: true},
				sheet: {kind: 'read', about: 'debrief', id: '', top: 0},
			}
		: after;
}

/** What came from outside. */
export function runMessage(screen: RunScreen, message: Message): RunScreen {
	switch (message.type) {
		case 'events': {
			if (message.session !== screen.session) {
				return screen;
			}

			const view = foldEvents(screen.view, message.events);
			const asks = view.question?.node === 'password' && screen.sheet?.kind !== 'form';
			const next: RunScreen = {...screen, view};
			return withOutcome(screen, asks ? openForm(next, 'password') : next);
		}

		case 'setting-changed': {
			const {incident, sheet} = screen;
			if (!incident || sheet?.kind !== 'settings') {
				return screen;
			}

			const setting = message.settings.find(({name}) => name === message.name);
			return {
				...screen,
				incident: {...incident, settings: message.settings},
				sheet: message.error
					? {...sheet, error: message.error}
					: {
							...sheet,
							editing: undefined,
							error: '',
							done: (setting?.command ?? '').replaceAll('{value}', setting?.value ?? ''),
						},
			};
		}

		case 'saved': {
			return afterSaving(screen, {name: message.name});
		}

		case 'not-saved': {
			return afterSaving(screen, {error: message.error});
		}

		case 'key':
		case 'pasted':
		case 'resized':
		case 'explained':
		case 'lab-loaded':
		case 'practice-started':
		case 'failed': {
			return screen;
		}
	}
}

/** Whether ctrl-c has something to stop: a check that runs, or one that waits for an answer. */
export function canStop(screen: RunScreen): boolean {
	return isRunning(screen.view) || (screen.view.end === undefined && !screen.view.over);
}
