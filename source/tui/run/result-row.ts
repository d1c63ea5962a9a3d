import type {Look} from '../look.ts';
import {pad} from '../text/columns.ts';
import {onOneLine} from '../text/laid.ts';
import {prose, row, toned, type Row, type Tone} from '../text/row.ts';
import type {StepView} from './session-view.ts';

const titleColumn = 19;

/** How a step ended, on one line. */
export function resultRow({status, title, summary}: StepView, look: Look, width: number): Row {
	const tone: Tone = status === 'failed' ? 'bad' : status === 'warned' ? 'caution' : 'good';
	return onOneLine(
		look,
		row(
			toned(tone, `${look.status[status]} `),
			pad(title, titleColumn - 1),
			' ',
			...prose(summary),
		),
		width,
	);
}
