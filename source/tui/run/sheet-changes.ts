import {pasteInto, withError} from '../fields/fields.ts';
import {insertText} from '../fields/text-field.ts';
import type {RunScreen} from './run-state.ts';
import {closed} from './sheet.ts';

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
