import type {CauseReport} from '../../core/event.ts';
import type {RunScreen} from './run-state.ts';

/** What a trainee can name as the root cause, in an order that gives nothing away. */
export function guessesOf({view}: RunScreen): readonly CauseReport[] {
	return (view.diagnosis?.causes ?? []).toSorted((a, b) => a.title.localeCompare(b.title));
}
