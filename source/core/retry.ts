import type {DiagnosisFacts} from './event.ts';
import {namedDelay} from './named-delay.ts';
import {last, type Observation} from './observation.ts';
import type {ErrorClass} from './vocabulary.ts';

/** How long one waits where the server names no time, in minutes; see `knowledge/usual-delays.ts`. */
export type DelayKnowledge = {
	usualDelay: number;
	usualDelays: Readonly<Partial<Record<ErrorClass, number>>>;
	delaysByCause: Readonly<Record<string, number>>;
};

export type Delay = {milliseconds: number; isNamed: boolean};

/**
 * How long to wait before trying again after a temporary refusal (4xx): the time that the server
 * named, else the usual one. Undefined where no such refusal decided, or where waiting changes nothing.
 */
export function retryDelay(
	diagnosis: DiagnosisFacts | undefined,
	observations: readonly Observation[],
	{usualDelay, usualDelays, delaysByCause}: DelayKnowledge,
): Delay | undefined {
	const refusal = last(observations, 'smtp.refusal');
	if (!diagnosis || !refusal?.temporary || refusal.class !== diagnosis.class) {
		return undefined;
	}

	const usual = usualDelays[diagnosis.class] ?? usualDelay;
	if (usual === 0) {
		return undefined;
	}

	const named = namedDelay(refusal.text);
	const probable = diagnosis.causes.filter(({standing}) =>
		['confirmed', 'likely'].includes(standing),
	);
	const byCause = probable.flatMap(({id}) => delaysByCause[id] ?? [])[0];
	return named === undefined
		? {milliseconds: (byCause ?? usual) * 60_000, isNamed: false}
		: {milliseconds: named, isNamed: true};
}
