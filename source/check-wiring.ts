/** What sessions are run with and printed by; loaded once there is one to run. */
export {startSession} from './engine/start-session.ts';
export {classes} from './knowledge/classes.ts';
export {plan} from './knowledge/plan.ts';
export {flowMermaid, flowText} from './output/flow.ts';
export {createPlainReader} from './output/plain.ts';
export {createMachinery, loadAhead} from './wiring.ts';
