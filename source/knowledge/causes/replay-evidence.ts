import {both, either, never, saw} from '../../core/condition.ts';
import type {Evidence} from '../../core/knowledge.ts';
import {seenInside} from './inside-evidence.ts';

/** No rule of smtpd.conf fits: it is then the list’s end, and no line of it, that refuses. */
const unmatched = {restriction: 'the end of the list', service: /^smtpd port /} as const;

/** How a rule is said to refuse, and how the want of any is. */
const ways = [
	{
		isUnmatched: false,
		says: '{restriction} in {list} ({place}) refuses this: {because}.',
		wouldSay:
			'Behind what stops the mail now, {restriction} in {list} ({place}) would refuse it: {because}.',
	},
	{
		isUnmatched: true,
		says: 'No `match` rule fits, so that the list ends without one, and that refuses this: {because}.',
		wouldSay:
			'Behind what stops the mail now, no `match` rule would fit, and that would refuse it: {because}.',
	},
] as const;

/**
 * The server’s own settings bear a cause out: gone through as Postfix does, they lead to the reply that
 * came, or would lead to it behind what stops mail now. Where something before it could not be replayed,
 * that is no proof.
 */
export function replayed(cause: string): readonly Evidence[] {
	const ahead = {outcome: 'refused', causes: {has: cause}} as const;
	const fits = {...ahead, agrees: true} as const;
	const evidence = ways.flatMap(({isUnmatched, says, wouldSay}): readonly Evidence[] => {
		const replay = (facts: {certain: boolean}) =>
			both(
				saw('server.replay', {...fits, ...facts, ...(isUnmatched ? unmatched : {})}),
				...(isUnmatched ? [] : [never('server.replay', {...fits, ...unmatched})]),
			);
		const foreseen = (facts: {certain: boolean}) =>
			both(
				saw('server.foreseen', {...ahead, ...facts, ...(isUnmatched ? unmatched : {})}),
				...(isUnmatched ? [] : [never('server.foreseen', {...ahead, ...unmatched})]),
			);
		return [
			...seenInside(replay({certain: true}), says),
			...seenInside(foreseen({certain: true}), wouldSay),
			{
				when: foreseen({certain: false}),
				says: `${wouldSay} What could not be gone through: {unseen}.`,
				weight: 'for',
			},
			{
				when: replay({certain: false}),
				says: `${says} What could not be replayed before it: {unseen}.`,
				weight: 'for',
			},
		];
	});
	const rule = {...unmatched, place: {empty: false}} as const;
	return [
		...evidence,
		{
			when: either(
				saw('server.replay', {...fits, ...rule}),
				saw('server.foreseen', {...ahead, ...rule}),
			),
			says: 'The rule that comes nearest is in {place}.',
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
