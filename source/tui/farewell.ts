import type {CauseReport} from '../core/event.ts';
import {classes} from '../knowledge/classes.ts';
import type {Look} from './look.ts';
import {evidenceOf} from './run/evidence.ts';
import {delayNeeded} from './run/retry-rows.ts';
import type {AppState, Services} from './state.ts';
import {laid} from './text/laid.ts';
import {topOf} from './top-of.ts';

const outcomeCodes = {healthy: 0, problem: 1, inconclusive: 3} as const;

/** The exit code that the last verdict means; 3 where a run was left before it had one. */
export function verdictCode(state: AppState): number {
	const screen = topOf(state);
	if (screen.kind === 'run' && !screen.view.end) {
		return outcomeCodes.inconclusive;
	}

	const end = state.lastRun?.view.end;
	return end ? outcomeCodes[end.outcome] : 0;
}

/** What stays in the scrollback: the verdict, how to run the same again, and the reports. */
export function farewell(state: AppState, services: Services, look: Look): readonly string[] {
	const {lastRun: run, reports} = state;
	const end = run?.view.end;
	if (!run || !end) {
		return [];
	}

	const {diagnosis, target} = run.view;
	const mark =
		end.outcome === 'healthy'
			? look.status.passed
			: end.outcome === 'problem'
				? look.status.failed
				: look.status.warned;
	const title = diagnosis
		? `${classes[diagnosis.class].title} (${diagnosis.class}, ${diagnosis.certainty})`
		: end.outcome === 'healthy'
			? 'It works'
			: 'Inconclusive';
	const isHidden = run.incident?.answer === 'open' && !run.incident.solved;
	const cause = isHidden
		? undefined
		: diagnosis?.causes.find(({standing}) => standing !== 'ruled-out');
	const needed = delayNeeded(run);
	const sentence = (text: string) => wrapped(`  ${text}`, state.size.columns, look);
	return [
		...wrapped(`${mark} ${target}: ${title}`, state.size.columns, look),
		...sentence(end.summary),
		...(needed === undefined ? [] : sentence(needed)),
		...(cause ? causeLines(cause, sentence) : []),
		// A command is copied as it is, so that the terminal alone may break it
		look.text(`  Again: ${services.command(run.options)}`),
		...reports.map(name => look.text(`  Report: ${name}`)),
	];
}

/** The likeliest cause; where it is confirmed, also by what, and what puts it right. */
function causeLines(cause: CauseReport, sentence: (text: string) => string[]): string[] {
	const [proof] = cause.evidence.map(evidenceOf).filter(({speaksFor}) => speaksFor);
	const fix = cause.fix.find(({effect}) => effect === 'changes');
	return [
		...sentence(`First cause to look at: ${cause.title} (${cause.standing}).`),
		...(cause.standing === 'confirmed'
			? [
					...(proof ? sentence(proof.text) : []),
					...(fix ? sentence(`To put it right: ${fix.text}`) : []),
				]
			: []),
	];
}

/** Text in as many lines as it takes, broken between words. */
function wrapped(text: string, columns: number, look: Look): string[] {
	const indent = 2;
	return laid(look, [{text}], columns, indent).map(line => line.map(span => span.text).join(''));
}
