import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	dialogueWindow,
	findLine,
	type DialogueLook,
} from '../../../source/tui/run/dialogue-rows.ts';
import type {LineView} from '../../../source/tui/run/session-view.ts';
import {textOf, widthOf} from '../../../source/tui/text/row.ts';
import {look} from '../screens.ts';

function linesOf(texts: readonly string[]): LineView[] {
	return texts.map((text, index) => ({
		id: index + 1,
		at: index * 10,
		connection: 1,
		from: index % 2 === 0 ? 'client' : 'server',
		text,
		secure: index > 3,
		run: 1,
	}));
}

const usual: DialogueLook = {
	width: 60,
	height: 8,
	look,
	wrap: true,
	left: 0,
	query: '',
	cursor: undefined,
	decisive: new Set(),
};

const texts = fc.array(
	fc.oneof(
		fc.stringMatching(/^[ -~]{0,30}$/),
		fc.constantFrom('250-' + 'x'.repeat(300), '550 ' + '漢字かな '.repeat(30), '👍'.repeat(40), ''),
	),
	{minLength: 1, maxLength: 60},
);

test('the selected line is on the screen, every row fits, and no row is lost between them', () => {
	fc.assert(
		fc.property(
			texts,
			fc.nat(),
			fc.nat(),
			fc.integer({min: 24, max: 100}),
			fc.integer({min: 2, max: 20}),
			fc.boolean(),
			(all, at, top, width, height, wrap) => {
				const lines = linesOf(all);
				const cursor = at % lines.length;
				const view = dialogueWindow(lines, top, {...usual, width, height, wrap, cursor});
				expect(view.first).toBeLessThanOrEqual(cursor);
				expect(view.last).toBeGreaterThanOrEqual(cursor);
				expect(view.rows.length).toBeLessThanOrEqual(height);
				for (const row of view.rows) {
					expect(widthOf(row)).toBeLessThanOrEqual(width);
				}
			},
		),
	);
});

test('as long as nothing is selected it follows the end', () => {
	const lines = linesOf(Array.from({length: 50}, (_, i) => `line ${i}`));
	const {rows, last} = dialogueWindow(lines, 0, usual);
	expect(last).toBe(49);
	expect(rows).toHaveLength(8);
	expect(textOf(rows.at(-1) ?? [])).toContain('line 49');
});

test('lays out what is visible, not everything that was ever said', () => {
	let measured = 0;
	const counting: DialogueLook = {
		...usual,
		look: {
			...look,
			text(text) {
				measured++;
				return look.text(text);
			},
		},
	};
	dialogueWindow(linesOf(Array.from({length: 20_000}, (_, i) => `line ${i}`)), 0, counting);
	expect(measured).toBeLessThan(100);
});

test('a line tells who said it, when, and whether it was encrypted', () => {
	const [first] = dialogueWindow(linesOf(['EHLO app01']), 0, usual).rows;
	expect(textOf(first ?? [])).toBe('    0.000     C EHLO app01');
	const {rows} = dialogueWindow(linesOf(['', '', '', '', '', '250 Ok']), 0, usual);
	expect(textOf(rows.at(-1) ?? [])).toBe('    0.050 TLS S 250 Ok');
});

test('a search goes round, and finds whatever the case', () => {
	const lines = linesOf(['EHLO a', '250-AUTH PLAIN', '250 SIZE', '250-auth LOGIN']);
	expect(findLine(lines, 'auth', 2, 1)).toBe(3);
	expect(findLine(lines, 'auth', 4, 1)).toBe(1);
	expect(findLine(lines, 'auth', 0, -1)).toBe(3);
	expect(findLine(lines, 'STARTTLS', 0, 1)).toBeUndefined();
});
