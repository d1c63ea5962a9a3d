import {countdown, typedDelay} from '../../core/named-delay.ts';
import type {FieldSpec, Values} from '../fields/fields.ts';
import {delayFor} from './retry.ts';
import type {RunScreen} from './run-state.ts';

/** A wait of a day and 20 tries are more than anybody sits through. */
const longest = 24 * 3_600_000;
const mostTries = 20;

/** What is asked before waiting, each with its reason at this moment. */
export function retrySpecs(screen: RunScreen): readonly FieldSpec[] {
	const isNamed = delayFor(screen)?.isNamed ?? false;
	return [
		{
			name: 'wait',
			label: 'Minutes',
			why: isNamed
				? 'The server named this time. Also as 90 s, 1 h, or 5:30.'
				: 'The server named no time; so much is usual for this answer. Also as 90 s, 1 h, or 5:30.',
			required: true,
		},
		{
			name: 'tries',
			label: 'Tries',
			why: 'It stops as soon as the answer is another one.',
			required: true,
		},
	];
}

/** A time as it is typed: whole minutes as a number, any other as `m:ss`. */
function typedForm(milliseconds: number): string {
	return milliseconds % 60_000 === 0 ? String(milliseconds / 60_000) : countdown(milliseconds);
}

/** The values to begin with: the time that the server named, or the usual one. */
export function retryValues(screen: RunScreen): Values {
	const delay = delayFor(screen);
	return {wait: delay ? typedForm(delay.milliseconds) : '5', tries: '3'};
}

/** What is wrong with what was typed. */
export function retryFaults({wait = '', tries = ''}: Values): Values {
	const delay = typedDelay(wait);
	const count = /^\d{1,3}$/.test(tries) ? Number(tries) : 0;
	return {
		...(delay === undefined || delay < 1000 || delay > longest
			? {wait: 'a time from one second to one day: 5 (minutes), 90 s, 1 h, 5:30'}
			: {}),
		...(count < 1 || count > mostTries ? {tries: `a number from 1 to ${mostTries}`} : {}),
	};
}

/** The wait that the values mean; `follows`: the time was left as it was proposed. */
export function retryFrom(
	screen: RunScreen,
	{wait = '', tries = ''}: Values,
): {pause: number; most: number; follows: boolean} {
	return {
		pause: typedDelay(wait) ?? 0,
		most: Number(tries),
		follows: wait === retryValues(screen)['wait'],
	};
}
