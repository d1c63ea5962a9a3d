import type {ResultFacts} from './event.ts';

/** What running again came to, against the walk before it. */
export function compare(before: ResultFacts, now: ResultFacts): 'fixed' | 'changed' | 'same' {
	if (before.outcome !== 'healthy' && now.outcome === 'healthy') {
		return 'fixed';
	}

	const same =
		before.outcome === now.outcome && before.class === now.class && before.stage === now.stage;
	return same ? 'same' : 'changed';
}
