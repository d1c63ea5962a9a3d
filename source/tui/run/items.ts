import type {CauseReport} from '../../core/event.ts';
import {choicesOf, type Choice} from './choices.ts';
import type {RunScreen} from './run-state.ts';

/** The trainee has not named the root cause yet, so that the screen does not, either. */
export function isHidden({incident}: RunScreen): boolean {
	return incident?.answer === 'open' && !incident.solved;
}

/** Something in the verdict that can be chosen; `isAhead`: it stands behind the failure. */
export type Item =
	{kind: 'cause'; cause: CauseReport; isAhead: boolean} | {kind: 'choice'; choice: Choice};

/**
 * The causes that are still open: the likeliest, those of what stands behind the failure, then all else
 * that it could be.
 */
function openCauses({view: {diagnosis}}: RunScreen): Item[] {
	const open = (diagnosis?.causes ?? []).filter(({standing}) => standing !== 'ruled-out');
	const ofFailure = open.map(cause => ({kind: 'cause', cause, isAhead: false}) as const);
	const ahead = (diagnosis?.ahead ?? []).map(
		({cause}) => ({kind: 'cause', cause, isAhead: true}) as const,
	);
	return [...ofFailure.slice(0, 1), ...ahead, ...ofFailure.slice(1)];
}

/** The causes, then what can be done: the order in which the cursor goes. */
export function itemsOf(screen: RunScreen): readonly Item[] {
	const causes = isHidden(screen) ? [] : openCauses(screen);
	return [...causes, ...choicesOf(screen).map(choice => ({kind: 'choice' as const, choice}))];
}

/** Where the cursor is: as long as it was not moved, on the first choice. */
export function cursorOf(screen: RunScreen, items: readonly Item[]): number {
	const first = items.findIndex(({kind}) => kind === 'choice');
	return Math.max(0, Math.min(items.length - 1, screen.verdict.cursor ?? first));
}
