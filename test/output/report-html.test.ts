// A report in HTML: whatever is said in it is text, and it needs and runs nothing.
import {createHash} from 'node:crypto';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {visible} from '../../source/core/escape.ts';
import {code, heading, list, paragraph, plain, table} from '../../source/output/report-document.ts';
import {htmlOf} from '../../source/output/report-html.ts';
import {reportStyle, reportStyleHash} from '../../source/output/report-style.ts';

const nasty = [
	'<',
	'>',
	'"',
	"'",
	'&',
	'&lt;',
	'&#60;',
	'<!--',
	'-->',
	'</pre>',
	'</title>',
	'</style>',

	'<script>alert(1)</script>',
	'<img src=x onerror=x>',
	'\u202e',
	'\u0000',
	'\n',
	' ',
	'a',
	'=',
];

const anything = fc.oneof(
	fc.string({unit: 'binary', maxLength: 40}),
	fc.array(fc.constantFrom(...nasty), {maxLength: 10}).map(parts => parts.join('')),
);

const page = (text: string) =>
	htmlOf(
		[
			heading(1, plain(text)),
			paragraph(plain(text), code(text), [{strong: text}]),
			...list([plain(text)]),
			...table(['a', 'b'], [[plain(text), code(text)]]),
			{kind: 'code', text, language: 'text'},
		],
		text,
	);

const tagsOf = (html: string) => html.match(/<[^>]*>/g);

const signs: Readonly<Record<string, string>> = {lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&'};

const decoded = (text: string) =>
	text.replaceAll(/&([^;]*);/g, (_, name: string) => signs[name] ?? `unknown entity ${name}`);

test('whatever is said, the elements are the same, and the text is what was said', () => {
	const usual = tagsOf(page('a'));
	fc.assert(
		fc.property(
			fc.oneof(anything).filter(text => text !== ''),
			text => {
				const html = page(text);
				expect(tagsOf(html)).toEqual(usual);
				const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '';
				const pre = /<pre><code>([^<]*)<\/code><\/pre>/.exec(html)?.[1] ?? '';
				expect(decoded(title)).toBe(visible(text));
				expect(decoded(pre)).toBe(text.split('\n').map(visible).join('\n'));
				expect(html.replaceAll('\n', '').replaceAll('\t', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
			},
		),
		{numRuns: 1000},
	);
});

test('it needs nothing from elsewhere, runs nothing, and its policy says so', () => {
	const html = page('a');
	expect(html).not.toMatch(/<(?:script|link|img|iframe|object|embed|form|base|a)\b/i);
	expect(html).not.toMatch(/\b(?:src|href|style|on\w+)=/i);
	expect(reportStyle).not.toMatch(/url\(|@import|<\//i);
	const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
	expect(policy).toBe(
		`default-src 'none'; style-src '${reportStyleHash}'; base-uri 'none'; form-action 'none'`,
	);
	const hash = createHash('sha256').update(reportStyle).digest('base64');
	expect(reportStyleHash).toBe(`sha256-${hash}`);
	expect(html).toContain(`<style>${reportStyle}</style>`);
});

test('it can be read aloud: a language, a title, headings in order, tables with heads', () => {
	const html = page('a');
	expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
	expect(html).toContain('<title>a</title>');
	expect(html.match(/<h1>/g)).toHaveLength(1);
	expect(html).toMatch(/<thead><tr><th scope="col">a<\/th><th scope="col">b<\/th><\/tr><\/thead>/);
	const facts = htmlOf(table(['About', ''], [[plain('target'), plain('x')]]), 'x');
	expect(facts).toContain('<th scope="row">target</th>');
});
