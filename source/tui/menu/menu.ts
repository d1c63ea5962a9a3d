import type {Change, Context} from '../change.ts';
import {createForm} from '../form/form.ts';
import type {Key} from '../keys.ts';
import type {MenuScreen} from '../state.ts';
import {textField} from '../fields/text-field.ts';
import {entries, type Entry} from './entries.ts';

function open({value}: Entry, {services}: Context): Change {
	switch (value) {
		case 'explain': {
			return {
				push: {
					kind: 'explain',
					field: textField(),
					explanation: undefined,
					waiting: false,
					top: 0,
				},
			};
		}

		case 'lab': {
			return {
				push: {kind: 'lab', scenarios: undefined, cursor: 0, starting: undefined},
				effects: [{type: 'load-lab'}],
			};
		}

		case 'submit':
		case 'deliver':
		case 'own-server':
		case 'vanished': {
			return {push: createForm(value, services.known)};
		}
	}
}

/** A key on the first question. */
export function menuKey(screen: MenuScreen, key: Key, context: Context): Change {
	const {cursor} = screen;
	const total = entries.length;
	switch (key.id) {
		case 'up':
		case 'k':
		case 'shift-tab': {
			return {screen: {...screen, cursor: (cursor + total - 1) % total}};
		}

		case 'down':
		case 'j':
		case 'tab': {
			return {screen: {...screen, cursor: (cursor + 1) % total}};
		}

		case 'home': {
			return {screen: {...screen, cursor: 0}};
		}

		case 'end': {
			return {screen: {...screen, cursor: total - 1}};
		}

		case 'enter':
		case 'right': {
			const entry = entries[cursor];
			return entry ? open(entry, context) : {};
		}

		case 'q': {
			return {effects: [{type: 'leave', code: 'verdict'}]};
		}

		default: {
			const index = /^[1-9]$/.test(key.id) ? Number(key.id) - 1 : -1;
			const entry = entries[index];
			return entry ? {...open(entry, context), screen: {...screen, cursor: index}} : {};
		}
	}
}
