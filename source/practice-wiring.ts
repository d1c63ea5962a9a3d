/** The practice lab and its incidents; loaded only when somebody practises. */
export {createLab} from './lab/create-lab.ts';
export {scenarios} from './knowledge/scenarios.ts';
