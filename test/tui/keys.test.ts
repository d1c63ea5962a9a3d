import type {Key as InkKey} from 'ink';
import {expect, test} from 'vitest';
import {keysOf} from '../../source/tui/keys.ts';

const none: InkKey = {
	upArrow: false,
	downArrow: false,
	leftArrow: false,
	rightArrow: false,
	pageDown: false,
	pageUp: false,
	home: false,
	end: false,
	return: false,
	escape: false,
	ctrl: false,
	shift: false,
	tab: false,
	backspace: false,
	delete: false,
	meta: false,
	super: false,
	hyper: false,
	capsLock: false,
	numLock: false,
};
const ids = (input: string, key: Partial<InkKey> = {}) =>
	keysOf(input, {...none, ...key}).map(({id}) => id);

test('a name and Return in one chunk are its letters and enter', () => {
	expect(ids('host\r')).toEqual(['h', 'o', 's', 't', 'enter']);
});

test('control characters in the middle of text keep their meaning', () => {
	expect(ids('a\u0015b\tc\n')).toEqual(['a', 'ctrl-u', 'b', 'tab', 'c', 'enter']);
});

test('Escape and a key in one packet, which looks like Alt, are two keys', () => {
	expect(ids('q', {meta: true})).toEqual(['escape', 'q']);
});

test('characters that a reader sees as one are one key', () => {
	expect(ids('é漢👩‍👩‍👧')).toEqual(['é', '漢', '👩‍👩‍👧']);
});

test.each([
	['up', {upArrow: true}],
	['enter', {return: true}],
	['shift-tab', {tab: true, shift: true}],
	['escape', {escape: true}],
	['delete', {delete: true}],
] as const)('%s has its name', (name, key) => {
	expect(ids('', key)).toEqual([name]);
});

test('ctrl and a letter', () => {
	expect(ids('c', {ctrl: true})).toEqual(['ctrl-c']);
});
