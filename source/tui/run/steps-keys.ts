import type {Change} from '../change.ts';
import type {Key} from '../keys.ts';
import {read} from './actions.ts';
import type {RunScreen} from './run-state.ts';

/** A step is selected, or as long as none was, the last one. */
export function selectedStep({step, view}: RunScreen): number {
	return Math.max(0, Math.min(view.steps.length - 1, step ?? view.steps.length - 1));
}

/** Moves among the steps, or opens one; `undefined` where the key means nothing there. */
export function stepsKey(screen: RunScreen, key: Key): Change | undefined {
	const selected = selectedStep(screen);
	const {steps} = screen.view;
	switch (key.id) {
		case 'up':
		case 'k': {
			return {screen: {...screen, step: Math.max(0, selected - 1)}};
		}

		case 'down':
		case 'j': {
			const next = selected + 1;
			return {screen: {...screen, step: next >= steps.length - 1 ? undefined : next}};
		}

		case 'home': {
			return {screen: {...screen, step: 0}};
		}

		case 'end': {
			return {screen: {...screen, step: undefined}};
		}

		case 'enter':
		case 'right': {
			const step = steps[selected];
			return step ? read(screen, 'step', step.id) : undefined;
		}

		default: {
			return undefined;
		}
	}
}
