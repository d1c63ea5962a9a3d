import type {Look} from '../look.ts';
import {laid} from '../text/laid.ts';
import {prose, row, strong, toned, type Row, type Tone} from '../text/row.ts';
import type {RunScreen} from './run-state.ts';

const tones: Readonly<Record<string, Tone>> = {passed: 'good', failed: 'bad'};

/** What became of the message that the user named, where the verdict is about something else. */
export function fateRows({view, options}: RunScreen, look: Look, width: number): Row[] {
	const step = view.steps.findLast(({id}) => id === 'follow');
	if (!step || step.status === 'running' || !options.follow) {
		return [];
	}

	if (view.diagnosis?.class === 'not-delivered') {
		return [];
	}

	const {status, summary} = step;
	return laid(
		look,
		row(
			toned(tones[status] ?? 'caution', `${look.status[status]} `),
			strong('Your message: '),
			...prose(summary),
		),
		width,
		2,
	);
}
