import {aboutStep} from '../../knowledge/about-step.ts';
import type {Look} from '../look.ts';
import {labelled, laid, paragraph} from '../text/laid.ts';
import {prose, row, strong, toned, type Row} from '../text/row.ts';
import {resultRow} from './result-row.ts';
import type {RunScreen} from './run-state.ts';
import {currentStep} from './session-view.ts';
import {waitOf, type Wait} from './waiting.ts';

const guideColumn = 9;

/** How long is waited, and what is probably going on. */
export function waitRows({told, probably}: Wait, look: Look, width: number): Row[] {
	return laid(look, row(toned('accent', `${told} `), ...prose(probably)), width);
}

/** What goes on while the checks run, or what comes next in guided mode. */
export function runningRows(screen: RunScreen, look: Look, width: number, now: number): Row[] {
	const {view} = screen;
	const {question, because} = view;
	const step = currentStep(view);
	const waitingFor = question?.node === 'step' ? question.step : undefined;
	const about = aboutStep(waitingFor ?? step?.id ?? '');
	const wait = step && waitOf(view, step, now);
	if (waitingFor !== undefined && about) {
		const last = view.steps.at(-1);
		return [
			...(last ? [[...resultRow(last, look, width)]] : []),
			...(because ? paragraph(look, because, width) : []),
			...(last || because ? [[]] : []),
			...labelled(look, strong('What'), prose(about.does), width, guideColumn),
			...labelled(look, strong('Why now'), prose(about.why), width, guideColumn),
			...(question?.command
				? labelled(
						look,
						strong('By hand'),
						[{text: question.command, tone: 'accent'}],
						width,
						guideColumn,
					)
				: []),
			[],
			row(
				{text: ' enter ', inverse: true},
				' run this step   ',
				{text: ' g ', inverse: true},
				' run all the rest without asking',
			),
		];
	}

	return [
		...(about ? paragraph(look, about.does, width) : []),
		...(wait
			? waitRows(wait, look, width)
			: because
				? paragraph(look, because, width, {style: {tone: 'faint'}})
				: []),
	];
}
