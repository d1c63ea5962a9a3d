import {last} from '../../core/observation.ts';
import {classes} from '../../knowledge/classes.ts';
import type {ErrorClass} from '../../core/vocabulary.ts';
import type {Look} from '../look.ts';
import {pad} from '../text/columns.ts';
import {laid} from '../text/laid.ts';
import {faint, prose, row, strong, type Row} from '../text/row.ts';
import {firstCheck} from './first-check.ts';
import type {RunScreen} from './run-state.ts';

/** Columns before what comes next, as before the title of a cause. */
const column = 12;

/** The class is one of reaching the port, but the dialogue had begun: its advice is for another case. */
function isBeyond({view}: RunScreen): boolean {
	const {diagnosis, observations} = view;
	const isReach = diagnosis !== undefined && classes[diagnosis.class].question === 'reach';
	return isReach && last(observations, 'smtp.greeting') !== undefined;
}

/** What to do, before it is looked at by hand: where the cause is known, there is nothing to find out. */
function adviceOf(screen: RunScreen, failure: ErrorClass, hasCheck: boolean): string[] {
	const [cause] = screen.view.diagnosis?.causes ?? [];
	if (cause?.standing === 'confirmed') {
		return cause.fix.length > 0 ? ['Put it right ([f] shows how), and run it again.'] : [];
	}

	return hasCheck && isBeyond(screen) ? [] : [classes[failure].next];
}

/** What comes next, and the command that confirms the likeliest cause or not. */
export function nextRows(screen: RunScreen, look: Look, width: number): Row[] {
	const {diagnosis} = screen.view;
	if (!diagnosis) {
		return [];
	}

	const check = firstCheck(screen);
	const advice = adviceOf(screen, diagnosis.class, check !== undefined);
	const texts = [...advice, ...(check ? [check.text] : [])];
	const blank = ' '.repeat(column);
	const label = row('  ', strong(pad('Next', column - 2)));
	return [
		...texts.flatMap((text, index) =>
			laid(look, [...(index === 0 ? label : row(blank)), ...prose(text)], width, column),
		),
		...(check
			? laid(
					look,
					row(blank, faint('[y] '), {text: check.command, tone: 'accent', strong: true}),
					width,
					column + 4,
				)
			: []),
	];
}
