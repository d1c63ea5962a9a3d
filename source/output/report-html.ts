import {visible} from '../core/escape.ts';
import type {Block, Cell, Inline} from './report-document.ts';
import {reportStyle, reportStyleHash} from './report-style.ts';

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

function escaped(text: string): string {
	return visible(text).replaceAll(/[&<>"']/g, sign => entities[sign] ?? '');
}

function inline(part: Inline): string {
	return 'code' in part
		? `<code>${escaped(part.code)}</code>`
		: 'strong' in part
			? `<strong>${escaped(part.strong)}</strong>`
			: escaped(part.text);
}

const line = (parts: Cell) => parts.map(part => inline(part)).join('');

function block(given: Block): string {
	switch (given.kind) {
		case 'heading': {
			return `<h${given.level}>${line(given.parts)}</h${given.level}>`;
		}

		case 'paragraph': {
			return `<p>${line(given.parts)}</p>`;
		}

		case 'list': {
			return `<ul>\n${given.items.map(item => `<li>${line(item)}</li>`).join('\n')}\n</ul>`;
		}

		case 'table': {
			const isNamed = given.head.every(text => text !== '');
			const head = given.head.map(text => `<th scope="col">${escaped(text)}</th>`).join('');
			const rows = given.rows.map(cells => {
				const [first = [], ...rest] = cells;
				const begin = isNamed ? `<td>${line(first)}</td>` : `<th scope="row">${line(first)}</th>`;
				return `<tr>${begin}${rest.map(cell => `<td>${line(cell)}</td>`).join('')}</tr>`;
			});
			return [
				'<table>',
				...(isNamed ? [`<thead><tr>${head}</tr></thead>`] : []),
				`<tbody>\n${rows.join('\n')}\n</tbody>`,
				'</table>',
			].join('\n');
		}

		case 'code': {
			const text = given.text.split('\n').map(escaped).join('\n');
			return `<pre><code>${text}</code></pre>`;
		}
	}
}

/**
 * A document as one HTML file that needs nothing else: no scripts, nothing from elsewhere, and a policy that
 * forbids both. Everything that was said is text in it.
 */
export function htmlOf(blocks: readonly Block[], title: string): string {
	const policy = `default-src 'none'; style-src '${reportStyleHash}'; base-uri 'none'; form-action 'none'`;
	return [
		'<!doctype html>',
		'<html lang="en">',
		'<head>',
		'<meta charset="utf-8">',
		`<meta http-equiv="Content-Security-Policy" content="${policy}">`,
		'<meta name="referrer" content="no-referrer">',
		'<meta name="viewport" content="width=device-width, initial-scale=1">',
		'<meta name="color-scheme" content="light dark">',
		`<title>${escaped(title)}</title>`,
		`<style>${reportStyle}</style>`,
		'</head>',
		'<body>',
		'<main>',
		...blocks.map(given => block(given)),
		'</main>',
		'</body>',
		'</html>',
		'',
	].join('\n');
}
