import {both, either, saw} from '../../core/condition.ts';
import type {PlanNode} from '../../core/plan.ts';
import {refusedAt, brokenAt} from './conditions.ts';

/** Are you authorised? */
export const authorisedNodes = {
	auth: {
		kind: 'run',
		check: 'auth',
		on: [
			{
				when: both(either(saw('auth.withheld'), saw('auth.missing')), saw('derived.rewritten')),
				goto: 'middlebox',
				because: 'What signing in needs was overwritten on the way.',
			},
			{
				when: saw('auth.no-password'),
				goto: 'no-password',
				because: 'Signing in was asked for, and there is no password to do it with.',
			},
			{
				when: saw('auth.withheld'),
				goto: 'starttls-unavailable',
				because: 'A password must not travel unencrypted.',
			},
			{
				when: either(saw('auth.missing'), saw('auth.no-common-mechanism')),
				goto: 'auth-mechanism',
				because: 'Signing in was asked for, and the server offers no way that fits.',
			},
			{
				when: refusedAt('auth'),
				goto: 'as-replied',
				because: 'The login was refused; the reply says why.',
			},
			...brokenAt('auth'),
		],
		otherwise: {goto: 'mail', because: 'Now the sender is announced.'},
	},
	mail: {
		kind: 'run',
		check: 'mail',
		on: [
			{
				when: saw('smtp.utf8-unavailable'),
				goto: 'utf8',
				because: 'The address needs what the server does not offer.',
			},
			{
				when: saw('smtp.refusal', {
					stage: 'mail',
					class: ['sender-rejected', 'sender-auth-failed'],
				}),
				goto: 'sender-domain',
				because: 'The sender is refused: what does DNS say about its domain?',
			},
			{
				when: saw('smtp.refusal', {
					stage: 'mail',
					class: ['reverse-dns', 'blocklisted', 'helo-rejected'],
				}),
				goto: 'client-pointer',
				because: 'The refusal is about who connects: what does DNS say about this side?',
			},
			{
				when: refusedAt('mail'),
				goto: 'about-the-sender',
				because: 'The sender was refused; the reply says why.',
			},
			...brokenAt('mail'),
		],
		otherwise: {goto: 'rcpt', because: 'The sender is accepted. And the recipient?'},
	},
	rcpt: {
		kind: 'run',
		check: 'rcpt',
		on: [
			{
				when: saw('smtp.refusal', {
					stage: 'rcpt',
					class: ['relay-denied', 'recipient-unknown', 'auth-required'],
				}),
				goto: 'recipient-domain',
				because: 'Is this server responsible for the recipient’s domain? Its MX records tell.',
			},
			{
				when: saw('smtp.refusal', {
					stage: 'rcpt',
					class: ['sender-rejected', 'sender-auth-failed'],
				}),
				goto: 'sender-domain',
				because: 'The words are about the sender: what does DNS say about its domain?',
			},
			{
				when: saw('smtp.refusal', {
					stage: 'rcpt',
					class: ['reverse-dns', 'blocklisted', 'helo-rejected'],
				}),
				goto: 'client-pointer',
				because: 'The words are about who connects: what does DNS say about this side?',
			},
			{
				when: refusedAt('rcpt'),
				goto: 'about-the-sender',
				because: 'The recipient was refused; the reply says why.',
			},
			...brokenAt('rcpt'),
		],
		otherwise: {goto: 'message', because: 'The envelope is accepted.'},
	},
	'recipient-domain': {
		kind: 'run',
		check: 'recipient-domain',
		on: [],
		otherwise: {
			goto: 'about-the-sender',
			because: 'Does what is published about the sender matter?',
		},
	},
	'sender-domain': {
		kind: 'run',
		check: 'sender-domain',
		on: [],
		otherwise: {
			goto: 'about-the-sender',
			because: 'Does what is published about the sender matter?',
		},
	},
	'client-pointer': {
		kind: 'run',
		check: 'client-pointer',
		on: [],
		otherwise: {
			goto: 'about-the-sender',
			because: 'Does what is published about the sender matter?',
		},
	},
} as const satisfies Readonly<Record<string, PlanNode>>;
