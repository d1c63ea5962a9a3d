/** All that is known about a sender's records, loaded only where they are looked at. */
import type {RecordKnowledge} from './core/records/record-knowledge.ts';
import {blocklists} from './knowledge/blocklists.ts';
import {usualSelectors} from './knowledge/dkim-selectors.ts';
import {findings} from './knowledge/findings.ts';
import {publicResolvers} from './knowledge/public-resolvers.ts';

export const recordKnowledge: RecordKnowledge = {
	blocklists,
	usualSelectors,
	publicResolvers,
	findings,
};
