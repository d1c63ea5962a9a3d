// Every `{name}` in a sentence or command is one that can be filled in where it stands.
import {expect, test} from 'vitest';
import type {Condition} from '../../source/core/condition.ts';
import {sentenceOf} from '../../source/core/diagnose.ts';
import type {Tag} from '../../source/core/observation.ts';
import {subjectOf} from '../../source/core/subject.ts';
import {byHand} from '../../source/knowledge/by-hand.ts';
import {causes} from '../../source/knowledge/causes.ts';
import {classes} from '../../source/knowledge/classes.ts';
import {remedies} from '../../source/knowledge/remedies.ts';
import {sentences} from '../../source/knowledge/sentences.ts';
import {sampleFacts, seen} from './sample-facts.ts';

const tags = Object.keys(sampleFacts) as Tag[];
const subject = new Set(Object.keys(subjectOf([])));
const names = (phrase: string) =>
	[...phrase.matchAll(/\{([a-zA-Z]+)\}/g)].map(([, name]) => name ?? '');
const unknown = (phrase: string, known: ReadonlySet<string> = new Set()) =>
	names(phrase).filter(name => !subject.has(name) && !known.has(name));

/** The tags whose facts a sentence is filled from: those of the first observation that matched. */
function firstTags(condition: Condition): ReadonlyArray<Tag | undefined> {
	if ('saw' in condition) {
		return [condition.saw];
	}

	if ('not' in condition) {
		return [undefined];
	}

	if ('any' in condition) {
		return condition.any.flatMap(firstTags);
	}

	const [part, ...rest] = condition.all;
	return part
		? firstTags(part).flatMap(tag => (tag ? [tag] : firstTags({all: rest})))
		: [undefined];
}

test.each(causes.map(cause => [cause.id, cause] as const))(
	'%s: its evidence names only facts of what was observed',
	(_, {title, because, confirm, evidence}) => {
		for (const phrase of [title, because, ...confirm.flatMap(c => [c.text, c.command])]) {
			expect(unknown(phrase), phrase).toEqual([]);
		}

		for (const {when, says} of evidence) {
			for (const tag of firstTags(when)) {
				const facts = tag ? Object.keys(sampleFacts[tag]) : [];
				expect(unknown(says, new Set(facts)), `${says} (${tag})`).toEqual([]);
			}
		}
	},
);

test('remedies, classes and commands by hand speak of the session’s subject alone', () => {
	const phrases = [
		...remedies.flatMap(r => r.steps.flatMap(s => [s.say, s.command ?? '', s.undo ?? ''])),
		...Object.values(classes).flatMap(({title, meaning, next}) => [title, meaning, next]),
		...Object.values(byHand).flatMap(({command, does, why}) => [command, does, why]),
	];
	expect(phrases.filter(phrase => unknown(phrase).length > 0)).toEqual([]);
});

test.each(tags)('%s: its sentence is filled from its own facts', tag => {
	const sample = seen(tag);
	const reply = 'reply' in sample.data ? Object.keys(sample.data.reply) : [];
	expect(unknown(sentences[tag], new Set([...Object.keys(sample.data), ...reply]))).toEqual([]);
	expect(sentenceOf(sample, sentences, {})).not.toMatch(/[{}]/);
});
