import {expect, test} from 'vitest';
import {compare} from '../../source/core/compare.ts';
import type {ResultFacts} from '../../source/core/event.ts';

const result = (more: Partial<ResultFacts>): ResultFacts => ({
	outcome: 'problem',
	class: 'relay-denied',
	stage: 'rcpt',
	cause: null,
	summary: '',
	warnings: [],
	elapsed: 1,
	...more,
});
const healthy = result({outcome: 'healthy', class: null, stage: null});

test.each([
	['a problem that is gone is fixed', result({}), healthy, 'fixed'],
	[
		'what could not be seen before and works now is fixed',
		result({outcome: 'inconclusive', class: null, stage: null}),
		healthy,
		'fixed',
	],
	[
		'the same failure at the same step',
		result({}),
		result({elapsed: 9, summary: 'other words'}),
		'same',
	],
	['another failure', result({}), result({class: 'auth-failed', stage: 'auth'}), 'changed'],
	['the same class at another step', result({}), result({stage: 'mail'}), 'changed'],
	['what worked and is broken now', healthy, result({}), 'changed'],
	['what worked and works', healthy, healthy, 'same'],
] as const)('%s', (_, before, now, expected) => {
	expect(compare(before, now)).toBe(expected);
});
