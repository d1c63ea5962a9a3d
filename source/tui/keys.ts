import type {Key as InkKey} from 'ink';
import {charactersOf} from './text/columns.ts';

export type NamedKey =
	| 'up'
	| 'down'
	| 'left'
	| 'right'
	| 'enter'
	| 'tab'
	| 'shift-tab'
	| 'escape'
	| 'backspace'
	| 'delete'
	| 'page-up'
	| 'page-down'
	| 'home'
	| 'end';

/**
 * One key. `id` is a {@link NamedKey}, `ctrl-x`, or the character itself; `text` is what it types into
 * a text field, and empty for a key that types nothing.
 */
export type Key = {readonly id: string; readonly text: string};

const named = (id: NamedKey): Key => ({id, text: ''});

const controls: Readonly<Record<string, NamedKey>> = {
	'\r': 'enter',
	'\n': 'enter',
	'\t': 'tab',
	'\u001b': 'escape',
	'\b': 'backspace',
	'\u007f': 'backspace',
};

function keyOf(character: string): Key[] {
	const control = controls[character];
	if (control) {
		return [named(control)];
	}

	const code = character.codePointAt(0) ?? 0;
	if (code < 32) {
		return code > 0 && code < 27 ? [{id: `ctrl-${String.fromCodePoint(code + 96)}`, text: ''}] : [];
	}

	return [{id: character, text: character}];
}

/**
 * Splits one input of Ink into single keys. Over SSH, in tmux, or when somebody types fast, several
 * keys come as one input (`"host\r"`), and Ink reports them as one text. This is the only place where
 * input becomes keys, so no screen can lose one.
 */
export function keysOf(input: string, key: InkKey): Key[] {
	const arrows: ReadonlyArray<readonly [boolean, NamedKey]> = [
		[key.upArrow, 'up'],
		[key.downArrow, 'down'],
		[key.leftArrow, 'left'],
		[key.rightArrow, 'right'],
		[key.pageUp, 'page-up'],
		[key.pageDown, 'page-down'],
		[key.home, 'home'],
		[key.end, 'end'],
		[key.return, 'enter'],
		[key.tab, key.shift ? 'shift-tab' : 'tab'],
		[key.backspace, 'backspace'],
		[key.delete, 'delete'],
	];
	const found = arrows.find(([pressed]) => pressed);
	if (found) {
		return [named(found[1])];
	}

	if (key.escape) {
		return [named('escape')];
	}

	if (key.ctrl) {
		return [{id: `ctrl-${input}`, text: ''}];
	}

	// No key here uses Alt, so what looks like it is Escape and then the key, in one packet.
	return [
		...(key.meta ? [named('escape')] : []),
		...charactersOf(input).flatMap(character => keyOf(character)),
	];
}
