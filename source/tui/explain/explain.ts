import type {Change, Context} from '../change.ts';
import {editText} from '../fields/text-field.ts';
import {createForm} from '../form/form.ts';
import type {Key} from '../keys.ts';
import {liveCheckOf} from './live-check.ts';
import {explanationRows} from './explanation-rows.ts';
import type {ExplainScreen} from '../state.ts';
import {explainGeometry} from './explanation-rows.ts';

/** A key while a message is typed or its explanation is read. */
export function explainKey(screen: ExplainScreen, key: Key, context: Context): Change {
	const {state, look, services} = context;
	const {field, explanation, top} = screen;
	const {width, height} = explainGeometry(state.size);
	const most = explanation
		? Math.max(0, explanationRows(explanation, look, width).rows.length - height)
		: 0;
	const to = (row: number): Change => ({
		screen: {...screen, top: Math.max(0, Math.min(most, row))},
	});
	switch (key.id) {
		case 'escape': {
			return {back: true};
		}

		case 'enter': {
			return field.value.trim() === ''
				? {toast: 'Paste or type the message first.'}
				: {
						screen: {...screen, waiting: true, top: 0},
						effects: [{type: 'explain', text: field.value}],
					};
		}

		case 'ctrl-r': {
			const live = explanation && liveCheckOf(explanation.mentions);
			return live
				? {push: createForm(live.concern, services.known, live.values)}
				: {toast: 'The message does not say which server or mailbox it is about.'};
		}

		case 'up': {
			return to(top - 1);
		}

		case 'down': {
			return to(top + 1);
		}

		case 'page-up': {
			return to(top - height + 1);
		}

		case 'page-down': {
			return to(top + height - 1);
		}

		default: {
			const edited = editText(field, key);
			return edited ? {screen: {...screen, field: edited}} : {};
		}
	}
}
