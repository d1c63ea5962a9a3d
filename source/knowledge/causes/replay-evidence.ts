import {both, saw} from '../../core/condition.ts';
import type {Evidence} from '../../core/knowledge.ts';
import {seenInside} from './inside-evidence.ts';

const says = '{restriction} in {list} ({place}) refuses this: {because}.';

/**
 * The server’s own settings bear a cause out: gone through as Postfix does, they lead to the reply that
 * came. Where something before it could not be replayed, that is no proof.
 */
export function replayed(cause: string): readonly Evidence[] {
	const fits = {agrees: true, outcome: 'refused', causes: {has: cause}} as const;
	return [
		...seenInside(saw('server.replay', {...fits, certain: true}), says),
		{
			when: both(saw('server.replay', {...fits, certain: false})),
			says: `${says} What could not be replayed before it: {unseen}.`,
			weight: 'for',
		},
	];
}
