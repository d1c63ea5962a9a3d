import type {Lab, Scenario} from '../core/practice.ts';

/** The practice lab with these incidents; servers, DNS and certificates are loaded with the first. */
export function createLab(scenarios: readonly Scenario[]): Lab {
	return {
		scenarios,
		async start(scenario) {
			const {startPractice} = await import('./start-practice.ts');
			return startPractice(scenario);
		},
	};
}
