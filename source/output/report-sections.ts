import type {Outcome, StepStatus} from '../core/event.ts';
import {duration} from '../core/phrase.ts';
import {questions} from '../core/vocabulary.ts';
import {isInside} from '../knowledge/about-step.ts';
import {stageNames} from './names.ts';
import {
	code,
	heading,
	list,
	paragraph,
	phrase,
	plain,
	table,
	type Block,
	type Cell,
} from './report-document.ts';
import {recordHeading} from './record-table.ts';
import type {ReportStep, ReportWalk, SessionReport} from './report-object.ts';

export const outcomeWords: Readonly<Record<Outcome, string>> = {
	healthy: 'Healthy',
	problem: 'Problem',
	inconclusive: 'Inconclusive',
};

const statusWords: Readonly<Record<StepStatus, string>> = {
	passed: 'passed',
	failed: 'FAILED',
	warned: 'warning',
	skipped: 'skipped',
};

const comparedWords: Readonly<Record<NonNullable<ReportWalk['compared']>, string>> = {
	fixed: 'fixed',
	changed: 'changed',
	same: 'the same',
};

/** The verdict with its evidence, and what to do. */
export function verdictBlocks({verdict}: SessionReport): readonly Block[] {
	const {outcome, title, certainty, stage, summary, meaning, next} = verdict;
	const {alternatives, evidence} = verdict;
	const about = [
		...(verdict.class === null ? [] : [code(verdict.class)]),
		...(certainty === null ? [] : [plain(certainty)]),
		...(stage === null ? [] : [plain(`at ${stageNames[stage]}`)]),
	];
	const inBrackets = about.flatMap((part, index) => [...plain(index > 0 ? ', ' : ' ('), ...part]);
	return [
		heading(2, plain('Verdict')),
		paragraph(
			[{strong: `${outcomeWords[outcome]}: ${title}`}],
			inBrackets,
			plain(about.length > 0 ? ')' : ''),
		),
		paragraph(plain(summary)),
		...(meaning === '' ? [] : [paragraph(phrase(meaning))]),
		...(alternatives.length > 0
			? [
					paragraph(
						plain(`It could also be: ${alternatives.map(other => other.title).join(', ')}.`),
					),
				]
			: []),
		...(evidence.length > 0 ? [heading(3, plain('Evidence'))] : []),
		...list(evidence.map(plain)),
		...(next === '' ? [] : [heading(3, plain('Next')), paragraph(phrase(next))]),
	];
}

/** What was noticed beside the verdict, and is not among the records. */
export function warningBlocks({warnings, records}: SessionReport): readonly Block[] {
	const said = new Set(records.map(({says}) => says));
	const rows = warnings
		.filter(({summary}) => !said.has(summary))
		.map(warning => [plain(warning.summary), code(warning.class)]);
	return rows.length === 0 ? [] : [heading(2, plain('Warnings')), ...table(['What', 'Kind'], rows)];
}

function partOf({step, question}: ReportStep): string {
	return isInside(step)
		? 'On the server itself'
		: (questions.find(({id}) => id === question)?.title ?? '');
}

function stepRows(steps: readonly ReportStep[]): ReadonlyArray<readonly Cell[]> {
	return steps.map(step => [
		plain(partOf(step)),
		plain(step.title),
		plain(step.status === null ? 'not finished' : statusWords[step.status]),
		plain(step.summary),
		plain(step.elapsed === null ? '' : duration(step.elapsed)),
	]);
}

/** Each step with what it came to, of every walk. */
export function stepBlocks({walks}: SessionReport): readonly Block[] {
	return [
		heading(2, plain('What was checked')),
		...walks.flatMap(({run, changes, compared, outcome, summary, steps}) => [
			...(walks.length > 1
				? [
						heading(3, plain(`Run ${run}`)),
						...(changes.length > 0
							? [paragraph(plain(`Other than before: ${changes.join(', ')}.`))]
							: []),
						paragraph(
							[{strong: outcomeWords[outcome]}],
							plain(
								compared === null ? ': ' : `, against the run before ${comparedWords[compared]}: `,
							),
							plain(summary),
						),
					]
				: []),
			...table(['Question', 'Step', 'Status', 'What it came to', 'Time'], stepRows(steps)),
		]),
	];
}

/** What became of each address of the target, where there are several. */
export function hostBlocks({hosts}: SessionReport): readonly Block[] {
	return hosts.length === 0
		? []
		: [
				heading(2, plain('The addresses of the target')),
				...table(
					['MX', 'Host', 'Address', 'What it came to'],
					hosts.map(({preference, host, address, state}) =>
						[preference, host, address, state].map(plain),
					),
				),
			];
}

/** What was found in the sender's records and blocklists. */
export function recordBlocks({records}: SessionReport): readonly Block[] {
	return records.length === 0
		? []
		: [
				heading(2, plain(recordHeading)),
				...table(
					['How much it matters', 'About', 'What was found', 'Record to publish'],
					records.map(({mark, topic, says, further, publish}) => [
						plain(mark),
						plain(topic),
						plain([says, ...further].join(' ')),
						code(publish),
					]),
				),
			];
}
