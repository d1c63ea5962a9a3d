import type {CauseReport, DiagnosisFacts} from '../core/event.ts';
import {all, last, type Observation} from '../core/observation.ts';

/** A change that carries something over; of a record, `command` is the record to publish. */
export type CarryOver = {command: string; where: 'on the server' | 'in DNS'};

export type MovedStory = {
	heading: string;
	says: string;
	/** What carries it all over, place by place; where there is no command for it, it is left out. */
	carryOver: readonly CarryOver[];
};

/** The changes of a cause with their commands, for the software that comes first. */
function changesOf({fix}: CauseReport): CarryOver[] {
	const first = fix[0]?.mta;
	return fix
		.filter(({mta, effect, command}) => mta === first && effect === 'changes' && command !== '')
		.map(({command}) => ({command, where: 'on the server'}));
}

/** The story of a move, with the changes that carry everything over; nothing where there is none. */
export function movedStory(
	observations: readonly Observation[],
	diagnosis: DiagnosisFacts | undefined,
): MovedStory | undefined {
	const story = last(observations, 'client.moved');
	if (!story) {
		return undefined;
	}

	// A firewall’s fix is exact only where the rule that lets others in is known
	const isRuleKnown = all(observations, 'client.left-out').some(({tool}) => tool !== undefined);
	const [first] = diagnosis?.causes ?? [];
	const isFirst = first && (isRuleKnown || first.id === 'client-not-in-mynetworks');
	const ahead = (diagnosis?.ahead ?? []).map(({cause}) => cause);
	const published = all(observations, 'records.finding').filter(
		({topic, publish}) => topic === 'SPF' && publish !== '',
	);
	return {
		heading:
			story.certainty === 'likely'
				? 'The same old address in several places'
				: `The same other address${story.old.length === 1 ? '' : 'es'} in several places`,
		says: story.says,
		carryOver: [
			...[...(isFirst ? [first] : []), ...ahead].flatMap(changesOf),
			...published.map(({publish}) => ({command: publish, where: 'in DNS'}) as const),
		],
	};
}
