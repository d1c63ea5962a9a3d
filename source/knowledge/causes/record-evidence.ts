import {both, either, never, saw, type Condition} from '../../core/condition.ts';
import type {Evidence} from '../../core/knowledge.ts';
import type {ErrorClass, ReplyClass} from '../../core/vocabulary.ts';

/** A refusal of this class, or none at all: the records were looked at on request. */
const about = (one: ReplyClass & ErrorClass): Condition =>
	either(saw('smtp.refusal', {class: one}), never('smtp.refusal'));

const unverified = about('sender-auth-failed');
const reverse = about('reverse-dns');
const blocked = about('blocklisted');

/** The words of the refusal speak of DKIM or DMARC, and not of SPF. */
const aboutOthers = both(
	saw('smtp.refusal', {class: 'sender-auth-failed', text: /dkim|dmarc/i}),
	never('smtp.refusal', {text: /\bspf\b/i}),
);
const aboutSpf: Condition = {not: aboutOthers};

const spf = {identity: 'sender'} as const;

/** What SPF, evaluated for the address from which the mail leaves, says for and against a cause. */
export const spfFailEvidence: readonly Evidence[] = [
	{
		when: saw('records.spf-ahead', {result: ['fail', 'softfail']}),
		says: 'SPF of {domain} was evaluated for {address}, {whose}: {result}, as {mechanism} matched.',
		weight: 'for',
	},
	{
		when: both(saw('records.spf', {...spf, result: ['fail', 'softfail']}), unverified, aboutSpf),
		says: 'SPF of {domain} was evaluated for {address}: {result}, as {mechanism} matched.',
		weight: 'proves',
	},
	{
		when: both(saw('records.spf', {...spf, result: ['fail', 'softfail']}), aboutOthers),
		says: 'SPF of {domain} was evaluated for {address}: {result}, as {mechanism} matched.',
		weight: 'for',
	},
	{
		when: both(saw('records.spf', {...spf, result: ['neutral', 'none'], address: /./}), unverified),
		says: 'SPF of {domain} was evaluated for {address}: {result}, which is no pass.',
		weight: 'for',
	},
	{
		when: both(saw('records.spf', {...spf, result: 'pass'}), unverified),
		says: 'SPF of {domain} allows {address} by {mechanism}.',
		weight: 'excludes',
	},
	{
		when: both(saw('records.spf', {...spf, result: 'permerror'}), unverified),
		says: 'The SPF record of {domain} cannot be evaluated at all ({fault}).',
		weight: 'excludes',
	},
];

export const spfPermerrorEvidence: readonly Evidence[] = [
	{
		when: both(saw('records.spf', {...spf, result: 'permerror'}), unverified, aboutSpf),
		says: 'SPF of {domain} was evaluated: permerror ({fault}: {detail}).',
		weight: 'proves',
	},
	{
		when: both(saw('records.spf', {...spf, result: 'permerror'}), aboutOthers),
		says: 'SPF of {domain} was evaluated: permerror ({fault}: {detail}).',
		weight: 'for',
	},
	{
		when: both(
			saw('records.spf', {...spf, result: ['pass', 'fail', 'softfail'], address: /./}),
			unverified,
		),
		says: 'The SPF record of {domain} can be evaluated: {result}.',
		weight: 'excludes',
	},
];

export const dkimMissingEvidence: readonly Evidence[] = [
	{
		when: both(saw('records.dkim', {tree: 'absent'}), unverified),
		says: '{domain} has no DKIM key at all, so no mail can have a signature of it that counts.',
		weight: 'for',
	},
	{
		when: both(saw('records.dkim', {usable: {empty: false}}), unverified),
		says: '{domain} has usable DKIM keys ({usable}), so somebody signs for it.',
		weight: 'against',
	},
];

export const dkimFailEvidence: readonly Evidence[] = [
	{
		when: both(
			saw('records.dkim-key', {
				wanted: true,
				state: ['missing', 'revoked', 'too-short', 'several', 'malformed', 'not-for-email'],
			}),
			unverified,
		),
		says: 'The key {selector} of {domain}, which signatures name, cannot be used: {state}.',
		weight: 'proves',
	},
	{
		when: both(saw('records.dkim-key', {wanted: true, state: 'usable'}), unverified),
		says: 'The key {selector} of {domain} is there and usable.',
		weight: 'against',
	},
	{
		when: both(saw('records.dkim', {tree: 'absent', wanted: {empty: true}}), unverified),
		says: '{domain} has no DKIM key at all.',
		weight: 'against',
	},
];

export const dmarcEvidence: readonly Evidence[] = [
	{
		when: both(
			saw('records.alignment', {
				spf: 'unaligned',
				verdict: 'fails',
				applied: ['quarantine', 'reject'],
			}),
			unverified,
		),
		says: 'SPF passes for {spfDomain} and not for {fromDomain}, which is in From and asks to {applied} such mail.',
		weight: 'proves',
	},
	{
		when: both(saw('records.alignment', {verdict: 'fails'}), unverified),
		says: 'Nothing passes for {fromDomain}, the domain in From: SPF {spf}, DKIM {dkim} ({modes}).',
		weight: 'for',
	},
	{
		when: both(saw('records.alignment', {verdict: 'passes'}), unverified),
		says: 'SPF passes for {spfDomain}, which fits {fromDomain} in From: DMARC passes.',
		weight: 'excludes',
	},
];

/** The reverse name of the address that others see. */
export const ptrMissingEvidence: readonly Evidence[] = [
	{
		when: both(saw('records.pointer', {state: 'missing'}), reverse),
		says: '{address}, from which the mail leaves, has no reverse name ({status}).',
		weight: 'proves',
	},
	{
		when: both(saw('records.pointer', {state: ['confirmed', 'mismatch']}), reverse),
		says: '{address}, from which the mail leaves, has the reverse name {names}.',
		weight: 'excludes',
	},
];

export const ptrMismatchEvidence: readonly Evidence[] = [
	{
		when: both(saw('records.pointer', {state: 'mismatch'}), reverse),
		says: '{address} is called {names}, and that name does not have this address.',
		weight: 'proves',
	},
	{
		when: both(saw('records.pointer', {state: ['confirmed', 'missing']}), reverse),
		says: 'The reverse name of {address} is {state}.',
		weight: 'excludes',
	},
];

export const ptrGenericEvidence: readonly Evidence[] = [
	{
		when: both(saw('records.pointer', {state: 'confirmed', generic: true}), reverse),
		says: 'The reverse name {names} is made of the address {address}, and nothing else is wrong with it.',
		weight: 'proves',
	},
	{
		when: both(saw('records.pointer', {state: 'mismatch', generic: true}), reverse),
		says: 'The reverse name {names} is made of the address {address}.',
		weight: 'for',
	},
	{
		when: both(saw('records.pointer', {state: 'missing'}), reverse),
		says: '{address} has no reverse name at all.',
		weight: 'excludes',
	},
	{
		when: both(saw('records.pointer', {state: 'confirmed', generic: false}), reverse),
		says: 'The reverse name {names} does not look like one that is made of the address.',
		weight: 'against',
	},
];

/** What blocklists say themselves. `named`: the one that the refusal speaks of. */
const listing = (facts: {
	kind: 'address' | 'domain';
	weight: 'block' | 'policy';
	named: boolean;
}): Condition => saw('blocklist.answer', {...facts, state: 'listed'});

/** The list that refused is the proof; without a refusal, any list is. */
const listed = (kind: 'address' | 'domain', weight: 'block' | 'policy'): readonly Evidence[] => [
	{
		when: both(listing({kind, weight, named: true}), blocked),
		says: '{list} lists {subject}: {means}.',
		weight: 'proves',
	},
	{
		when: both(listing({kind, weight, named: false}), never('smtp.refusal')),
		says: '{list} lists {subject}: {means}.',
		weight: 'proves',
	},
	{
		when: both(listing({kind, weight, named: false}), saw('smtp.refusal', {class: 'blocklisted'})),
		says: '{list} lists {subject}: {means}.',
		weight: 'for',
	},
];

const clearThere = both(
	saw('blocklist.answer', {state: 'clear', named: true, kind: 'address'}),
	never('blocklist.answer', {state: 'listed', named: true}),
	saw('smtp.refusal', {class: 'blocklisted'}),
);

/** Where no list of a kind has an entry, and nobody refused, there is nothing to look for. */
const nowhere = (kind: 'address' | 'domain', weight: 'block' | 'policy'): Evidence => ({
	when: both(
		saw('blocklist.answer', {kind, state: 'clear'}),
		never('blocklist.answer', {kind, state: 'listed', weight}),
		never('smtp.refusal'),
	),
	says: 'No list that was asked says so of {subject}.',
	weight: 'excludes',
});

export const ipListedEvidence: readonly Evidence[] = [
	...listed('address', 'block'),
	nowhere('address', 'block'),
	{
		when: clearThere,
		says: '{list}, which the reply speaks of, does not list {subject} now.',
		weight: 'against',
	},
];

export const domainListedEvidence: readonly Evidence[] = [
	...listed('domain', 'block'),
	nowhere('domain', 'block'),
	{
		when: both(
			saw('blocklist.answer', {state: 'clear', named: true, kind: 'domain'}),
			saw('smtp.refusal', {class: 'blocklisted'}),
		),
		says: '{list}, which the reply speaks of, does not list {subject} now.',
		weight: 'against',
	},
];

export const dynamicRangeEvidence: readonly Evidence[] = [
	...listed('address', 'policy'),
	nowhere('address', 'policy'),
];

/** Nobody refused anything: the records were looked at on request. */
const nobodyRefused: Evidence = {
	when: both(saw('records.finding'), never('smtp.refusal')),
	says: 'No server has refused this mail.',
	weight: 'excludes',
};

export const accessListEvidence: readonly Evidence[] = [nobodyRefused];

export const resolverRefusedEvidence: readonly Evidence[] = [
	nobodyRefused,
	{
		when: clearThere,
		says: '{list}, which the reply speaks of, does not list {subject} when it is asked from here.',
		weight: 'for',
	},
	{
		when: both(
			saw('blocklist.answer', {state: 'listed', named: true}),
			saw('smtp.refusal', {class: 'blocklisted'}),
		),
		says: '{list} does list {subject}.',
		weight: 'excludes',
	},
];

/** Whether the sender's domain can be answered. */
export const senderDomainEvidence: readonly Evidence[] = [
	{
		when: both(
			saw('records.receiving', {state: ['null-mx', 'absent', 'no-host']}),
			about('sender-rejected'),
		),
		says: 'DNS says that {domain} takes no mail ({state}).',
		weight: 'proves',
	},
	{
		when: both(saw('records.receiving', {state: 'takes-mail'}), about('sender-rejected')),
		says: 'Mail to {domain} can be delivered: {exchanges}.',
		weight: 'against',
	},
];

/** What a filter counts, too. */
export const reputationEvidence: Evidence = {
	when: both(
		saw('records.finding', {severity: 'problem'}),
		saw('smtp.refusal', {class: 'policy-or-spam'}),
	),
	says: 'Filters count as well that {topic} of {subject} is not in order.',
	weight: 'for',
};
