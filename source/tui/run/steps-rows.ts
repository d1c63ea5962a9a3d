import type {Observation} from '../../core/observation.ts';
import {duration} from '../../core/phrase.ts';
import {questions} from '../../core/vocabulary.ts';
import type {Look} from '../look.ts';
import {pad} from '../text/columns.ts';
import {onOneLine} from '../text/laid.ts';
import {ends, endsIfRoom, faint, row, strong, type Row, type Span, type Tone} from '../text/row.ts';
import type {SessionView, StepView} from './session-view.ts';
import {waitOf} from './waiting.ts';

/** A line of the steps; `step` is the index of the step that it belongs to. */
export type StepRow = {row: Row; step: number | undefined};

const tones: Readonly<Record<StepView['status'], Tone>> = {
	passed: 'good',
	failed: 'bad',
	warned: 'caution',
	skipped: 'faint',
	running: 'accent',
};

/** The time of a step; tenths of a millisecond say nothing here. */
export function timeOf(milliseconds: number): string {
	return duration(milliseconds < 10 ? milliseconds : Math.round(milliseconds));
}

/** The word on the right that says most about how a step ended. */
function wordOf(step: StepView): string {
	const {observations, elapsed, status} = step;
	if (status === 'failed') {
		for (const o of observations.toReversed()) {
			if (o.tag === 'smtp.refusal') {
				return `${o.data.code} ${o.data.enhanced}`.trim();
			}

			if (o.tag === 'tls.failed' || o.tag === 'dns.failed') {
				return o.tag === 'dns.failed' ? o.data.status : o.data.code;
			}
		}
	}

	return timeOf(elapsed);
}

const wellKnown = [25, 465, 587, 2525, 2587];

type PortView = {port: string; word: string; tone: Tone; mark: keyof Look['status']; time: string};

function portOf(o: Observation): PortView | undefined {
	if (
		o.tag !== 'tcp.open' &&
		o.tag !== 'tcp.refused' &&
		o.tag !== 'tcp.silent' &&
		o.tag !== 'tcp.unreachable' &&
		o.tag !== 'tcp.closed'
	) {
		return undefined;
	}

	const {port, service, role, after} = o.data;
	const isKnown = role === 'control' || wellKnown.includes(port);
	const name = isKnown ? String(port) : `${port} ${service}`;
	switch (o.tag) {
		case 'tcp.open': {
			return {port: name, word: 'open', tone: 'good', mark: 'passed', time: timeOf(after)};
		}

		case 'tcp.refused': {
			return {port: name, word: 'refused', tone: 'bad', mark: 'failed', time: timeOf(after)};
		}

		case 'tcp.silent': {
			return {port: name, word: 'no answer', tone: 'bad', mark: 'failed', time: timeOf(after)};
		}

		case 'tcp.unreachable': {
			return {port: name, word: o.data.code, tone: 'bad', mark: 'failed', time: timeOf(after)};
		}

		case 'tcp.closed': {
			return {port: name, word: 'closed at once', tone: 'caution', mark: 'warned', time: ''};
		}
	}
}

function portRows({observations}: StepView, look: Look, width: number): Row[] {
	const views = observations.flatMap(o => portOf(o) ?? []);
	return views.map(({port, word, tone, mark, time}) =>
		endsIfRoom(
			row(
				'    ',
				{text: pad(look.status[mark], look.markWidth), tone},
				` ${port} `,
				tone === 'good' ? word : {text: word, strong: true},
			),
			[faint(time)],
			width,
			look.more,
		),
	);
}

function stepRow(
	view: SessionView,
	step: StepView,
	{selected, look, width, now}: {selected: boolean; look: Look; width: number; now: number},
): Row {
	const {status, title} = step;
	const wait = waitOf(view, step, now);
	const mark: Span = wait
		? {text: pad('', look.markWidth), busy: true, tone: 'accent'}
		: {text: pad(look.status[status], look.markWidth), tone: tones[status], strong: true};
	const right: Span = wait
		? {text: wait.left, tone: 'accent'}
		: status === 'running'
			? faint('')
			: status === 'failed'
				? {text: wordOf(step), tone: 'bad', strong: true}
				: faint(status === 'skipped' ? 'skipped' : wordOf(step));
	const name: Span = status === 'failed' || status === 'running' ? strong(title) : {text: title};
	return ends(
		row(selected ? `${look.here} ` : '  ', mark, ' ', {...name, inverse: selected}),
		[right],
		width,
		look.more,
	);
}

/** The steps under the four questions, one row each, with the ports of a scan below it. */
export function stepRows(
	view: SessionView,
	selected: number | undefined,
	look: Look,
	width: number,
	now: number,
): StepRow[] {
	return questions.flatMap(({id, title}, index) => {
		const steps = view.steps.flatMap((step, at) => (step.question === id ? [{step, at}] : []));
		const heading = `${index + 1} ${title}`;
		return [
			{
				row: onOneLine(look, [steps.length > 0 ? strong(heading) : faint(heading)], width),
				step: undefined,
			},
			...steps.flatMap(({step, at}) => [
				{row: stepRow(view, step, {selected: at === selected, look, width, now}), step: at},
				...portRows(step, look, width).map(ports => ({row: ports, step: at})),
			]),
		];
	});
}
