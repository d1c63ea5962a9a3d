import {causesOf, sentenceOf} from './diagnose.ts';
import type {AheadReport} from './event.ts';
import type {Knowledge} from './knowledge.ts';
import type {Observation} from './observation.ts';
import {subjectOf} from './subject.ts';
import type {ErrorClass} from './vocabulary.ts';

/** What an observation says would stop the mail next, and how that would be called. */
function classAhead(o: Observation, observations: readonly Observation[]): ErrorClass | null {
	switch (o.tag) {
		case 'server.foreseen': {
			return o.data.outcome === 'refused' ? o.data.class : null;
		}

		case 'records.finding': {
			const {severity, class: one, topic} = o.data;
			const isAhead = observations.some(({tag}) => tag === 'records.spf-ahead');
			const matters = severity === 'problem' || severity === 'warning';
			return isAhead && matters && topic === 'SPF' ? one : null;
		}

		default: {
			return null;
		}
	}
}

/** What would stop the mail once the first failure is put right, each with its likeliest cause. */
export function aheadOf(
	failure: ErrorClass,
	observations: readonly Observation[],
	knowledge: Pick<Knowledge, 'causes' | 'remedies' | 'sentences'>,
): readonly AheadReport[] {
	const subject = subjectOf(observations);
	const reports = observations.flatMap(o => {
		const found = classAhead(o, observations);
		const causes = found && found !== failure ? causesOf(found, observations, knowledge) : [];
		const cause = causes.find(({standing}) => standing === 'confirmed' || standing === 'likely');
		return found && cause
			? [{class: found, summary: sentenceOf(o, knowledge.sentences, subject), cause}]
			: [];
	});
	// Looked at twice, the last account counts
	return [...new Map(reports.map(report => [report.class, report])).values()];
}
