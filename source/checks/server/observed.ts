import {last, type Observation} from '../../core/observation.ts';
import type {Observed} from '../../core/postfix/judge.ts';

/** What the server said to this dialogue, where it came as far as rules are asked. */
export function observedIn(observations: readonly Observation[]): Observed | undefined {
	const refusal = last(observations, 'smtp.refusal');
	if (refusal && ['banner', 'ehlo', 'mail', 'rcpt'].includes(refusal.stage)) {
		const {stage, code, enhanced} = refusal;
		const text = refusal.text.replace(/^[245]\.\d{1,3}\.\d{1,3} /, '');
		return {accepted: false, stage, code, enhanced, text};
	}

	const taken = observations.some(
		o => o.tag === 'smtp.reply' && o.data.stage === 'rcpt' && o.data.accepted,
	);
	return taken ? {accepted: true} : undefined;
}
