// Whatever is said, it stands in the Markdown as it was said, and forms nothing.
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {visible} from '../../source/core/escape.ts';
import {
	code,
	heading,
	list,
	paragraph,
	phrase,
	plain,
	table,
} from '../../source/output/report-document.ts';
import {markdownOf} from '../../source/output/report-markdown.ts';

const nasty = [
	'`',
	'``',
	'```',
	'~~~',
	'|',
	'\\',
	'*',
	'_',
	'[',
	']',
	'(',
	')',
	'<',
	'>',
	'!',
	'#',
	'&',

	'&amp;',
	'---',
	'===',
	'- ',
	'+ ',
	'1. ',
	'1) ',
	'    ',
	'\t',
	'\n',
	'\r',
	' ',
	'a',
	'$',

	'<script>',
	'](http://x.test)',
	'http://x.test',
	'www.x.test',
	'a@x.test',
	'@a',
	'#1',
	'{',

	'\u202e',
	'\u00a0',
	'ä',
	':',
	'=',
	'%',
	'.',
	'^',
];

const anything = fc.oneof(
	fc.string({unit: 'binary', maxLength: 40}),
	fc.array(fc.constantFrom(...nasty), {maxLength: 12}).map(parts => parts.join('')),
);

type Span = {text: string; isCode: boolean};

/**
 * Reads one line as CommonMark does what stands in a line; an unescaped sign that could mean something is
 * an error. Of entities it knows the pipe alone.
 */
function spansOf(line: string): readonly Span[] {
	const spans: Span[] = [];
	for (let at = 0; at < line.length;) {
		const rest = line.slice(at);
		const [ticks = ''] = /^`+/.exec(rest) ?? [];
		if (ticks !== '') {
			const inside = rest.slice(ticks.length);
			const end = inside.search(new RegExp(`(?<!\`)${ticks}(?!\`)`));
			expect(end, `no end of the code in ${line}`).toBeGreaterThanOrEqual(0);
			const text = inside.slice(0, end);
			spans.push({text: /^ .*[^ ].* $/.test(text) ? text.slice(1, -1) : text, isCode: true});
			at += ticks.length * 2 + end;
			continue;
		}

		const [token = ''] = /^(?:\\[!-/:-@[-`{-~]|&#124;|[^])/u.exec(rest) ?? [];
		expect(token, line).not.toMatch(/^[*_[\]<>|~^{}\\&]$/);
		spans.push({text: token === '&#124;' ? '|' : token.replace(/^\\(?=.)/, ''), isCode: false});
		at += token.length;
	}

	return spans;
}

const read = (line: string) =>
	spansOf(line)
		.map(({text}) => text)
		.join('');

/** Runs of spaces are one in Markdown, and at the edges none. */
const settled = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/^ | $/g, '');

/** What a line may not begin with, if it is to be a paragraph. */
const begins =
	/^(?:#{1,6}(?: |$)|>|[-+*](?: |$)|\d{1,9}[.)](?: |$)|=+ *$|(?:[-*_] *){3,}$|`{3,}[^`]*$|~{3,}| {4}|\t|\||:|%)/;

test('text comes out as it went in, on one line that is a paragraph', () => {
	fc.assert(
		fc.property(anything, text => {
			const written = markdownOf([paragraph(plain('X'), plain(text))]).replace(/\n$/, '');
			expect(written).not.toContain('\n');
			expect(read(written)).toBe(settled(`X${visible(text)}`));
			const alone = markdownOf([paragraph(plain(text))]).replace(/\n$/, '');
			expect(alone).not.toMatch(begins);
			expect(read(alone)).toBe(settled(visible(text)));
		}),
		{numRuns: 2000},
	);
});

test('what readers of Markdown would link, mention or set as a formula stands as code', () => {
	fc.assert(
		fc.property(anything, text => {
			const outside = spansOf(markdownOf([paragraph(plain(text))]).replace(/\n$/, ''))
				.map(({text: part, isCode}) => (isCode ? ' ' : part))
				.join('');
			expect(outside).not.toMatch(/[@#$]|:\/\/|www\.|mailto:/i);
		}),
		{numRuns: 1000},
	);
});

test('a table has the cells that it was given', () => {
	fc.assert(
		fc.property(anything, anything, (one, other) => {
			const rows = [
				[plain(one), code(other)],
				[code(one), plain(other)],
			];
			const lines = markdownOf(table(['a', 'b'], rows))
				.trimEnd()
				.split('\n');
			expect(lines).toHaveLength(4);
			for (const line of lines) {
				expect(line.split('|')).toHaveLength(4);
				expect(line).toMatch(/^\| .*\|$/);
			}
		}),
		{numRuns: 1000},
	);
});

test('lists and headings have the parts that they were given', () => {
	fc.assert(
		fc.property(anything, text => {
			const lines = markdownOf([heading(2, plain(text)), ...list([plain(text), code(text)])])
				.trimEnd()
				.split('\n');
			expect(lines).toHaveLength(4);
			expect(read((lines[0] ?? '').slice(3))).toBe(settled(visible(text)));
			for (const line of lines.slice(2)) {
				expect(line.slice(2)).not.toMatch(begins);
			}
		}),
		{numRuns: 1000},
	);
});

test('nothing ends a block of lines but its end', () => {
	fc.assert(
		fc.property(fc.array(anything), parts => {
			const text = parts.join('\n');
			const lines = markdownOf([{kind: 'code', text, language: 'text'}])
				.trimEnd()
				.split('\n');
			const [fence = ''] = /^`+/.exec(lines[0] ?? '') ?? [];
			expect(lines[0]).toBe(`${fence}text`);
			expect(lines.at(-1)).toBe(fence);
			const inside = lines.slice(1, -1);
			expect(inside).toEqual(text.split('\n').map(visible));
			expect(inside.every(line => !line.includes(fence))).toBe(true);
		}),
		{numRuns: 1000},
	);
});

test('in a sentence of our own, what stands between backticks is code', () => {
	expect(markdownOf([paragraph(phrase('Add it to `mynetworks`, then reload.'))])).toBe(
		'Add it to `mynetworks`, then reload.\n',
	);
	expect(markdownOf([paragraph(phrase('a lone ` is a sign'))])).toBe('a lone \\` is a sign\n');
});

test('an address stands as code, and a name of a parameter stays readable', () => {
	expect(markdownOf([paragraph(plain('554 <ada@example.com>: smtpd_relay denied'))])).toBe(
		'554 `<ada@example.com>:` smtpd\\_relay denied\n',
	);
	expect(markdownOf([paragraph(plain('14.2 ms')), paragraph(plain('1. one'))])).toBe(
		'14.2 ms\n\n1\\. one\n',
	);
});
