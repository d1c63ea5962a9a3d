import {saw} from '../../core/condition.ts';
import type {FindingRule} from '../../core/records/finding-rule.ts';

const common = {
	topic: 'SPF',
	class: 'sender-auth-failed',
	publish: '{domain}. TXT {suggestion}',
} as const;

/** SPF for the client’s own address, looked at behind something else that stops mail. */
export const movedFindings: readonly FindingRule[] = [
	{
		...common,
		when: saw('records.spf-ahead', {way: 'delivers', names: {empty: false}}),
		severity: 'problem',
		says: 'The SPF record of {domain} names {names} and not {address}, {whose}: {mechanism} matched ({result}). Mail leaves from there directly, so receivers see that address.',
		advice:
			'Put its address in the place of the old one, or beside it while both are in use, as here:',
	},
	{
		...common,
		when: saw('records.spf-ahead', {way: 'delivers'}),
		severity: 'problem',
		says: 'The SPF record of {domain} does not allow {address}, {whose}: {mechanism} matched ({result}). Mail leaves from there directly, so receivers see that address.',
		advice: 'If it may send for the domain, allow it:',
	},
	{
		...common,
		when: saw('records.spf-ahead', {way: 'passed-on', relayResult: 'pass'}),
		severity: 'warning',
		says: 'The SPF record of {domain} names {names} and not {address}, {whose}: {mechanism} matched ({result}). For what {host} passes on that does not matter, since the record allows {relay}, which is what receivers then see; it does for what {whose} delivers itself. And if {names} is no longer yours, whoever has it now may send for {domain}.',
		advice:
			'Put its address in the place of the old one, or beside it while both are in use, as here:',
	},
	{
		...common,
		when: saw('records.spf-ahead', {way: 'passed-on'}),
		severity: 'warning',
		says: 'The SPF record of {domain} names {names} and not {address}, {whose}: {mechanism} matched ({result}). For what {host} passes on, receivers see the address from which that server sends, and {relay}, at which it was dialled, is not allowed either ({relayResult}).',
		advice:
			'Put the address of {whose} in the place of the old one, or beside it while both are in use, as here; and if {host} sends from {relay}, allow that address in the same way:',
	},
];
