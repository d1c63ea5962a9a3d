import type {Change, Context} from '../change.ts';
import {editText, textField} from '../fields/text-field.ts';
import type {Key} from '../keys.ts';
import {runAgain} from './new-run.ts';
import type {RunScreen} from './run-state.ts';
import {closed, type SheetOf} from './sheet.ts';

/** A key among the settings of the practice server. */
export function settingsKey(
	screen: RunScreen,
	sheet: SheetOf<'settings'>,
	key: Key,
	{state}: Context,
): Change {
	const {settings = []} = screen.incident ?? {};
	const setting = settings[sheet.cursor];
	const {editing} = sheet;
	const to = (next: Partial<SheetOf<'settings'>>): Change => ({
		screen: {...screen, sheet: {...sheet, ...next}},
	});
	if (editing && setting) {
		switch (key.id) {
			case 'escape': {
				return to({editing: undefined, error: ''});
			}

			case 'enter': {
				return {
					effects: [{type: 'change-setting', name: setting.name, value: editing.value.trim()}],
				};
			}

			default: {
				const edited = editText(editing, key);
				return edited ? to({editing: edited, error: ''}) : {};
			}
		}
	}

	const last = Math.max(0, settings.length - 1);
	switch (key.id) {
		case 'escape':
		case 'q':
		case 'left': {
			return {screen: closed(screen)};
		}

		case 'up':
		case 'k':
		case 'shift-tab': {
			return to({cursor: Math.max(0, sheet.cursor - 1), done: '', error: ''});
		}

		case 'down':
		case 'j':
		case 'tab': {
			return to({cursor: Math.min(last, sheet.cursor + 1), done: '', error: ''});
		}

		case 'enter': {
			return setting ? to({editing: textField(setting.value), done: '', error: ''}) : {};
		}

		case 'r': {
			return screen.view.end ? runAgain(closed(screen), state.sessions) : {};
		}

		default: {
			return {};
		}
	}
}
