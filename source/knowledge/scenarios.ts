import type {Scenario} from '../core/practice.ts';
import {relayScenarios} from './scenarios/relay-scenarios.ts';

/** All practice incidents, easiest first within each kind. */
export const scenarios: readonly Scenario[] = [...relayScenarios];
