import {both, either, never, saw, type Condition} from '../../core/condition.ts';
import type {Evidence} from '../../core/knowledge.ts';

/**
 * What the receiver wrote into the header of a message that reached it (RFC 8601). Fields under any other
 * name count for nothing: whoever sends a message can write them.
 */
const found = (method: string, result: string | readonly string[]): Condition =>
	saw('copy.result', {method, result, trusted: true});

const says = '{server} received a copy, and found {method}={result} for {domain}.';
/** Another receiver may have seen another message; its refusal is what is to be explained. */
const refused = saw('smtp.refusal', {class: 'sender-auth-failed'});

const speaksFor = (when: Condition): readonly Evidence[] => [
	{when: both(when, never('smtp.refusal')), says, weight: 'proves'},
	{when: both(when, refused), says, weight: 'for'},
];
const speaksAgainst = (when: Condition): readonly Evidence[] => [
	{when: both(when, never('smtp.refusal')), says, weight: 'excludes'},
	{when: both(when, refused), says, weight: 'against'},
];

const spfFails = found('spf', ['fail', 'softfail']);
const dkimFails = found('dkim', ['fail', 'permerror']);
const eitherPasses = either(found('spf', 'pass'), found('dkim', 'pass'));

export const spfFailInCopy: readonly Evidence[] = [
	...speaksFor(spfFails),
	...speaksAgainst(both(found('spf', ['pass', 'permerror']), {not: spfFails})),
];

export const spfPermerrorInCopy: readonly Evidence[] = [
	...speaksFor(found('spf', 'permerror')),
	...speaksAgainst(found('spf', ['pass', 'fail', 'softfail'])),
];

export const dkimMissingInCopy: readonly Evidence[] = [
	...speaksFor(found('dkim', 'none')),
	...speaksAgainst(found('dkim', ['pass', 'fail', 'permerror'])),
];

export const dkimFailInCopy: readonly Evidence[] = [
	...speaksFor(dkimFails),
	...speaksAgainst(both(found('dkim', ['pass', 'none']), {not: dkimFails})),
	{
		// What stores mail may have changed a field, too
		when: saw('copy.signature', {state: ['broken', 'expired', 'no-key']}),
		says: 'In a copy, the signature of {domain} ({selector}) does not verify: {why}.',
		weight: 'for',
	},
	{
		when: saw('copy.signature', {state: 'verifies'}),
		says: 'In a copy, the signature of {domain} ({selector}) fits the header and the key in DNS.',
		weight: 'against',
	},
];

export const dmarcInCopy: readonly Evidence[] = [
	...speaksFor(both(found('dmarc', 'fail'), eitherPasses)),
	{
		when: both(found('dmarc', 'fail'), {not: eitherPasses}, never('smtp.refusal')),
		says,
		weight: 'for',
	},
	...speaksAgainst(found('dmarc', 'pass')),
];

/** What makes filters put a message aside. */
export const filteredInCopy: readonly Evidence[] = [
	{
		when: saw('copy.found', {spam: true}),
		says: 'A copy of it lies with the spam, or is marked as such: {place} on {where}.',
		weight: 'for',
	},
	{
		when: either(found('dmarc', 'fail'), spfFails, dkimFails),
		says: '{server} received a copy, and found {method}={result} for {domain}, which filters count.',
		weight: 'for',
	},
];
