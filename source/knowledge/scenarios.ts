import type {Scenario} from '../core/practice.ts';
import {reachScenarios} from './scenarios/reach-scenarios.ts';
import {relayScenarios} from './scenarios/relay-scenarios.ts';
import {tlsScenarios} from './scenarios/tls-scenarios.ts';

/** All practice incidents, easiest first; within a level in the order of the systematic flow. */
export const scenarios: readonly Scenario[] = [
	...reachScenarios,
	...tlsScenarios,
	...relayScenarios,
].toSorted((a, b) => a.level - b.level);
