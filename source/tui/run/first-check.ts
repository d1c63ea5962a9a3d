import type {CauseReport} from '../../core/event.ts';
import {itemsOf} from './items.ts';
import type {RunScreen} from './run-state.ts';

/** The first command that tells whether the likeliest cause is the one. */
export function firstCheck(screen: RunScreen): CauseReport['confirm'][number] | undefined {
	const first = itemsOf(screen).find(item => item.kind === 'cause' && !item.isAhead);
	return first?.kind === 'cause'
		? first.cause.confirm.find(({command}) => command !== '')
		: undefined;
}
