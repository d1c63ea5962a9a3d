import {both, saw} from '../../core/condition.ts';
import type {Evidence} from '../../core/knowledge.ts';
import {seenInside} from './inside-evidence.ts';

const says = '{restriction} in {list} ({place}) refuses this: {because}.';

const wouldSay =
	'Behind what stops the mail now, {restriction} in {list} ({place}) would refuse it: {because}.';

/**
 * The server’s own settings bear a cause out: gone through as Postfix does, they lead to the reply that
 * came, or would lead to it behind what stops mail now. Where something before it could not be replayed,
 * that is no proof.
 */
export function replayed(cause: string): readonly Evidence[] {
	const ahead = {outcome: 'refused', causes: {has: cause}} as const;
	const fits = {...ahead, agrees: true} as const;
	return [
		...seenInside(saw('server.replay', {...fits, certain: true}), says),
		...seenInside(saw('server.foreseen', {...ahead, certain: true}), wouldSay),
		{
			when: saw('server.foreseen', {...ahead, certain: false}),
			says: `${wouldSay} What could not be gone through: {unseen}.`,
			weight: 'for',
		},
		{
			when: both(saw('server.replay', {...fits, certain: false})),
			says: `${says} What could not be replayed before it: {unseen}.`,
			weight: 'for',
		},
	];
}

/** The settings that decided it, as the service that answered sees them, with the line of each. */
export function settingsOf(cause: string, ...names: readonly string[]): readonly Evidence[] {
	return names.map(name => ({
		when: both(
			saw('server.setting', {name}),
			saw('server.replay', {agrees: true, outcome: 'refused', causes: {has: cause}}),
		),
		says: 'For {service}, {name} is “{value}” ({place}).',
		weight: 'for',
	}));
}
