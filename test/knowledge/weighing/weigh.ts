// Which cause comes first, and how sure it is, for what an admin would see.
import {expect, test} from 'vitest';
import {derive} from '../../../source/core/derive.ts';
import {causesOf} from '../../../source/core/diagnose.ts';
import type {Facts, Observation} from '../../../source/core/observation.ts';
import type {ErrorClass, Standing} from '../../../source/core/vocabulary.ts';
import {causes} from '../../../source/knowledge/causes.ts';
import {remedies} from '../../../source/knowledge/remedies.ts';
import {seen} from '../sample-facts.ts';

export type Case = {
	class: ErrorClass;
	seen: readonly Observation[];
	first: string;
	standing: Standing;
	/** Not ruled out either. */
	among?: readonly string[];
	out?: readonly string[];
};

/** The causes of a class, most likely first, for what was observed and what follows from it. */
export function weighed(failure: ErrorClass, observations: readonly Observation[]) {
	return causesOf(failure, [...observations, ...derive(observations)], {causes, remedies});
}

/** One test for each case; a failing one shows every cause with its evidence. */
export function check(cases: Readonly<Record<string, Case>>): void {
	test.each(Object.entries(cases))('%s', (_, one) => {
		const found = weighed(one.class, one.seen);
		const first = found[0];
		const why = found.map(
			({id, standing, evidence}) => `${id} ${standing}\n  ${evidence.join('\n  ')}`,
		);
		expect(`${first?.id} ${first?.standing}`, why.join('\n')).toBe(`${one.first} ${one.standing}`);
		const standing = (id: string) => found.find(cause => cause.id === id)?.standing;
		for (const id of one.among ?? []) {
			expect(standing(id), id).toMatch(/^(confirmed|likely|possible)$/);
		}

		for (const id of one.out ?? []) {
			expect(standing(id), id).toBe('ruled-out');
		}
	});
}

export const control = (number: number) => seen('tcp.open', {port: number, role: 'control'});
export const mail = (number: number) => {
	const service = number === 465 ? 'submissions' : number === 587 ? 'submission' : 'smtp';
	return {port: number, role: 'mail', service} as const;
};
export const submission = {port: 587, service: 'submission'} as const;
export const toSubmit = seen('session.asked', {aim: 'submit'});
export const toDeliver = seen('session.asked');
export const refusal = (facts: Partial<Facts['smtp.refusal']>) => seen('smtp.refusal', facts);

/** The connection stands. */
export const greeted = [seen('tcp.open'), seen('endpoint.chosen')];
