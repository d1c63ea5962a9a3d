import type {Change, Context} from '../change.ts';
import type {Key} from '../keys.ts';
import {scrolledTo} from '../layout.ts';
import {choose, read} from './actions.ts';
import type {RunGeometry} from './geometry.ts';
import {cursorOf, itemsOf} from './items.ts';
import type {RunScreen} from './run-state.ts';
import {verdictText} from './verdict-rows.ts';

/** Moves among causes and choices, or takes one; `undefined` where the key means nothing there. */
export function verdictKey(
	screen: RunScreen,
	key: Key,
	context: Context,
	geometry: RunGeometry,
): Change | undefined {
	const {look} = context;
	const items = itemsOf(screen);
	const cursor = cursorOf(screen, items);
	const {rows, at} = verdictText(screen, look, geometry.verdict.width, 0);
	const height = geometry.verdictText;
	const most = Math.max(0, rows.length - height);
	const scroll = (top: number): Change => ({
		screen: {...screen, verdict: {...screen.verdict, top: Math.max(0, Math.min(most, top))}},
	});
	const go = (index: number): Change => {
		const to = Math.max(0, Math.min(items.length - 1, index));
		const row = at[to];
		const end = at[to + 1] ?? (row === undefined ? 0 : row + 2);
		const shown =
			row === undefined
				? screen.verdict.top
				: scrolledTo(screen.verdict.top, end - 1, height, rows.length);
		const top = row === undefined ? shown : Math.min(shown, row);
		return {
			screen: {...screen, verdict: {cursor: to, top: to === 0 && row !== undefined ? 0 : top}},
		};
	};

	switch (key.id) {
		case 'up':
		case 'left': {
			return cursor === 0 ? scroll(screen.verdict.top - 1) : go(cursor - 1);
		}

		case 'down':
		case 'right': {
			return items.length === 0 ? scroll(screen.verdict.top + 1) : go(cursor + 1);
		}

		case 'page-up': {
			return scroll(screen.verdict.top - height);
		}

		case 'page-down':
		case ' ': {
			return scroll(screen.verdict.top + height);
		}

		case 'home': {
			return go(0);
		}

		case 'end': {
			return go(items.length - 1);
		}

		case 'enter': {
			const item = items[cursor];
			if (!item) {
				return {};
			}

			return item.kind === 'cause'
				? read(screen, 'cause', item.cause.id)
				: choose(screen, item.choice, context);
		}

		default: {
			return undefined;
		}
	}
}
