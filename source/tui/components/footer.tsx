import {Box} from 'ink';
import type {Look} from '../look.ts';
import {cutRow, faint, row, strong, widthOf, type Row} from '../text/row.ts';
import {Line} from './rows.tsx';

/** Keys with what they do, the most important first. */
export type Hint = readonly [keys: string, does: string];

/** As many hints as fit into one line; the one for the help is always among them, where there is one. */
function hintRow(hints: readonly Hint[], help: boolean, look: Look, width: number): Row {
	const spanOf = ([keys, does]: Hint): Row =>
		row(
			strong(look.ascii ? keys.replace('↑↓', 'up/down').replace('←→', 'left/right') : keys),
			faint(` ${does}`),
		);
	const gap = faint(` ${look.dot} `);
	const end = help ? [gap, ...spanOf(['?', 'keys'])] : [];
	let spans: Row = [];
	for (const hint of hints) {
		const next: Row = [...spans, ...(spans.length > 0 ? [gap] : []), ...spanOf(hint)];
		if (widthOf(next) + widthOf(end) > width) {
			break;
		}

		spans = next;
	}

	return cutRow([...spans, ...(spans.length > 0 ? end : end.slice(1))], width, look.more);
}

/** The last line: what was just done, else the keys. */
export function Footer({
	hints,
	toast,
	help,
	look,
	width,
}: {
	readonly hints: readonly Hint[];
	readonly toast: string;
	/** `?` shows the keys here; where text is typed it is a character. */
	readonly help: boolean;
	readonly look: Look;
	readonly width: number;
}) {
	const content: Row = toast
		? cutRow([{text: look.text(toast), strong: true}], width, look.more)
		: hintRow(hints, help, look, width);
	return (
		<Box height={1} flexShrink={0}>
			<Line row={content} look={look} />
		</Box>
	);
}
