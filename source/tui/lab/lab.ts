import type {Change, Context} from '../change.ts';
import type {Key} from '../keys.ts';
import type {LabScreen} from '../state.ts';

/** A key in the list of incidents. */
export function labKey(screen: LabScreen, key: Key, {state}: Context): Change {
	const {scenarios = [], cursor, starting} = screen;
	const last = Math.max(0, scenarios.length - 1);
	const to = (index: number): Change => ({
		screen: {...screen, cursor: Math.max(0, Math.min(last, index))},
	});
	switch (key.id) {
		case 'up':
		case 'k':
		case 'shift-tab': {
			return to(cursor - 1);
		}

		case 'down':
		case 'j':
		case 'tab': {
			return to(cursor + 1);
		}

		case 'page-up': {
			return to(cursor - state.size.rows + 8);
		}

		case 'page-down': {
			return to(cursor + state.size.rows - 8);
		}

		case 'home': {
			return to(0);
		}

		case 'end': {
			return to(last);
		}

		case 'enter':
		case 'right': {
			const scenario = scenarios[cursor];
			return scenario && starting === undefined
				? {
						screen: {...screen, starting: scenario.id},
						effects: [{type: 'start-practice', scenario}],
					}
				: {};
		}

		case 'escape':
		case 'left': {
			return state.screens.length > 1 ? {back: true} : {toast: 'q leaves.'};
		}

		case 'q': {
			return {effects: [{type: 'leave', code: 'verdict'}]};
		}

		default: {
			return {};
		}
	}
}
