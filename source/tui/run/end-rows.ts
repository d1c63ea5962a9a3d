import {compare} from '../../core/compare.ts';
import type {CauseReport} from '../../core/event.ts';
import {classes} from '../../knowledge/classes.ts';
import {hostTable} from '../../output/host-table.ts';
import {beyondRecords} from '../../output/record-table.ts';
import type {Look} from '../look.ts';
import {laid, onOneLine, paragraph} from '../text/laid.ts';
import {faint, prose, row, strong, toned, type Row} from '../text/row.ts';
import {causeRows, ruledOutRows} from './cause-rows.ts';
import {cursorOf, isHidden, itemsOf} from './items.ts';
import {recordTableRows} from './record-rows.ts';
import {fateRows} from './fate-rows.ts';
import {movedRows} from './moved-rows.ts';
import {nextRows} from './next-rows.ts';
import {resultRow} from './result-row.ts';
import {retryRows} from './retry-rows.ts';
import type {RunScreen} from './run-state.ts';
import type {RunEnd, SessionView, StepView} from './session-view.ts';
import {viewMeaningRows, viewTableRows} from './view-rows.ts';

export type VerdictText = {
	rows: readonly Row[];
	/** The first row of the cause at that place among the items. */
	at: readonly number[];
};

/** How a run ended, against the one before it. */
function comparedOf({end, before}: SessionView): RunEnd['compared'] {
	return (
		end?.compared ??
		(end && before && before.outcome !== 'inconclusive' ? compare(before, end) : undefined)
	);
}

function comparisonRows(view: SessionView, look: Look, width: number): Row[] {
	const titleOf = (end: RunEnd) => (end.class ? classes[end.class].title : end.summary);
	const {before, end} = view;
	if (!before || !end) {
		return [];
	}

	if (view.changes.includes('fromHost')) {
		const text = `Seen from another place than in the run before, which came to: ${titleOf(before)}`;
		return laid(look, [faint(text)], width, 2);
	}

	switch (comparedOf(view)) {
		case 'fixed': {
			const text = `Fixed. Before: ${titleOf(before)}. Now it works.`;
			return laid(look, [toned('good', `${look.status.passed} ${text}`)], width, 2);
		}

		case 'changed': {
			const text = `Changed. Before: ${titleOf(before)}. What stops it now is another thing.`;
			return laid(look, [toned('caution', `${look.status.warned} ${text}`)], width, 2);
		}

		case 'same': {
			return laid(look, [strong('= The same as in the run before.')], width, 2);
		}

		case undefined: {
			return [];
		}
	}
}

/** Below so many columns the terminal is low, too. */
const narrow = 56;

/** So much of the evidence stands in the verdict; all of it is with the steps. */
const evidenceShown = 3;

/** What the class means in a sentence, and what else it rests on than the words of the summary. */
function decidedBy({view}: RunScreen, look: Look, width: number): Row[] {
	const {diagnosis, end} = view;
	if (!diagnosis || !end) {
		return [];
	}

	const [first = ''] = classes[diagnosis.class].meaning.split(/(?<=\.) /);
	const told = new Set(end.summary.split(' '));
	const further = diagnosis.evidence.filter(
		sentence =>
			!sentence
				.split(' ')
				.slice(3)
				.every(word => told.has(word)),
	);
	return [
		...paragraph(look, first, width, {style: {tone: 'faint'}}),
		...further
			.slice(0, evidenceShown)
			.flatMap(sentence =>
				laid(look, row({text: `${look.bullet} `, tone: 'faint'}, ...prose(sentence)), width, 2),
			),
		...(further.length > evidenceShown
			? [[faint(`  and ${further.length - evidenceShown} more: see the steps`)]]
			: []),
	];
}

/** What the steps have shown, where everything works. */
function shownByRows({view, options}: RunScreen, look: Look, width: number): Row[] {
	const passed = view.steps.filter(({status}) => status === 'passed' || status === 'warned');
	return [
		[],
		...passed.map(step => resultRow(step, look, width)),
		...(options.send ? [] : [[faint('No message was sent; the option --send sends one.')]]),
	];
}

/** What looking into the server came to, also where nothing could be seen. */
function insideRows({view}: RunScreen, look: Look, width: number): Row[] {
	const looked = view.steps.filter(
		({id, observations}) =>
			id === 'way-in' || observations.some(({tag}) => tag === 'server.looked'),
	);
	const rowsOf = (step: StepView): Row[] =>
		step.id === 'way-in' && step.status !== 'passed'
			? laid(
					look,
					row(toned('caution', `${look.status.warned} `), ...prose(step.summary)),
					width,
					2,
				)
			: [resultRow(step, look, width)];
	return looked.length > 0 ? [[strong('On the server itself')], ...looked.flatMap(rowsOf)] : [];
}

/** What a run came to: the summary, the causes by their standing, what comes next, the warnings. */
export function endRows(screen: RunScreen, look: Look, width: number): VerdictText {
	const {end, diagnosis} = screen.view;
	const rows: Row[] = [];
	const at: number[] = [];
	if (!end) {
		return {rows, at};
	}

	rows.push(...retryRows(screen, look, width));
	rows.push(...comparisonRows(screen.view, look, width));
	rows.push(...paragraph(look, end.summary, width));
	rows.push(...viewMeaningRows(screen.view.observations, look, width));
	rows.push(...fateRows(screen, look, width));
	rows.push(...(isHidden(screen) ? [] : movedRows(screen, look, width)));
	const meaning = decidedBy(screen, look, width);
	const isNarrow = width < narrow; // There is no room for it before what comes next
	if (!isNarrow) {
		rows.push(...meaning);
	}

	const items = itemsOf(screen);
	const cursor = cursorOf(screen, items);
	if (diagnosis) {
		const others = diagnosis.alternatives.map(name => classes[name].title).join(', ');
		if (isHidden(screen)) {
			rows.push(
				[],
				[strong('What is the root cause? Look at the steps and the dialogue, then name it.')],
			);
		} else {
			// The likeliest cause and what to do now come before all that else could be
			const causes = items.flatMap((item, index) =>
				item.kind === 'cause' ? [{...item, index}] : [],
			);
			const putCause = ({cause, index}: {cause: CauseReport; index: number}) => {
				at[index] = rows.length;
				rows.push(...causeRows(cause, index === cursor, look, width));
			};

			const ofFailure = causes.filter(({isAhead}) => !isAhead);
			const ahead = causes.filter(({isAhead}) => isAhead);
			ofFailure.slice(0, 1).forEach(putCause);
			rows.push(...nextRows(screen, look, width), ...(isNarrow ? meaning : []));
			rows.push(...insideRows(screen, look, width));
			if (ahead.length > 0) {
				rows.push([strong('Behind that, the mail would be stopped by')]);
			}

			ahead.forEach(putCause);
			if (others) {
				rows.push(...paragraph(look, `It could also be: ${others}.`, width));
			}

			ofFailure.slice(1).forEach(putCause);
			rows.push(...ruledOutRows(diagnosis.causes, look, width));
		}
	}

	if (end.outcome === 'healthy') {
		rows.push(...shownByRows(screen, look, width));
	}

	if (!diagnosis && end.outcome === 'inconclusive') {
		rows.push(...insideRows(screen, look, width));
	}

	const hosts = hostTable(screen.view.observations);
	if (hosts.length > 0 && !isHidden(screen)) {
		rows.push(...hosts.map(line => onOneLine(look, [faint(line)], width)));
	}

	if (!isHidden(screen)) {
		rows.push(...viewTableRows(screen.view.observations, look, width));
		rows.push(...recordTableRows(screen.view.observations, look, width));
	}

	const told = (diagnosis?.ahead ?? []).map(({summary}) => summary);
	const warnings = beyondRecords(end.warnings, screen.view.observations);
	for (const warning of warnings.filter(({summary}) => !told.includes(summary))) {
		rows.push(
			...laid(
				look,
				row(toned('caution', `${look.status.warned} `), ...prose(warning.summary)),
				width,
				2,
			),
		);
	}

	return {rows, at};
}
