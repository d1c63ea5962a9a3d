import {holds} from '../core/condition.ts';
import {diagnose, type Failure} from '../core/diagnose.ts';
import type {DiagnosisFacts} from '../core/event.ts';
import type {Knowledge} from '../core/knowledge.ts';
import {aheadOf} from '../core/ahead.ts';
import type {Observation} from '../core/observation.ts';
import {fill} from '../core/phrase.ts';
import type {PlanNode} from '../core/plan.ts';
import {subjectOf} from '../core/subject.ts';

type Conclusion = Extract<PlanNode, {kind: 'conclude'}>;

const seemsText = (o: Observation): Record<string, unknown> => {
	const {data} = o;
	return 'reply' in data ? {...data, ...data.reply} : {...data};
};

/** What stopped the mail: the node of the plan, filled with what was observed. */
export function failureOf(node: Conclusion, observations: readonly Observation[]): Failure {
	const because = node.shownBy.flatMap(when => holds(when, observations) ?? []);
	const refusal = observations.findLast(o => o.tag === 'smtp.refusal');
	const decisive = node.class === 'as-replied' ? refusal : because[0];
	const facts = decisive ? seemsText(decisive) : {};
	const replied =
		node.class === 'as-replied' && refusal?.tag === 'smtp.refusal' ? refusal.data : undefined;
	const observedClass = 'class' in facts ? (facts['class'] as Failure['class']) : 'other';
	const named =
		node.class === 'as-replied' || node.class === 'as-observed' ? observedClass : node.class;
	const observedStage = 'stage' in facts ? (facts['stage'] as Failure['stage']) : 'command';
	const summary = fill(node.summary, facts, subjectOf(observations)).replaceAll('\n', ' ');
	return {
		class: named,
		stage: node.stage === 'as-observed' ? observedStage : node.stage,
		summary: replied?.temporary
			? `${summary} — a temporary refusal: the sender will try again.`
			: summary,
		certainty: replied?.certainty ?? node.certainty ?? 'certain',
		alternatives: replied?.alternatives ?? [],
		because,
	};
}

/** The diagnosis of a failure, and the cause that it names: the first that is not ruled out. */
export function conclude(
	failure: Failure,
	observations: readonly Observation[],
	knowledge: Pick<Knowledge, 'causes' | 'remedies' | 'sentences'>,
): {diagnosis: DiagnosisFacts; cause: string | null} {
	const ahead = aheadOf(failure.class, observations, knowledge);
	const diagnosis = {
		...diagnose(failure, observations, knowledge),
		...(ahead.length > 0 ? {ahead} : {}),
	};
	const cause = diagnosis.causes.find(({standing}) => standing !== 'ruled-out');
	return {diagnosis, cause: cause?.id ?? null};
}
