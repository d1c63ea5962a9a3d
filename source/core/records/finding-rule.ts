import {holds, type Condition} from '../condition.ts';
import type {Observation} from '../observation.ts';
import {fill} from '../phrase.ts';
import type {ErrorClass} from '../vocabulary.ts';
import type {Finding, Severity, Topic} from './finding.ts';

/**
 * What a result means, as data: the first rule that fits an observation counts. `{name}` in a sentence
 * stands for a fact.
 */
export type FindingRule = {
	when: Condition;
	topic: Topic;
	severity: Severity;
	/** Which fact is the subject; absent: `domain`. */
	about?: string;
	says: string;
	advice?: string;
	publish?: string;
	class: ErrorClass;
};

/** A record with a gap in it is none that could be published. */
function isFilled(phrase: string | undefined, data: Readonly<Record<string, unknown>>): boolean {
	const names = [...(phrase ?? '').matchAll(/\{([a-zA-Z]+)\}/g)].map(([, name = '']) => name);
	return names.every(name => data[name] !== undefined && data[name] !== '');
}

/** The finding of one observation, or nothing where no rule speaks of it. */
export function findingOf(
	observed: Observation,
	rules: readonly FindingRule[],
): Finding | undefined {
	const rule = rules.find(({when}) => holds(when, [observed]));
	if (!rule) {
		return undefined;
	}

	const data: Readonly<Record<string, unknown>> = {...observed.data};
	const subject = data[rule.about ?? 'domain'];
	const filled = (phrase: string | undefined) => (phrase === undefined ? '' : fill(phrase, data));
	return {
		topic: rule.topic,
		subject: typeof subject === 'string' ? subject : '',
		severity: rule.severity,
		says: filled(rule.says),
		advice: filled(rule.advice),
		publish: isFilled(rule.publish, data) ? filled(rule.publish) : '',
		class: rule.class,
		stage: 'message',
	};
}
