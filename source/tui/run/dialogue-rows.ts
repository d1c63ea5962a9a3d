import type {Look} from '../look.ts';
import type {Inside} from '../layout.ts';
import {padStart} from '../text/columns.ts';
import {onOneLine, shown} from '../text/laid.ts';
import {dropColumns, faint, widthOf, wrapRow, type Row, type Span, type Tone} from '../text/row.ts';
import type {LineView} from './session-view.ts';

export type DialogueLook = Inside & {
	look: Look;
	wrap: boolean;
	/** Columns scrolled to the right, where lines do not wrap. */
	left: number;
	query: string;
	cursor: number | undefined;
	/** Ids of the lines that the verdict rests on. */
	decisive: ReadonlySet<number>;
};

const letters: Readonly<Record<LineView['from'], string>> = {client: 'C', server: 'S', note: '●'};
const tones: Readonly<Partial<Record<LineView['from'], Tone>>> = {client: 'client', note: 'faint'};

const timeWidth = 7;

/** Seconds since the session began, as in the plain form. */
export function clockOf(at: number): string {
	return (at / 1000).toFixed(3);
}

/** The places where a text holds what is searched for stand out; case does not matter. */
function highlighted(text: string, query: string, style: Omit<Span, 'text'>): Span[] {
	if (query === '') {
		return [{...style, text}];
	}

	const spans: Span[] = [];
	const lower = text.toLowerCase();
	const wanted = query.toLowerCase();
	let from = 0;
	for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
		spans.push({...style, text: text.slice(from, at)});
		spans.push({...style, text: text.slice(at, at + query.length), inverse: true});
		from = at + query.length;
	}

	return [...spans, {...style, text: text.slice(from)}];
}

/** Where there is little room, the time gives way to the text. */
const timeFrom = 50;

function lineRows(lines: readonly LineView[], index: number, dialogue: DialogueLook): Row[] {
	const line = lines[index];
	if (!line) {
		return [];
	}

	const {look, width, wrap, left, query, cursor, decisive} = dialogue;
	const {from, text, secure, at, run, id} = line;
	const before = lines[index - 1];
	const time = clockOf(at);
	const isSameMoment = before?.run === run && clockOf(before.at) === time;
	const hasTime = width >= timeFrom;
	const isHere = cursor === index;
	const style: Omit<Span, 'text'> = {
		...(tones[from] ? {tone: tones[from]} : {}),
		...(isHere ? {inverse: true} : {}),
	};
	const isDecisive = decisive.has(id);
	const prefix: Row = [
		isHere || isDecisive
			? {text: `${look.here} `, strong: true, ...(isDecisive ? {tone: 'bad' as const} : {})}
			: {text: '  '},
		...(hasTime ? [faint(padStart(isSameMoment ? '' : time, timeWidth)), {text: ' '}] : []),
		{text: secure ? 'TLS ' : '    ', tone: 'good'},
		{
			text: `${from === 'note' ? look.note : letters[from]} `,
			strong: from !== 'note',
			...(tones[from] ? {tone: tones[from]} : {}),
		},
	];
	const content = highlighted(look.text(text), look.text(query), style);
	const separator: Row[] =
		before && before.run !== run
			? [onOneLine(look, [faint(`${look.border.top.repeat(2)} run ${run} `)], width)]
			: [];
	if (wrap) {
		return [...separator, ...wrapRow(shown(look, [...prefix, ...content]), width, widthOf(prefix))];
	}

	const scrolled = dropColumns(content, left);
	return [...separator, onOneLine(look, [...prefix, ...scrolled], width)];
}

/** What of the dialogue is visible. */
export type DialogueWindow = {
	rows: readonly Row[];
	/** Index of the first and of the last visible line. */
	first: number;
	last: number;
};

/** The end of the dialogue. Lays out only what is visible. */
function atEnd(lines: readonly LineView[], dialogue: DialogueLook): DialogueWindow {
	const rows: Row[] = [];
	let first = lines.length;
	while (first > 0 && rows.length < dialogue.height) {
		first--;
		rows.unshift(...lineRows(lines, first, dialogue));
	}

	return {
		rows: rows.slice(Math.max(0, rows.length - dialogue.height)),
		first,
		last: lines.length - 1,
	};
}

/**
 * The visible part of the dialogue: its end where nothing is selected, else the selected line with as
 * little moved from `top` as possible. Lays out only what is near.
 */
export function dialogueWindow(
	lines: readonly LineView[],
	top: number,
	dialogue: DialogueLook,
): DialogueWindow {
	const {cursor, height} = dialogue;
	if (cursor === undefined || lines.length === 0) {
		return atEnd(lines, dialogue);
	}

	let first = Math.max(0, Math.min(top, cursor, lines.length - 1));
	if (cursor - first > height) {
		first = cursor - height;
	}

	const heights: number[] = [];
	for (let index = first; index <= cursor; index++) {
		heights.push(lineRows(lines, index, dialogue).length);
	}

	let above = heights.reduce((sum, rows) => sum + rows, 0);
	while (above > height && first < cursor) {
		above -= heights.shift() ?? 0;
		first++;
	}

	const rows: Row[] = [];
	let last = first;
	for (; last < lines.length && rows.length < height; last++) {
		rows.push(...lineRows(lines, last, dialogue));
	}

	return {rows: rows.slice(0, height), first, last: last - 1};
}

/** The next line, from `from` on in that direction, that holds what is searched for; around the end. */
export function findLine(
	lines: readonly LineView[],
	query: string,
	from: number,
	direction: 1 | -1,
): number | undefined {
	const wanted = query.toLowerCase();
	for (let step = 0; step < lines.length; step++) {
		const index = (from + direction * step + lines.length * 2) % lines.length;
		if (lines[index]?.text.toLowerCase().includes(wanted)) {
			return index;
		}
	}

	return undefined;
}
