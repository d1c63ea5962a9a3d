import type {CheckContext, StepEnd} from '../../core/check.ts';
import {observation, type Facts, type Tag} from '../../core/observation.ts';
import {severities, type Finding} from '../../core/records/finding.ts';
import {findingOf} from '../../core/records/finding-rule.ts';

export type Judge = {
	/** Observes a result, and what it means. */
	observe<T extends Tag>(tag: T, data: Facts[T]): void;
	/** How the step ends: its worst finding is what it says. `otherwise`: where there is none. */
	end(otherwise: string): StepEnd;
};

/** Puts the meaning of each result beside it, by what is known. */
export async function createJudge(context: CheckContext): Promise<Judge> {
	const {findings: rules} = await context.recordKnowledge();
	const findings: Finding[] = [];
	return {
		observe(tag, data) {
			context.observe(tag, data);
			const finding = findingOf(observation(tag, data), rules);
			if (finding) {
				findings.push(finding);
				context.observe('records.finding', finding);
			}
		},
		end(otherwise) {
			const [worst] = findings.toSorted(
				(a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity),
			);
			if (!worst) {
				return {status: 'passed', summary: otherwise};
			}

			const {severity, says: summary} = worst;
			const same = findings.filter(finding => finding.severity === severity).length;
			const counts = severity === 'problem' || severity === 'warning';
			const more = same > 1 && counts ? ` (and ${same - 1} more)` : '';
			return severity === 'problem'
				? {status: 'failed', class: worst.class, summary: `${summary}${more}`}
				: {status: severity === 'warning' ? 'warned' : 'passed', summary: `${summary}${more}`};
		},
	};
}
