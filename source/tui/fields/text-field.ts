import {charactersOf} from '../text/columns.ts';
import type {Key} from '../keys.ts';

/** What is typed on one line; `cursor` counts characters as a reader sees them. */
export type TextField = {readonly value: string; readonly cursor: number};

const longest = 4000;

/** A field with the cursor at its end. */
export function textField(value = ''): TextField {
	return {value, cursor: charactersOf(value).length};
}

/** Puts text in at the cursor, as typed or pasted; line breaks become spaces, other controls vanish. */
export function insertText({value, cursor}: TextField, text: string): TextField {
	const clean = text
		.replaceAll(/[\r\n\t]+/g, ' ')
		.replaceAll(/\p{Cc}/gu, '')
		.slice(0, Math.max(0, longest - value.length));
	const characters = charactersOf(value);
	const before = characters.slice(0, cursor).join('') + clean;
	return {
		value: before + characters.slice(cursor).join(''),
		cursor: charactersOf(before).length,
	};
}

/** A whole bounce is not longer than this. */
const longestText = 65_536;

/** Puts a text of several lines in at the cursor; its line breaks stay, other controls vanish. */
export function insertLines({value, cursor}: TextField, text: string): TextField {
	const clean = text
		.replaceAll(/\r\n?/g, '\n')
		.replaceAll('\t', ' ')
		.replaceAll(/[^\n\P{Cc}]/gu, '')
		.slice(0, Math.max(0, longestText - value.length));
	const characters = charactersOf(value);
	const before = characters.slice(0, cursor).join('') + clean;
	return {
		value: before + characters.slice(cursor).join(''),
		cursor: charactersOf(before).length,
	};
}

function cutOut({value}: TextField, from: number, to: number): TextField {
	const characters = charactersOf(value);
	return {
		value: [...characters.slice(0, from), ...characters.slice(to)].join(''),
		cursor: from,
	};
}

/** Where the word before the cursor begins. */
function wordStart({value, cursor}: TextField): number {
	const before = charactersOf(value).slice(0, cursor).join('').trimEnd();
	return charactersOf(before.replace(/[^\s]+$/, '')).length;
}

/** What a key makes of the field; `undefined` where the key is not for a text field. */
export function editText(field: TextField, key: Key): TextField | undefined {
	const {value, cursor} = field;
	const {length} = charactersOf(value);
	if (key.text !== '') {
		return insertText(field, key.text);
	}

	switch (key.id) {
		case 'left':
		case 'ctrl-b': {
			return {value, cursor: Math.max(0, cursor - 1)};
		}

		case 'right':
		case 'ctrl-f': {
			return {value, cursor: Math.min(length, cursor + 1)};
		}

		case 'home':
		case 'ctrl-a': {
			return {value, cursor: 0};
		}

		case 'end':
		case 'ctrl-e': {
			return {value, cursor: length};
		}

		case 'backspace': {
			return cursor > 0 ? cutOut(field, cursor - 1, cursor) : field;
		}

		case 'delete':
		case 'ctrl-d': {
			return cutOut(field, cursor, cursor + 1);
		}

		case 'ctrl-u': {
			return cutOut(field, 0, cursor);
		}

		case 'ctrl-k': {
			return cutOut(field, cursor, length);
		}

		case 'ctrl-w': {
			return cutOut(field, wordStart(field), cursor);
		}

		default: {
			return undefined;
		}
	}
}
