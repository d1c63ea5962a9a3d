import {describe, expect, test} from 'vitest';
import type {DiagnosisFacts} from '../../source/core/event.ts';
import {observation, type Facts, type Observation} from '../../source/core/observation.ts';
import {retryDelay} from '../../source/core/retry.ts';
import type {ErrorClass, ReplyClass} from '../../source/core/vocabulary.ts';
import * as delays from '../../source/knowledge/usual-delays.ts';

const refusal = (facts: Partial<Facts['smtp.refusal']>): Observation =>
	observation('smtp.refusal', {
		host: 'mail.example.test',
		address: '192.0.2.1',
		port: 25,
		service: 'smtp',
		stage: 'rcpt',
		class: 'greylisted',
		alternatives: [],
		certainty: 'certain',
		rule: 'example',
		code: 450,
		enhanced: '4.2.0',
		text: 'Greylisted',
		temporary: true,
		authenticated: false,
		secure: false,
		...facts,
	});

const diagnosis = (named: ErrorClass, causes: DiagnosisFacts['causes'] = []): DiagnosisFacts => ({
	class: named,
	stage: 'rcpt',
	summary: '',
	certainty: 'certain',
	alternatives: [],
	evidence: [],
	causes,
});

const delayFor = (named: ReplyClass, text: string, temporary = true) =>
	retryDelay(diagnosis(named), [refusal({class: named, text, temporary})], delays);

describe('after a temporary refusal', () => {
	test('the time that the server names comes before the usual one', () => {
		expect(delayFor('greylisted', 'come back in 00:04:20')).toEqual({
			milliseconds: 260_000,
			isNamed: true,
		});
		expect(delayFor('greylisted', 'Greylisted')).toEqual({
			milliseconds: 300_000,
			isNamed: false,
		});
	});

	test('each class has a time of its own, and any other the usual one', () => {
		expect(delayFor('too-many-connections', 'too many')?.milliseconds).toBe(120_000);
		expect(delayFor('mailbox-full', 'over quota')?.milliseconds).toBe(300_000);
	});

	test('whom postscreen has tested need not wait long', () => {
		const cause = {
			id: 'postscreen-deep-test',
			title: '',
			because: '',
			standing: 'likely',
			evidence: [],
			confirm: [],
			fix: [],
		} as const;
		const found = refusal({class: 'server-local-error', text: 'Service currently unavailable'});
		expect(
			retryDelay(diagnosis('server-local-error', [cause]), [found], delays)?.milliseconds,
		).toBe(60_000);
	});
});

test('no wait where it changes nothing: a final refusal, a matter of settings, another failure', () => {
	expect(delayFor('greylisted', 'come back in 5 minutes', false)).toBeUndefined();
	expect(delayFor('relay-denied', 'Relay access denied')).toBeUndefined();
	expect(retryDelay(diagnosis('timeout'), [refusal({})], delays)).toBeUndefined();
	expect(retryDelay(undefined, [refusal({})], delays)).toBeUndefined();
});
