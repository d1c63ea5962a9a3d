import type {Change, Context} from '../change.ts';
import {pasteInto, updateFields, valuesOf, withError, type Validate} from '../fields/fields.ts';
import {editText, insertText, textField} from '../fields/text-field.ts';
import type {Key} from '../keys.ts';
import {runAgain} from './new-run.ts';
import type {RunGeometry} from './geometry.ts';
import {guessesOf} from './guess.ts';
import type {RunScreen} from './run-state.ts';
import {sheetText} from './sheet-rows.ts';
import type {Sheet} from './sheet.ts';

type Of<K extends Sheet['kind']> = Extract<Sheet, {kind: K}>;

const closed = (screen: RunScreen): RunScreen => ({...screen, sheet: undefined});

function readKey(
	screen: RunScreen,
	sheet: Of<'read'>,
	key: Key,
	{look}: Context,
	geometry: RunGeometry,
): Change {
	const {width, height} = geometry.sheet;
	const text = sheetText(screen, sheet, look, width);
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

/** What a form that was filled in does. */
function submit(screen: RunScreen, sheet: Of<'form'>, {state, services}: Context): Change {
	const values = valuesOf(sheet.fields);
	const after = closed(screen);
	switch (sheet.purpose) {
		case 'sign-in': {
			const {user = '', password = ''} = values;
			return runAgain(after, state.sessions, {user}, password);
		}

		case 'password': {
			return {
				screen: after,
				effects: [{type: 'answer', value: values['password'] ?? ''}],
			};
		}

		case 'port': {
			return runAgain(after, state.sessions, {port: Number(values['port'])});
		}

		case 'recipient': {
			return runAgain(after, state.sessions, {to: values['to'] ?? ''});
		}

		case 'sender': {
			const from = values['from'] ?? '';
			return runAgain(after, state.sessions, {from: from === '<>' ? '' : from});
		}

		case 'report': {
			const name = values['file'] ?? '';
			return {effects: [{type: 'save', name, command: services.command(screen.options)}]};
		}
	}
}

function formKey(screen: RunScreen, sheet: Of<'form'>, key: Key, context: Context): Change {
	if (key.id === 'escape') {
		return sheet.purpose === 'password'
			? {screen: closed(screen), effects: [{type: 'answer', value: ''}]}
			: {screen: closed(screen)};
	}

	const validate: Validate = values => context.services.validate(values);
	const {fields, submit: isSubmitted} = updateFields(sheet.fields, key, validate);
	const filled: Of<'form'> = {...sheet, fields};
	return isSubmitted
		? submit({...screen, sheet: filled}, filled, context)
		: {screen: {...screen, sheet: filled}};
}

function guessKey(screen: RunScreen, sheet: Of<'guess'>, key: Key): Change {
	const causes = guessesOf(screen);
	const {incident} = screen;
	const total = causes.length + 1; // The last is to give up
	if (!incident) {
		return {};
	}

	switch (key.id) {
		case 'escape': {
			return {screen: closed(screen)};
		}

		case 'up':
		case 'k':
		case 'shift-tab': {
			return {screen: {...screen, sheet: {...sheet, cursor: (sheet.cursor + total - 1) % total}}};
		}

		case 'down':
		case 'j':
		case 'tab': {
			return {screen: {...screen, sheet: {...sheet, cursor: (sheet.cursor + 1) % total}}};
		}

		case 'enter': {
			const cause = causes[sheet.cursor];
			if (!cause) {
				return {
					screen: {...closed(screen), incident: {...incident, answer: 'given-up'}},
					toast: 'Here is how the evidence weighs the causes. Now put it right.',
				};
			}

			const tries = incident.tries + (sheet.wrong.includes(cause.id) ? 0 : 1);
			return cause.id === incident.scenario.cause
				? {
						screen: {...closed(screen), incident: {...incident, tries, answer: 'found'}},
						toast: 'That is it. Now put it right: “Change a setting”, then run again.',
					}
				: {
						screen: {
							...screen,
							incident: {...incident, tries},
							sheet: {...sheet, wrong: [...new Set([...sheet.wrong, cause.id])]},
						},
					};
		}

		default: {
			return {};
		}
	}
}

function settingsKey(screen: RunScreen, sheet: Of<'settings'>, key: Key, {state}: Context): Change {
	const {settings = []} = screen.incident ?? {};
	const setting = settings[sheet.cursor];
	const {editing} = sheet;
	const to = (next: Partial<Of<'settings'>>): Change => ({
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

/** A key while something covers the run. */
export function sheetKey(
	screen: RunScreen,
	sheet: Sheet,
	key: Key,
	context: Context,
	geometry: RunGeometry,
): Change {
	switch (sheet.kind) {
		case 'read': {
			return readKey(screen, sheet, key, context, geometry);
		}

		case 'form': {
			return formKey(screen, sheet, key, context);
		}

		case 'guess': {
			return guessKey(screen, sheet, key);
		}

		case 'settings': {
			return settingsKey(screen, sheet, key, context);
		}
	}
}

/** Pasted text goes into the field that is being typed in, if there is one. */
export function pasteIntoSheet(screen: RunScreen, text: string): RunScreen {
	const {sheet} = screen;
	if (sheet?.kind === 'form') {
		return {...screen, sheet: {...sheet, fields: pasteInto(sheet.fields, text)}};
	}

	if (sheet?.kind === 'settings' && sheet.editing) {
		return {...screen, sheet: {...sheet, editing: insertText(sheet.editing, text.trim())}};
	}

	return screen;
}

/** What the file came to that was to be saved. */
export function afterSaving(
	screen: RunScreen,
	outcome: {name: string} | {error: string},
): RunScreen {
	const {sheet} = screen;
	if ('name' in outcome) {
		return {...closed(screen), reports: [...screen.reports, outcome.name]};
	}

	return sheet?.kind === 'form'
		? {...screen, sheet: {...sheet, fields: withError(sheet.fields, 'file', outcome.error)}}
		: screen;
}
