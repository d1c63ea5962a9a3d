import fc from 'fast-check';
import {expect, test} from 'vitest';
import {toAscii} from '../../source/output/ascii.ts';

test('typographic signs have a plain form', () => {
	expect(toAscii('“no” – it’s refused…')).toBe('"no" - it\'s refused...');
});

test('nothing beyond ASCII is left', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), text => {
			expect(toAscii(text)).toMatch(/^[\0-\u007f]*$/);
		}),
	);
});
