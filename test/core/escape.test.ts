import fc from 'fast-check';
import {expect, test} from 'vitest';
import {clip, visible, visibleLines} from '../../source/core/escape.ts';

/** Controls, bidi controls, zero-width and other invisible characters, written out by their numbers. */
const dangerous = [
	...Array.from({length: 0x20}, (_, code) => code),
	...Array.from({length: 0x21}, (_, offset) => 0x7f + offset),
	0xad,
	0x34f,
	0x61c,
	0x115f,
	0x180e,
	...Array.from({length: 5}, (_, offset) => 0x200b + offset),
	...Array.from({length: 7}, (_, offset) => 0x2028 + offset),
	...Array.from({length: 16}, (_, offset) => 0x2060 + offset),
	0x3164,
	0xfe0f,
	0xfeff,
	0xfff9,
	0xe0001,
	0xe0041,
	0xe0100,
].map(code => String.fromCodePoint(code));

const hostile = fc
	.array(fc.oneof(fc.constantFrom(...dangerous), fc.string({unit: 'binary', maxLength: 4})), {
		maxLength: 20,
	})
	.map(parts => parts.join(''));

test('nothing that a terminal would obey, hide or reorder by is left', () => {
	fc.assert(
		fc.property(hostile, text => {
			const shown = visible(text);
			for (const character of dangerous) {
				expect(shown).not.toContain(character);
			}

			expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
		}),
	);
});

test('what is safe already stays as it is', () => {
	fc.assert(
		fc.property(hostile, text => {
			const shown = visible(text);
			expect(visible(shown)).toBe(shown);
		}),
	);
	expect(visible('220 mx.example ESMTP “grüße” 漢字 📧 \\x1b')).toBe(
		'220 mx.example ESMTP “grüße” 漢字 📧 \\x1b',
	);
});

test('what a server hides in a reply is shown as evidence', () => {
	expect(visible('\u001b[2J\u009b1m\u202egnp.exe\r\n\t\0')).toBe(
		'\\x1b[2J\\x9b1m\\u{202e}gnp.exe\\r\\n\\t\\x00',
	);
	expect(visible('a\ud800b')).toBe('a\\u{d800}b');
	expect(visibleLines('one\u001b\ntwo\r\n')).toBe('one\\x1b\ntwo\\r\n');
});

test('clipped text has at most so many characters, and says that something is missing', () => {
	fc.assert(
		fc.property(fc.string({unit: 'grapheme'}), fc.nat(30), (text, max) => {
			const clipped = clip(text, max);
			expect([...clipped].length).toBeLessThanOrEqual(max);
			expect(clipped.isWellFormed()).toBe(true);
			if ([...text].length <= max) {
				expect(clipped).toBe(text);
			} else if (max > 0) {
				expect(clipped.endsWith('…')).toBe(true);
				expect(text.startsWith(clipped.slice(0, -1))).toBe(true);
			}
		}),
	);
	expect(clip('abc', 2)).toBe('a…');
	expect(clip('📧📧📧', 2)).toBe('📧…');
});
