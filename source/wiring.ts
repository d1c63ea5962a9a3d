import {checks} from './checks/checks.ts';
import type {Dialogue} from './checks/dialogue.ts';
import {createClassifier} from './core/classify.ts';
import {createExplain} from './core/explain.ts';
import {recogniseProvider} from './core/provider.ts';
import {createRecogniser} from './core/recognise.ts';
import type {Machinery} from './engine/machinery.ts';
import {byHand} from './knowledge/by-hand.ts';
import {causes} from './knowledge/causes.ts';
import {classes} from './knowledge/classes.ts';
import {plan} from './knowledge/plan.ts';
import {providers} from './knowledge/providers.ts';
import {remedies} from './knowledge/remedies.ts';
import {rules} from './knowledge/rules.ts';
import {sentences} from './knowledge/sentences.ts';
import {signs} from './knowledge/software.ts';
import {createPorts} from './net/create-ports.ts';

/** The one classifier of this program. */
export const classify = createClassifier(rules);

const recognise = createRecogniser(signs);

/** The one reader of texts. */
export const explain = createExplain(classify, recognise, {causes, remedies, classes});

/** What sessions are made of in this program: the real network, and all that is known. */
export function createMachinery(version: string): Machinery<Dialogue> {
	return {
		plan,
		checks,
		knowledge: {causes, remedies, sentences, byHand},
		classify,
		recognise,
		recogniseProvider: traces => recogniseProvider(traces, providers),
		ports: ({dns}) => createPorts(dns ? {dns} : {}),
		version,
		date: () => new Date().toISOString(),
	};
}
