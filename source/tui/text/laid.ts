import type {Look} from '../look.ts';
import {pad} from './columns.ts';
import {cutRow, prose, wrapRow, type Row, type Span} from './row.ts';

/** A row as this terminal can show it. */
export function shown(look: Look, spans: Row): Row {
	return look.ascii ? spans.map(span => ({...span, text: look.text(span.text)})) : spans;
}

/** A row laid out in as many rows as it needs at this width. */
export function laid(look: Look, spans: Row, width: number, indent = 0): Row[] {
	return wrapRow(shown(look, spans), width, indent);
}

/** A row on one line; a sign says where something is missing. */
export function onOneLine(look: Look, spans: Row, width: number): Row {
	return cutRow(shown(look, spans), width, look.more);
}

/** A sentence of the knowledge, laid out. */
export function paragraph(
	look: Look,
	text: string,
	width: number,
	{indent = 0, style = {}}: {indent?: number; style?: Omit<Span, 'text'>} = {},
): Row[] {
	return laid(look, [{text: ' '.repeat(indent)}, ...prose(text, style)], width, indent);
}

/** A label in a column of its own, and a text that wraps beside it. */
export function labelled(look: Look, label: Span, text: Row, width: number, column: number): Row[] {
	return laid(look, [{...label, text: pad(look.text(label.text), column)}, ...text], width, column);
}
