import {compare} from '../../core/compare.ts';
import type {CauseReport} from '../../core/event.ts';
import {classes} from '../../knowledge/classes.ts';
import {byHand} from '../../knowledge/by-hand.ts';
import type {Standing} from '../../core/vocabulary.ts';
import type {Look} from '../look.ts';
import {pad} from '../text/columns.ts';
import {labelled, laid, onOneLine, paragraph} from '../text/laid.ts';
import {
	faint,
	prose,
	row,
	strong,
	toned,
	widthOf,
	type Row,
	type Span,
	type Tone,
} from '../text/row.ts';
import {choicesOf, type Choice} from './choices.ts';
import {evidenceOf} from './evidence.ts';
import type {RunScreen} from './run-state.ts';
import {currentStep, type RunEnd, type SessionView, type StepView} from './session-view.ts';
import {waitOf} from './waiting.ts';

const standings: Readonly<Record<Standing, {word: string; tone?: Tone}>> = {
	confirmed: {word: 'Confirmed', tone: 'bad'},
	likely: {word: 'Likely', tone: 'caution'},
	possible: {word: 'Possible'},
	'ruled-out': {word: 'Ruled out', tone: 'faint'},
};

/** Something in the verdict that can be chosen. */
export type Item = {kind: 'cause'; cause: CauseReport} | {kind: 'choice'; choice: Choice};

/** The causes that are still open, then what can be done: the order in which the cursor goes. */
export function itemsOf(screen: RunScreen): readonly Item[] {
	const {view, incident} = screen;
	const isHidden = incident?.answer === 'open' && !incident.solved;
	const causes = isHidden
		? []
		: (view.diagnosis?.causes ?? []).filter(({standing}) => standing !== 'ruled-out');
	return [
		...causes.map(cause => ({kind: 'cause' as const, cause})),
		...choicesOf(screen).map(choice => ({kind: 'choice' as const, choice})),
	];
}

/** Where the cursor is: as long as it was not moved, on the first choice. */
export function cursorOf(screen: RunScreen, items: readonly Item[]): number {
	const first = items.findIndex(({kind}) => kind === 'choice');
	return Math.max(0, Math.min(items.length - 1, screen.verdict.cursor ?? first));
}

/** How a run ended, against the one before it. */
export function comparedOf({end, before}: SessionView): RunEnd['compared'] {
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

/** The evidence of a cause is told where it speaks for it, or where somebody looks at it. */
function causeRows(cause: CauseReport, isHere: boolean, look: Look, width: number): Row[] {
	const {word, tone} = standings[cause.standing];
	const pointer: Span = isHere
		? {text: `${look.pointer} `, tone: 'accent', strong: true}
		: {text: '  '};
	const label: Span = {text: pad(word, 10), strong: true, ...(tone ? {tone} : {})};
	const isTold = isHere || cause.standing !== 'possible';
	const evidence = isTold ? cause.evidence.map(evidenceOf) : [];
	return [
		...laid(
			look,
			[pointer, label, {text: cause.title, strong: isHere, inverse: isHere}],
			width,
			causeColumn,
		),
		...evidence.flatMap(({text, speaksFor}) => {
			const sign: Span = speaksFor
				? {text: `${look.good} `, tone: 'good'}
				: {text: `${look.bad} `, tone: 'bad'};
			const indent = {text: ' '.repeat(causeColumn)};
			return laid(look, [indent, sign, ...prose(text, {tone: 'faint'})], width, causeColumn + 2);
		}),
	];
}

/** The choices in as few rows as they need. */
export function choiceRows(screen: RunScreen, look: Look, width: number, hasFocus: boolean): Row[] {
	const items = itemsOf(screen);
	const cursor = cursorOf(screen, items);
	const rows: Row[] = [[]];
	for (const [index, item] of items.entries()) {
		if (item.kind === 'choice') {
			const isHere = index === cursor && hasFocus;
			const pointer = isHere ? `${look.pointer} ` : '  ';
			const span: Row = row(
				{text: pointer, tone: 'accent', strong: true},
				{text: look.text(item.choice.label), strong: isHere, inverse: isHere},
				' ',
			);
			const last = rows.at(-1) ?? [];
			if (last.length > 0 && widthOf(last) + widthOf(span) > width) {
				rows.push(span);
			} else {
				rows[rows.length - 1] = [...last, ...span];
			}
		}
	}

	return items.length > 0 ? rows : [];
}

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

const causeColumn = 12;
const guideColumn = 9;
const titleColumn = 18;

/** How the step before this one ended. */
function resultRow({status, title, summary}: StepView, look: Look, width: number): Row {
	const tone: Tone = status === 'failed' ? 'bad' : status === 'warned' ? 'caution' : 'good';
	return onOneLine(
		look,
		row(toned(tone, `${look.status[status]} `), pad(title, titleColumn), ...prose(summary)),
		width,
	);
}

/** What goes on while the checks run, or what comes next in guided mode. */
function runningRows(screen: RunScreen, look: Look, width: number, now: number): Row[] {
	const {view} = screen;
	const {question, because} = view;
	const step = currentStep(view);
	const waitingFor = question?.node === 'step' ? question.step : undefined;
	const about = byHand[waitingFor ?? step?.id ?? ''];
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
			? laid(look, row(toned('accent', `Waiting: ${wait.left}. `), ...prose(wait.probably)), width)
			: because
				? paragraph(look, because, width, {style: {tone: 'faint'}})
				: []),
	];
}

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
		...further.flatMap(sentence =>
			laid(look, row({text: `${look.bullet} `, tone: 'faint'}, ...prose(sentence)), width, 2),
		),
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

function endRows(screen: RunScreen, look: Look, width: number): {rows: Row[]; at: number[]} {
	const {view, incident} = screen;
	const {end, diagnosis} = view;
	const rows: Row[] = [];
	const at: number[] = [];
	if (!end) {
		return {rows, at};
	}

	const isHidden = incident?.answer === 'open' && !incident.solved;
	rows.push(...comparisonRows(view, look, width));
	rows.push(...paragraph(look, end.summary, width));
	if (diagnosis) {
		rows.push(...decidedBy(screen, look, width));
	}

	const items = itemsOf(screen);
	const cursor = cursorOf(screen, items);
	if (diagnosis) {
		const {next} = classes[diagnosis.class];
		const others = diagnosis.alternatives.map(name => classes[name].title).join(', ');
		if (isHidden) {
			rows.push(
				[],
				[strong('What is the root cause? Look at the steps and the dialogue, then name it.')],
			);
		} else {
			if (others) {
				rows.push(...paragraph(look, `It could also be: ${others}.`, width));
			}

			for (const [index, item] of items.entries()) {
				if (item.kind === 'cause') {
					at[index] = rows.length;
					rows.push(...causeRows(item.cause, index === cursor, look, width));
				}
			}

			const out = diagnosis.causes.filter(({standing}) => standing === 'ruled-out');
			if (out.length > 0) {
				const titles = out.map(({title}) => title).join('; ');
				rows.push(...laid(look, row('  ', faint(pad('Ruled out', 10)), faint(titles)), width, 12));
			}

			rows.push(...laid(look, row(strong('Next  '), ...prose(next)), width, 6));
		}
	}

	if (end.outcome === 'healthy') {
		rows.push(...shownByRows(screen, look, width));
	}

	for (const warning of end.warnings) {
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

export type VerdictText = {
	rows: readonly Row[];
	/** The first row of the cause at that place among the items. */
	at: readonly number[];
};

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
	return onOneLine(
		look,
		row(
			...verdictTitle(screen, look),
			wait ? {text: ` ${look.dot} ${wait.left}`, tone: 'accent'} : '',
		),
		width,
	);
}
