import type {Look} from '../look.ts';
import {row, widthOf, type Row} from '../text/row.ts';
import {cursorOf, itemsOf} from './items.ts';
import type {RunScreen} from './run-state.ts';

/** The choices in as few rows as they need. */
export function choiceRows(screen: RunScreen, look: Look, width: number, hasFocus: boolean): Row[] {
	const items = itemsOf(screen);
	const cursor = cursorOf(screen, items);
	const rows: Row[] = [[]];
	for (const [index, item] of items.entries()) {
		if (item.kind === 'choice') {
			const isHere = index === cursor && hasFocus;
			const pointer = isHere ? `${look.pointer} ` : '  ';
			const span: Row = row(
				{text: pointer, tone: 'accent', strong: true},
				{text: look.text(item.choice.label), strong: isHere, inverse: isHere},
				' ',
			);
			const last = rows.at(-1) ?? [];
			if (last.length > 0 && widthOf(last) + widthOf(span) > width) {
				rows.push(span);
			} else {
				rows[rows.length - 1] = [...last, ...span];
			}
		}
	}

	return items.length > 0 ? rows : [];
}
