import {classes} from '../knowledge/classes.ts';
import type {Look} from './look.ts';
import {delayNeeded} from './run/retry-rows.ts';
import type {AppState, Services} from './state.ts';
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
	return [
		`${mark} ${target}: ${title}`,
		`  ${end.summary}`,
		...(needed === undefined ? [] : [`  ${needed}`]),
		...(cause ? [`  First cause to look at: ${cause.title} (${cause.standing}).`] : []),
		`  Again: ${services.command(run.options)}`,
		...reports.map(name => `  Report: ${name}`),
	].map(line => look.text(line));
}
