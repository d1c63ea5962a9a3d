import {classes} from '../../knowledge/classes.ts';
import type {Look} from '../look.ts';
import {onOneLine} from '../text/laid.ts';
import {faint, row, strong, toned, type Row} from '../text/row.ts';
import {endRows, type VerdictText} from './end-rows.ts';
import {retryStatus} from './retry-rows.ts';
import type {RunScreen} from './run-state.ts';
import {runningRows} from './running-rows.ts';
import {currentStep} from './session-view.ts';
import {waitOf} from './waiting.ts';

/** The heading of the verdict: the class in the field's words and how certain it is. */
export function verdictTitle({view, guided}: RunScreen, look: Look): Row {
	const {end, diagnosis, question} = view;
	if (!end) {
		const step = currentStep(view);
		if (question?.node === 'step') {
			return [strong(`Next: ${question.text}`)];
		}

		return [strong(step ? `Now: ${step.title}` : guided ? 'Guided' : 'Starting')];
	}

	switch (end.outcome) {
		case 'healthy': {
			return [toned('good', `${look.status.passed} It works`)];
		}

		case 'inconclusive': {
			return [toned('caution', `${look.status.warned} Inconclusive`)];
		}

		case 'problem': {
			const title = diagnosis ? classes[diagnosis.class].title : 'Problem';
			return row(
				toned('bad', `${look.status.failed} ${title}`),
				...(diagnosis ? [faint(` ${look.dot} ${diagnosis.certainty}`)] : []),
			);
		}
	}
}

/** The text of the verdict, without its choices, in as many rows as it needs. */
export function verdictText(
	screen: RunScreen,
	look: Look,
	width: number,
	now: number,
): VerdictText {
	return screen.view.end
		? endRows(screen, look, width)
		: {rows: runningRows(screen, look, width, now), at: []};
}

/** One line that says where things stand, for where there is no room for more. */
export function statusLine(screen: RunScreen, look: Look, width: number, now: number): Row {
	const {view} = screen;
	const step = currentStep(view);
	const wait = step && waitOf(view, step, now);
	const again = retryStatus(screen);
	return onOneLine(
		look,
		row(
			again ? {text: `${again} ${look.dot} `, tone: 'accent'} : '',
			...verdictTitle(screen, look),
			wait ? {text: ` ${look.dot} ${wait.left}`, tone: 'accent'} : '',
		),
		width,
	);
}
