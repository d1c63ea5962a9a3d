import type {EventOf} from '../../source/core/event.ts';
import type {Run} from './postfix.ts';

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
	const diagnosis = run.events.find(event => event.type === 'diagnosis');
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

/** The commands that change a Postfix server by the remedy of one cause, in their order. */
export function changesFor(run: Run, id: string): string[] {
	const cause = diagnosisOf(run).causes.find(c => c.id === id);
	const steps = cause?.fix.filter(step => step.mta === 'postfix' || step.mta === 'any') ?? [];
	return steps.filter(s => s.effect === 'changes' && s.command !== '').map(s => s.command);
}

/** What the client said to the server, verb by verb. */
export function clientLines(run: Run): string[] {
	return run.events.flatMap(e => (e.type === 'line' && e.from === 'client' ? [e.text] : []));
}
