import type {Outcome, StepStatus} from '../core/event.ts';
import type {Seen} from '../core/server-access.ts';
import {duration} from '../core/phrase.ts';
import {questions} from '../core/vocabulary.ts';
import {isInside} from '../knowledge/about-step.ts';
import {stageNames} from './plain.ts';
import {causesBlocks} from './report-causes.ts';
import {
	code,
	command,
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
import type {ReportStep, ReportWalk, SessionReport} from './session-report.ts';

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

const lookWords: Readonly<Record<Seen['status'], string>> = {
	seen: 'seen',
	absent: 'not there',
	forbidden: 'not allowed',
	failed: 'failed',
};

const comparedWords: Readonly<Record<NonNullable<ReportWalk['compared']>, string>> = {
	fixed: 'fixed',
	changed: 'changed',
	same: 'the same',
};

/** The time of a session in UTC, to the second: it is read in other places. */
const utc = (iso: string) => iso.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');

/** What the session needs to know and nobody asked for. */
const notAsked = new Set(['target', 'pipeline', 'services']);

function optionText(name: string, value: unknown): string {
	if (value === '') {
		return '<>';
	}

	if (typeof value === 'number') {
		return name === 'timeout' || name === 'patience' ? duration(value) : String(value);
	}

	if (Array.isArray(value)) {
		return value.join(', ');
	}

	return typeof value === 'object' && value !== null
		? Object.entries(value)
				.map(([key, part]) => `${key} ${String(part)}`)
				.join(', ')
		: String(value);
}

/** What was asked, under the names of the options. */
function askedRows(options: SessionReport['options']): ReadonlyArray<readonly Cell[]> {
	return Object.entries(options)
		.filter(([name, value]) => !notAsked.has(name) && value !== false)
		.map(([name, value]) => [
			plain(name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)),
			code(optionText(name, value)),
		]);
}

/** What it is about: target, time, version, what was asked. */
export function headBlocks(report: SessionReport): readonly Block[] {
	const {target, startedAt, elapsed, version, complete, options} = report;
	return [
		heading(1, plain(`SMTP report: ${target}`)),
		...(complete ? [] : [paragraph([{strong: 'The session ended before there was a verdict.'}])]),
		...table(
			['About', ''],
			[
				[plain('target'), code(target)],
				[plain('made'), plain(`${utc(startedAt)}, in ${duration(elapsed)}`)],
				[plain('by'), plain(`smtp-medic ${version}; secrets are replaced`)],
				...askedRows(options),
			],
		),
		paragraph(plain('The same again:')),
		...command(report.command),
	];
}

/** The verdict with its evidence, the causes, and what to do. */
export function verdictBlocks({verdict, causes, warnings}: SessionReport): readonly Block[] {
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
		...causesBlocks(causes),
		...(warnings.length > 0 ? [heading(2, plain('Warnings'))] : []),
		...table(
			['What', 'Kind'],
			warnings.map(warning => [plain(warning.summary), code(warning.class)]),
		),
	];
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

/** What the server told of itself, and everything that was run and read there. */
export function serverBlocks({server}: SessionReport): readonly Block[] {
	const {place, said, looked, notSeen} = server;
	if (place === '' && said.length === 0) {
		return [];
	}

	return [
		...(said.length > 0 ? [heading(2, plain('What the server itself says'))] : []),
		...list(said.map(plain)),
		...(looked.length > 0
			? [
					heading(2, plain(`What was run and read on ${place}`)),
					paragraph(plain('All of it only reads; nothing was changed there.')),
				]
			: []),
		...table(
			['Command or file', 'To see', 'Outcome'],
			looked.map(look => [code(look.command), plain(look.why), plain(lookWords[look.status])]),
		),
		...(notSeen.length > 0 ? [heading(2, plain(`What was not seen on ${place}`))] : []),
		...table(
			['What', 'Why', 'As root it is shown by'],
			notSeen.map(({what, why, command: byRoot}) => [plain(what), plain(why), code(byRoot)]),
		),
	];
}
