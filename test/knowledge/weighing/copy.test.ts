// What the receiver of a message wrote into its header decides; what others wrote there does not.
import {seen} from '../sample-facts.ts';
import {check, refusal, toDeliver, weighed} from './weigh.ts';
import {expect, test} from 'vitest';

const found = (method: string, result: string, trusted = true) =>
	seen('copy.result', {method, result, trusted});

check({
	'the receiver found that the signature does not verify': {
		class: 'sender-auth-failed',
		seen: [toDeliver, found('dkim', 'fail'), found('spf', 'pass')],
		first: 'dkim-fail',
		standing: 'confirmed',
		out: ['dkim-missing', 'spf-fail', 'spf-permerror'],
	},
	'the receiver found no signature': {
		class: 'sender-auth-failed',
		seen: [toDeliver, found('dkim', 'none'), found('spf', 'softfail'), found('dmarc', 'fail')],
		first: 'spf-fail',
		standing: 'confirmed',
		among: ['dkim-missing', 'dmarc-unaligned'],
		out: ['dkim-fail'],
	},
	'SPF passes for another domain than that in From': {
		class: 'sender-auth-failed',
		seen: [toDeliver, found('spf', 'pass'), found('dmarc', 'fail')],
		first: 'dmarc-unaligned',
		standing: 'confirmed',
		out: ['spf-fail'],
	},
	'one receiver refuses, and another one had taken a copy': {
		class: 'sender-auth-failed',
		seen: [
			toDeliver,
			refusal({class: 'sender-auth-failed', text: '5.7.26 unauthenticated mail'}),
			found('spf', 'fail'),
			found('dkim', 'pass'),
		],
		first: 'spf-fail',
		standing: 'likely',
	},
	'mail that filters put aside': {
		class: 'not-delivered',
		seen: [toDeliver, seen('message.accepted'), found('dmarc', 'fail')],
		first: 'filtered',
		standing: 'likely',
	},
});

test('what anybody could have written changes nothing', () => {
	const without = weighed('sender-auth-failed', [toDeliver]);
	const forged = ['dkim', 'spf', 'dmarc'].map(method => found(method, 'fail', false));
	expect(weighed('sender-auth-failed', [toDeliver, ...forged])).toEqual(without);
	expect(weighed('not-delivered', [toDeliver, ...forged])).toEqual(
		weighed('not-delivered', [toDeliver]),
	);
});
