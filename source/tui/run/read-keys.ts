import type {Change, Context} from '../change.ts';
import type {Key} from '../keys.ts';
import type {RunGeometry} from './geometry.ts';
import type {RunScreen} from './run-state.ts';
import {sheetText} from './sheet-rows.ts';
import {closed, type SheetOf} from './sheet.ts';

/** A key while something is read: scrolls, copies commands, closes. */
export function readKey(
	screen: RunScreen,
	sheet: SheetOf<'read'>,
	key: Key,
	{look, services}: Context,
	geometry: RunGeometry,
): Change {
	const {width, height} = geometry.sheet;
	const text = sheetText(screen, sheet, look, width, services);
	const most = Math.max(0, text.rows.length - height);
	const to = (top: number): Change => ({
		screen: {...screen, sheet: {...sheet, top: Math.max(0, Math.min(most, top))}},
	});
	const command = text.commands[Number(key.id) - 1];
	if (/^[1-9]$/.test(key.id)) {
		return command === undefined
			? {}
			: {effects: [{type: 'copy', text: command}], toast: `Copied: ${command}`};
	}

	switch (key.id) {
		case 'escape':
		case 'enter':
		case 'q':
		case 'left':
		case 'backspace': {
			return {screen: closed(screen)};
		}

		case 'up':
		case 'k': {
			return to(sheet.top - 1);
		}

		case 'down':
		case 'j': {
			return to(sheet.top + 1);
		}

		case 'page-up': {
			return to(sheet.top - height + 1);
		}

		case 'page-down':
		case ' ': {
			return to(sheet.top + height - 1);
		}

		case 'home': {
			return to(0);
		}

		case 'end': {
			return to(most);
		}

		case 'c': {
			const [first] = text.commands;
			return first === undefined
				? {toast: 'There is no command here.'}
				: {effects: [{type: 'copy', text: first}], toast: `Copied: ${first}`};
		}

		case 'C': {
			return {
				effects: [{type: 'copy', text: text.commands.join('\n')}],
				toast: `Copied ${text.commands.length} commands.`,
			};
		}

		case 'o': {
			return {screen: {...screen, sheet: {...sheet, all: !sheet.all}}};
		}

		case 'h': {
			return screen.incident && sheet.about === 'ticket' ? anotherHint(screen) : {};
		}

		default: {
			return {};
		}
	}
}

function anotherHint(screen: RunScreen): Change {
	const {incident} = screen;
	if (!incident || incident.hints >= incident.scenario.hints.length) {
		return {toast: 'There are no more hints.'};
	}

	return {screen: {...screen, incident: {...incident, hints: incident.hints + 1}}};
}
