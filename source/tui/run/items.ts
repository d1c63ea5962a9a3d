import type {CauseReport} from '../../core/event.ts';
import {choicesOf, type Choice} from './choices.ts';
import type {RunScreen} from './run-state.ts';

/** The trainee has not named the root cause yet, so that the screen does not, either. */
export function isHidden({incident}: RunScreen): boolean {
	return incident?.answer === 'open' && !incident.solved;
}

/** Something in the verdict that can be chosen. */
export type Item = {kind: 'cause'; cause: CauseReport} | {kind: 'choice'; choice: Choice};

/** The causes that are still open, then what can be done: the order in which the cursor goes. */
export function itemsOf(screen: RunScreen): readonly Item[] {
	const {view} = screen;
	const causes = isHidden(screen)
		? []
		: (view.diagnosis?.causes ?? []).filter(({standing}) => standing !== 'ruled-out');
	return [
		...causes.map(cause => ({kind: 'cause' as const, cause})),
		...choicesOf(screen).map(choice => ({kind: 'choice' as const, choice})),
	];
}

/** Where the cursor is: as long as it was not moved, on the first choice. */
export function cursorOf(screen: RunScreen, items: readonly Item[]): number {
	const first = items.findIndex(({kind}) => kind === 'choice');
	return Math.max(0, Math.min(items.length - 1, screen.verdict.cursor ?? first));
}
