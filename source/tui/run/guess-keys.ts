import type {Change} from '../change.ts';
import type {Key} from '../keys.ts';
import {guessesOf} from './guess.ts';
import type {RunScreen} from './run-state.ts';
import {closed, type SheetOf} from './sheet.ts';

/** A key while the trainee names the root cause. */
export function guessKey(screen: RunScreen, sheet: SheetOf<'guess'>, key: Key): Change {
	const causes = guessesOf(screen);
	const {incident} = screen;
	const total = causes.length + 1; // The last is to give up
	if (!incident) {
		return {};
	}

	switch (key.id) {
		case 'escape': {
			return {screen: closed(screen)};
		}

		case 'up':
		case 'k':
		case 'shift-tab': {
			return {screen: {...screen, sheet: {...sheet, cursor: (sheet.cursor + total - 1) % total}}};
		}

		case 'down':
		case 'j':
		case 'tab': {
			return {screen: {...screen, sheet: {...sheet, cursor: (sheet.cursor + 1) % total}}};
		}

		case 'enter': {
			const cause = causes[sheet.cursor];
			if (!cause) {
				return {
					screen: {...closed(screen), incident: {...incident, answer: 'given-up'}},
					toast: 'Here is how the evidence weighs the causes. Now put it right.',
				};
			}

			const tries = incident.tries + (sheet.wrong.includes(cause.id) ? 0 : 1);
			return cause.id === incident.scenario.cause
				? {
						screen: {...closed(screen), incident: {...incident, tries, answer: 'found'}},
						toast: 'That is it. Now put it right: “Change a setting”, then run again.',
					}
				: {
						screen: {
							...screen,
							incident: {...incident, tries},
							sheet: {...sheet, wrong: [...new Set([...sheet.wrong, cause.id])]},
						},
					};
		}

		default: {
			return {};
		}
	}
}
