import fc from 'fast-check';
import {expect, test} from 'vitest';
import {columnsOf} from '../../../source/tui/text/columns.ts';
import {
	cutRow,
	dropColumns,
	ends,
	prose,
	textOf,
	widthOf,
	wrapRow,
	type Row,
} from '../../../source/tui/text/row.ts';

const word = fc.oneof(
	fc.stringMatching(/^[a-z]{1,12}$/),
	fc.constantFrom('漢字', 'かな', 'é', '—', '👍🏽', '<ada@example.com>:', 'x'.repeat(40)),
);
const spans: fc.Arbitrary<Row> = fc.array(
	fc.record({
		text: fc.array(word, {maxLength: 8}).map(words => words.join(' ')),
		strong: fc.boolean(),
	}),
	{maxLength: 4},
);
const letters = (row: Row) => textOf(row).replaceAll(' ', '');

test('no wrapped row is wider than its place, and no character is lost', () => {
	fc.assert(
		fc.property(
			spans,
			fc.integer({min: 2, max: 60}),
			fc.integer({min: 0, max: 8}),
			(row, columns, indent) => {
				const rows = wrapRow(row, columns, indent);
				for (const one of rows) {
					expect(widthOf(one)).toBeLessThanOrEqual(columns);
				}

				expect(rows.map(letters).join('')).toBe(letters(row));
			},
		),
	);
});

test('words are kept together where that is possible', () => {
	const rows = wrapRow([{text: 'one two three four'}], 9);
	expect(rows.map(textOf)).toEqual(['one two ', 'three ', 'four']);
});

test('a hanging indent, and styles on both sides of a break', () => {
	const rows = wrapRow([{text: 'see '}, {text: 'postconf mynetworks', strong: true}], 13, 2);
	expect(rows.map(textOf)).toEqual(['see postconf ', '  mynetworks']);
	expect(rows[1]?.at(-1)).toEqual({text: 'mynetworks', strong: true});
});

test('a cut row fits, and says that something is missing', () => {
	fc.assert(
		fc.property(spans, fc.integer({min: 1, max: 40}), (row, columns) => {
			const cut = cutRow(row, columns);
			expect(widthOf(cut)).toBeLessThanOrEqual(columns);
			if (widthOf(row) > columns) {
				expect(textOf(cut)).toMatch(/…$/);
			}
		}),
	);
});

test('scrolling sideways over half a wide character leaves its place', () => {
	expect(textOf(dropColumns([{text: '漢字x'}], 1))).toBe(' 字x');
	expect(columnsOf(textOf(dropColumns([{text: '漢字x'}], 1)))).toBe(4);
});

test('the two ends of a line fill it exactly', () => {
	expect(textOf(ends([{text: 'left'}], [{text: 'right'}], 12))).toBe('left   right');
	expect(textOf(ends([{text: 'a long left side'}], [{text: 'right'}], 12))).toBe('a lon… right');
});

test('what stands between backticks stands out, without them', () => {
	expect(prose('run `postfix check` now')).toEqual([
		{text: 'run '},
		{text: 'postfix check', strong: true},
		{text: ' now'},
	]);
});
