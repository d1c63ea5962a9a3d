import type {CauseReport, EventOf} from '../../../source/core/event.ts';
import type {Run} from './bed.ts';

/** The last event of a run; throws, with what the program printed, where there is none. */
export function resultOf(run: Run): EventOf<'result'> {
	const last = run.events.at(-1);
	if (last?.type !== 'result') {
		throw new Error(`exit ${run.code}, no result:\n${run.stdout}\n${run.stderr}`);
	}

	return last;
}

/** What the program diagnosed; throws where it diagnosed nothing. */
export function diagnosisOf(run: Run): EventOf<'diagnosis'> {
	const diagnosis = run.events.findLast(event => event.type === 'diagnosis');
	if (!diagnosis) {
		throw new Error(`exit ${run.code}, no diagnosis:\n${run.stdout}\n${run.stderr}`);
	}

	return diagnosis;
}

/** The ids of the causes that are not ruled out, most likely first. */
export function causesOf(run: Run): string[] {
	const standing = diagnosisOf(run).causes.filter(cause => cause.standing !== 'ruled-out');
	return standing.map(cause => cause.id);
}

/** One cause of a diagnosis. */
export function causeOf(run: Run, id: string): CauseReport {
	const cause = diagnosisOf(run).causes.find(c => c.id === id);
	if (!cause) {
		throw new Error(`no cause ${id} among ${causesOf(run).join(', ')}`);
	}

	return cause;
}

/** What the client said to the server, verb by verb. */
export function clientLines(run: Run): string[] {
	return run.events.flatMap(e => (e.type === 'line' && e.from === 'client' ? [e.text] : []));
}

/** What the server said. */
export function serverLines(run: Run): string[] {
	return run.events.flatMap(e => (e.type === 'line' && e.from === 'server' ? [e.text] : []));
}

/** A run in a few lines, for whoever reads that a test failed. */
export function summaryOf(run: Run): string {
	const lines = run.events.flatMap(event => {
		switch (event.type) {
			case 'line': {
				return [`${{client: '>', server: '<', note: '#'}[event.from]} ${event.text}`];
			}

			case 'step-finished': {
				return [`= ${event.step} ${event.status}: ${event.summary}`];
			}

			case 'diagnosis': {
				return [
					`! ${event.class} (${event.certainty}) at ${event.stage}, or ${event.alternatives.join(' ')}`,
					...event.causes.map(c => `!   ${c.standing} ${c.id}: ${c.evidence.join(' | ')}`),
				];
			}

			case 'result': {
				const warnings = event.warnings.map(w => w.class).join(' ');
				return [`! ${event.outcome}: ${event.class} ${event.cause}, warnings: ${warnings}`];
			}

			default: {
				return [];
			}
		}
	});
	return [...lines, `exit ${run.code}`, run.stderr].join('\n');
}
