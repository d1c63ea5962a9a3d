import {visible} from '../core/escape.ts';
import type {Block, Cell, Inline} from './report-document.ts';

/** What can mean something in Markdown anywhere in a line. A pipe is an entity, as tables read it first. */
const meaning = /[\\`*_{}[\]<>&~^]/g;

/** What can mean something at the beginning of a line: lists, headings, quotes, rules, numbers. */
const opening = /^(?:([-+=#:.%])|(\d{1,9})([.)])(?= |$))/;

/**
 * Words that readers of Markdown make links, mentions, references or formulas of, whatever is escaped in
 * them: those stand as code.
 */
const telling = /[@#$]|:\/\/|www\.|mailto:|xmpp:/i;

const fenceFor = (text: string, least: number) =>
	'`'.repeat(Math.max(least, ...(text.match(/`+/g) ?? []).map(run => run.length + 1)));

function escaped(text: string): string {
	return text.replaceAll(meaning, String.raw`\$&`);
}

/** A span of code; backticks in it are fewer than those around it. */
function span(text: string): string {
	if (/^ *$/.test(text)) {
		return text;
	}

	const fence = fenceFor(text, 1);
	const room = /^`|`$|^ .* $/.test(text) ? ' ' : '';
	return `${fence}${room}${text}${room}${fence}`;
}

/** Writes each part between pipes, which would end a cell of a table. */
const around = (text: string, write: (part: string) => string) =>
	text
		.split('|')
		.map(part => write(part))
		.join('&#124;');

function textWord(word: string): string {
	return around(word, part => (telling.test(part) ? span(part) : escaped(part)));
}

function inline(part: Inline): string {
	if ('code' in part) {
		return around(visible(part.code), span);
	}

	const isStrong = 'strong' in part;
	const text = visible(isStrong ? part.strong : part.text);
	const written = text
		.split(/( +)/)
		.map(word => textWord(word))
		.join('');
	return isStrong ? `**${written}**` : written;
}

/** One line that begins nothing but a paragraph. */
function line(parts: Cell): string {
	return (
		parts
			.map(part => inline(part))
			// Two spans side by side would have their backticks counted together
			.reduce(
				(sofar, part) => sofar + (sofar.endsWith('`') && part.startsWith('`') ? ' ' : '') + part,
				'',
			)
			.replaceAll(/ {2,}/g, ' ')
			.replaceAll(/^ | $/g, '')
			.replace(
				opening,
				(_, sign: string | undefined, digits: string | undefined, end: string | undefined) =>
					sign === undefined ? `${digits ?? ''}\\${end ?? ''}` : `\\${sign}`,
			)
	);
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

function block(given: Block): string {
	switch (given.kind) {
		case 'heading': {
			return `${'#'.repeat(given.level)} ${line(given.parts)}`;
		}

		case 'paragraph': {
			return line(given.parts);
		}

		case 'list': {
			return given.items.map(item => `- ${line(item)}`).join('\n');
		}

		case 'table': {
			const head = row(given.head.map(text => line([{text}])));
			const rule = row(given.head.map(() => '---'));
			return [head, rule, ...given.rows.map(cells => row(cells.map(cell => line(cell))))].join(
				'\n',
			);
		}

		case 'code': {
			const text = given.text.split('\n').map(visible).join('\n');
			const fence = fenceFor(text, 3);
			return `${fence}${given.language}\n${text}\n${fence}`;
		}
	}
}

/**
 * A document as Markdown (CommonMark with the tables of GitHub). Nothing that a server or a user said can
 * form markup, a link or HTML in it.
 */
export function markdownOf(blocks: readonly Block[]): string {
	return `${blocks.map(given => block(given)).join('\n\n')}\n`;
}
