import {movedStory} from '../../output/moved-story.ts';
import type {Look} from '../look.ts';
import {laid, paragraph} from '../text/laid.ts';
import {faint, row, toned, type Row} from '../text/row.ts';
import type {RunScreen} from './run-state.ts';

/** The story of a move, and what carries everything over; nothing where there is none. */
export function movedRows({view}: RunScreen, look: Look, width: number): Row[] {
	const story = movedStory(view.observations, view.diagnosis);
	if (!story) {
		return [];
	}

	const {heading, says, carryOver} = story;
	return [
		...laid(
			look,
			row({...toned('caution', `${look.status.warned} ${heading}`), strong: true}),
			width,
			2,
		),
		...paragraph(look, says, width, {indent: 2}),
		...carryOver.flatMap(({command, where}) =>
			laid(
				look,
				row('  ', faint(`${where}: `), {text: command, tone: 'accent', strong: true}),
				width,
				4,
			),
		),
	];
}
