// What the bundle has in place of Unicode's tables must say the same as they do.
import fc from 'fast-check';
import measured from 'string-width';
import {expect, test} from 'vitest';
import {plainText} from '../../scripts/stand-ins/plain-text.ts';
import {GraphemeSegmenter} from '../../scripts/stand-ins/segmenter.ts';
import {stringWidth} from '../../scripts/stand-ins/string-width.ts';

const real = new Intl.Segmenter();
const ours = new GraphemeSegmenter();
const characters = Array.from({length: 0x1_00_00}, (_, code) => String.fromCharCode(code));
const plain = characters.filter(character => plainText.test(character));

test('each plain character is one column wide, and a cluster of its own beside any other', () => {
	expect(plain.length).toBeGreaterThan(1000);
	expect(plain.filter(character => measured(character) !== 1)).toEqual([]);
	fc.assert(
		fc.property(fc.array(fc.constantFrom(...plain), {minLength: 1}), list => {
			const text = list.join('');
			expect(Array.from(real.segment(text), ({segment}) => segment)).toEqual(list);
		}),
	);
});

const anyText = fc.array(
	fc.oneof(
		fc.constantFrom(...plain),
		fc.constantFrom('\u0301', '\u200D', '\uFE0F', '👩', '漢', '한', '\u00AD', '\t', '⌚', '\n'),
		fc.constantFrom('\u001B[1m', '\u001B[38;5;9m', '\u001B]0;x\u0007'),
	),
);

test('any text is as wide, and made of the same clusters', () => {
	fc.assert(
		fc.property(anyText, parts => {
			const text = parts.join('');
			expect(stringWidth(text)).toBe(measured(text));
			expect(stringWidth(text, {countAnsiEscapeCodes: true})).toBe(
				measured(text, {countAnsiEscapeCodes: true}),
			);
			const clusters = (from: Iterable<Intl.SegmentData>) =>
				Array.from(from, ({segment, index}) => [index, segment]);
			expect(clusters(ours.segment(text))).toEqual(clusters(real.segment(text)));
		}),
		{numRuns: 500},
	);
});
