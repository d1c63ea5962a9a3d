import {both, either, never, saw} from '../../core/condition.ts';
import type {PlanNode} from '../../core/plan.ts';
import {refusedAt, brokenAt, recordsAsked, recordsMatter, accepted} from './conditions.ts';

/** Accepted, then gone? */
export const deliveredNodes = {
	message: {
		kind: 'run',
		check: 'message',
		on: [
			{
				when: saw('message.unknown'),
				goto: 'delivery-unknown',
				because: 'The message was handed over and nobody said what became of it.',
			},
			{
				when: either(refusedAt('data'), refusedAt('message')),
				goto: 'about-the-sender',
				because: 'The message was refused; the reply says why.',
			},
			...brokenAt('data'),
			...brokenAt('message'),
		],
		otherwise: {goto: 'more-addresses', because: 'And the other addresses of the target?'},
	},
	'about-the-sender': {
		kind: 'branch',
		on: [
			{
				when: either(recordsAsked, recordsMatter),
				goto: 'records-names',
				because: 'The reason may be in what DNS and blocklists say of the sender.',
			},
		],
		otherwise: {goto: 'as-replied', because: 'That is all that can be known from outside.'},
	},
	'records-names': {
		kind: 'run',
		check: 'records-names',
		on: [],
		otherwise: {
			goto: 'records-blocklists',
			because: 'Do blocklists know the address or the domain?',
		},
	},
	'records-blocklists': {
		kind: 'run',
		check: 'records-blocklists',
		on: [],
		otherwise: {
			goto: 'records-spf',
			because: 'Does the sender’s domain allow this address?',
		},
	},
	'records-spf': {
		kind: 'run',
		check: 'records-spf',
		on: [],
		otherwise: {
			goto: 'records-dkim',
			because: 'Can signatures of the domain be checked?',
		},
	},
	'records-dkim': {
		kind: 'run',
		check: 'records-dkim',
		on: [],
		otherwise: {
			goto: 'records-dmarc',
			because: 'And what does the domain ask receivers to do with mail that fails?',
		},
	},
	'records-dmarc': {
		kind: 'run',
		check: 'records-dmarc',
		on: [],
		otherwise: {
			goto: 'records-transport',
			because: 'What is published about mail that comes back?',
		},
	},
	'records-transport': {
		kind: 'run',
		check: 'records-transport',
		on: [
			{
				when: saw('session.asked', {headers: true}),
				goto: 'records-header',
				because: 'And what did a receiver find in the message whose header was given?',
			},
		],
		otherwise: {
			goto: 'after-records',
			because: 'What do the records make of all that was seen?',
		},
	},
	'records-header': {
		kind: 'run',
		check: 'records-header',
		on: [],
		otherwise: {
			goto: 'after-records',
			because: 'What do the records make of all that was seen?',
		},
	},
	'after-records': {
		kind: 'branch',
		on: [
			{
				when: either(refusedAt('mail'), refusedAt('rcpt'), refusedAt('data'), refusedAt('message')),
				goto: 'as-replied',
				because: 'That is what can be known about the refusal.',
			},
			{
				when: both(accepted, recordsAsked, saw('records.finding', {severity: 'problem'})),
				goto: 'as-recorded',
				because: 'This server takes the mail, and what others look up stands against it.',
			},
			{
				when: both(saw('tcp.refused', {role: 'conversation'}), never('endpoint.chosen')),
				goto: 'refused',
				because: 'And to the port something answered, and the answer was no.',
			},
			{
				when: both(saw('tcp.silent', {role: 'conversation'}), never('endpoint.chosen')),
				goto: 'provider',
				because:
					'And at the port nothing answered at all. Does the network of this machine block it?',
			},
			{
				when: both(saw('tcp.unreachable', {role: 'conversation'}), never('endpoint.chosen')),
				goto: 'unreachable',
				because: 'And the network said that there is no way to the port.',
			},
		],
		otherwise: {goto: 'judgement', because: 'The dialogue decides.'},
	},
} as const satisfies Readonly<Record<string, PlanNode>>;
