import {describe, expect, test} from 'vitest';
import {createClassifier, type ClassifyInput} from '../../source/core/classify.ts';
import type {ReplyRule} from '../../source/core/knowledge.ts';
import {replyClasses} from '../../source/core/vocabulary.ts';
import {rules} from '../../source/knowledge/rules.ts';

const classify = createClassifier(rules);

/** What a sample says, together with what its rule asks for beside the words. */
function inputOf(rule: ReplyRule, sample: string): ClassifyInput {
	const around: ClassifyInput = {
		stage: rule.stages?.[0] ?? 'command',
		mta: rule.mta?.[0],
		service: rule.services?.[0],
		authenticated: rule.authenticated,
	};
	return rule.error ? {...around, error: sample} : {...around, text: sample};
}

const samples = rules.flatMap(rule => rule.samples.map(sample => ({rule, sample, id: rule.id})));

test.each(samples)('$id decides on: $sample', ({rule, sample}) => {
	const found = classify(inputOf(rule, sample));
	expect(found.rule).toBe(rule.id);
	expect(found.class).toBe(rule.class);
	expect(found.alternatives).toEqual(rule.alternatives ?? []);
});

test('every rule has an id of its own', () => {
	const ids = rules.map(({id}) => id);
	expect(new Set(ids).size).toBe(ids.length);
});

test('every class has a rule, but success, which is the code, and other, which is the rest', () => {
	const ruled = new Set(rules.map(rule => rule.class));
	expect(replyClasses.filter(name => !ruled.has(name))).toEqual(['success', 'other']);
});

test('no rule names its own class as an alternative', () => {
	for (const {class: own, alternatives = [], id} of rules) {
		expect(alternatives, id).not.toContain(own);
	}
});

test('nothing but a fixed wording is called certain', () => {
	for (const {strength, certainty, id} of rules) {
		expect(certainty === 'certain' && strength !== 'wording', id).toBe(false);
	}
});

describe('patterns', () => {
	const patterns = rules.flatMap(({id, says = [], unless = []}) =>
		[...says, ...unless].map(pattern => ({id, pattern})),
	);

	test('are written for text in lower case, and keep no state', () => {
		for (const {id, pattern} of patterns) {
			expect(pattern.flags, id).toBe('');
			expect(pattern.source.replaceAll(/\\./g, ''), id).not.toMatch(/\p{Lu}/u);
		}
	});

	test('of error codes fit the whole code', () => {
		for (const {id, error} of rules) {
			expect(error?.source ?? '^$', id).toMatch(/^\^/);
		}
	});

	test('take time that grows no faster than the text', () => {
		// A wildcard without bound tries every end for every start; a repeated group with a repetition
		// inside tries every way of cutting a run.
		for (const {id, pattern} of patterns) {
			expect(pattern.source, id).not.toMatch(/(?:\.|\\S|\\w|\\W|\])\{\d+,\}/);
			expect(pattern.source, id).not.toMatch(/(?:\.|\\W|\])[*+]/);
			expect(pattern.source, id).not.toMatch(/\([^()]*[*+}][^()]*\)[*+]/);
		}
	});
});
