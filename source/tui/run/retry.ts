import {retryDelay, type Delay} from '../../core/retry.ts';
import {delaysByCause, usualDelay, usualDelays} from '../../knowledge/usual-delays.ts';
import type {RunScreen} from './run-state.ts';
import type {RunEnd, SessionView} from './session-view.ts';

/** Trying again after a while, until the answer is another one. Times are milliseconds. */
export type Retry = {
	/** How long each wait lasts; `follows`: a time that the server names later takes its place. */
	readonly pause: number;
	readonly follows: boolean;
	/** How often it is tried at most, and how often it was. */
	readonly most: number;
	readonly tried: number;
	/** Until the next try; `undefined` while it runs, and at the end. */
	readonly left: number | undefined;
	/** The first and the last refusal, and the end of it; since the session began. */
	readonly firstAt: number;
	readonly lastAt: number;
	readonly overAt: number | undefined;
};

/** How long to wait where a temporary refusal decided and time can change it. */
export function delayFor({view}: {view: SessionView}): Delay | undefined {
	return view.end?.outcome === 'problem'
		? retryDelay(view.diagnosis, view.observations, {usualDelay, usualDelays, delaysByCause})
		: undefined;
}

/** A retry that begins with a wait. */
export function beginRetry(
	end: RunEnd,
	{pause, most, follows}: Pick<Retry, 'pause' | 'most' | 'follows'>,
): Retry {
	const {at} = end;
	return {
		pause,
		follows,
		most,
		tried: 0,
		left: pause,
		firstAt: at,
		lastAt: at,
		overAt: undefined,
	};
}

export const isWaiting = ({retry}: Pick<RunScreen, 'retry'>): boolean => retry?.left !== undefined;

/** The next try has begun. */
export const tryBegins = (retry: Retry): Retry => ({
	...retry,
	left: undefined,
	tried: retry.tried + 1,
});

/** After a try: waits again where it was refused as before and there are tries left. */
export function afterTry(retry: Retry, after: {view: SessionView}): Retry {
	const {end} = after.view;
	if (!end || retry.tried === 0 || retry.left !== undefined) {
		return retry;
	}

	const delay = delayFor(after);
	if (!delay) {
		return end.outcome === 'inconclusive' ? retry : {...retry, overAt: end.at};
	}

	const pause = retry.follows && delay.isNamed ? delay.milliseconds : retry.pause;
	const refused = {...retry, lastAt: end.at};
	return retry.tried < retry.most ? {...refused, pause, left: pause} : refused;
}
