import {hintRow, type Hint} from '../components/hint-row.ts';
import {modeOf, type Size} from '../layout.ts';
import type {Look} from '../look.ts';
import {cut} from '../text/columns.ts';
import {paragraph, shown} from '../text/laid.ts';
import {cutRow, ends, faint, strong, type Row} from '../text/row.ts';
import {entries} from './entries.ts';

export const menuHints: readonly Hint[] = [
	['↑↓', 'move'],
	['enter', 'choose'],
	[`1-${entries.length}`, 'at once'],
	['q', 'quit'],
];

/** Who runs the program on which host, for the upper right corner. */
export function whereOf({host, user}: {readonly host: string; readonly user: string}): Row {
	return host ? [faint(`on ${host}${user ? ` as ${user}` : ''}`)] : [];
}

/** Columns on each side that stay free, and those of the text. */
export function menuColumns(size: Size): {margin: number; width: number} {
	const margin = modeOf(size) === 'lines' ? 0 : 2;
	return {margin, width: Math.min(96, size.columns - 2 * margin)};
}

/** What of the menu has room: its lines with what each means, the lines between, the question itself. */
export function menuRoom({rows}: Size): {about: boolean; blank: boolean; question: boolean} {
	return {about: rows >= 15, blank: rows >= 12, question: rows >= entries.length + 3};
}

/**
 * The first question as rows, exactly as many as the screen has: what its view draws, before anything
 * that draws views is loaded. Undefined where the screen is too low for all of it.
 */
export function menuFrame(
	size: Size,
	look: Look,
	known: {readonly host: string; readonly user: string},
): readonly Row[] | undefined {
	const {margin, width} = menuColumns(size);
	const inset = (row: Row, by = 0): Row => [{text: ' '.repeat(margin + by)}, ...row];
	const room = menuRoom(size);
	const items = entries.map(({label}, index): Row => {
		const text = cut(look.text(label), width - 2, look.more);
		return index === 0
			? [
					{text: look.pointer, strong: true, tone: 'accent'},
					{text: ' '},
					{text, strong: true, inverse: true},
				]
			: [{text: `  ${text}`}];
	});
	const style = {tone: 'faint'} as const;
	const about = paragraph(look, entries[0]?.about ?? '', width - 2, {style});
	const top = [
		ends(shown(look, [strong('smtp-medic')]), shown(look, whereOf(known)), size.columns, look.more),
		...(margin === 0 ? [] : [[]]),
		...(room.question ? [inset(shown(look, [strong('What is going wrong?')]))] : []),
		...(room.blank ? [[]] : []),
		...items.map(row => inset(row)),
		...(room.about ? [[], ...about.map(row => inset(row, margin))] : []),
	].map(row => cutRow(row, size.columns));
	const free = size.rows - top.length - 1;
	return free < 0
		? undefined
		: [
				...top,
				...Array.from({length: free}, (): Row => []),
				hintRow(menuHints, true, look, size.columns),
			];
}
