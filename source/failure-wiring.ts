/** All that is known about failures: most of the program, and loaded only once something has failed. */
import {createClassifier} from './core/classify.ts';
import {causesOf} from './core/diagnose.ts';
import type {CauseReport} from './core/event.ts';
import {createExplain} from './core/explain.ts';
import type {Observation} from './core/observation.ts';
import {createRecogniser} from './core/recognise.ts';
import {causes} from './knowledge/causes.ts';
import {classes} from './knowledge/classes.ts';
import {remedies} from './knowledge/remedies.ts';
import {rules} from './knowledge/rules.ts';
import {signs} from './knowledge/software.ts';

export {causes, remedies};

/** The one classifier of this program. */
export const classify = createClassifier(rules);

/** What can become of mail after a server has taken it, weighed against what was observed. */
export function afterAcceptance(observations: readonly Observation[]): readonly CauseReport[] {
	return causesOf('not-delivered', observations, {causes, remedies});
}

/** The one reader of texts. */
export const explain = createExplain(classify, createRecogniser(signs), {
	causes,
	remedies,
	classes,
});
