import type {Look} from '../look.ts';
import {cutRow, faint, row, strong, widthOf, type Row} from '../text/row.ts';

/** Keys with what they do, the most important first. */
export type Hint = readonly [keys: string, does: string];

/** As many hints as fit into one line; the one for the help is always among them, where there is one. */
export function hintRow(hints: readonly Hint[], help: boolean, look: Look, width: number): Row {
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
