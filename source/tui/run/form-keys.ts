import type {Change, Context} from '../change.ts';
import {updateFields, valuesOf, type Values} from '../fields/fields.ts';
import type {Key} from '../keys.ts';
import {lookInside, lookInsideFaults} from './look-inside.ts';
import {runAgain} from './new-run.ts';
import {lookFromThere, otherViewFaults} from './other-view.ts';
import {beginRetry} from './retry.ts';
import {retryFaults, retryFrom} from './retry-form.ts';
import type {RunScreen} from './run-state.ts';
import {closed, type FormPurpose, type SheetOf} from './sheet.ts';

/** What a form that was filled in does. */
function submit(screen: RunScreen, sheet: SheetOf<'form'>, {state, services}: Context): Change {
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

		case 'retry': {
			const {end} = screen.view;
			const asked = retryFrom(screen, values);
			return end
				? {
						screen: {...after, retry: beginRetry(end, asked)},
						effects: [{type: 'wait', session: screen.session, milliseconds: asked.pause}],
					}
				: {screen: after};
		}

		case 'look-inside': {
			return lookInside(after, values);
		}

		case 'other-view': {
			return lookFromThere(after, values, state.sessions);
		}

		case 'report': {
			const name = values['file'] ?? '';
			return {effects: [{type: 'save', name, command: services.command(screen.options)}]};
		}
	}
}

/** What is wrong with what was typed, in the forms that are not about options of the command line. */
const faultsFor: Readonly<Partial<Record<FormPurpose, (values: Values) => Values>>> = {
	retry: retryFaults,
	'look-inside': lookInsideFaults,
	'other-view': otherViewFaults,
};

/** A key in a form on top of the run. */
export function formSheetKey(
	screen: RunScreen,
	sheet: SheetOf<'form'>,
	key: Key,
	context: Context,
): Change {
	if (key.id === 'escape') {
		return sheet.purpose === 'password'
			? {screen: closed(screen), effects: [{type: 'answer', value: ''}]}
			: {screen: closed(screen)};
	}

	if (sheet.purpose === 'look-inside' && (key.id === 'page-down' || key.id === 'page-up')) {
		const by = key.id === 'page-down' ? 8 : -8;
		return {screen: {...screen, sheet: {...sheet, top: Math.max(0, (sheet.top ?? 0) + by)}}};
	}

	const validate = faultsFor[sheet.purpose] ?? context.services.validate;
	const {fields, submit: isSubmitted} = updateFields(sheet.fields, key, validate);
	const filled: SheetOf<'form'> = {...sheet, fields, top: 0}; // The active field comes into sight
	return isSubmitted
		? submit({...screen, sheet: filled}, filled, context)
		: {screen: {...screen, sheet: filled}};
}
