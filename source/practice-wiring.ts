import type {Practice} from './core/practice.ts';
import {UsageError} from './core/usage-error.ts';
import {scenarios} from './knowledge/scenarios.ts';
import {createLab} from './lab/create-lab.ts';

/** The practice lab and its incidents; loaded only when somebody practises. */
export {createLab, scenarios};

/**
 * Starts an incident by its name. Rejects with a UsageError where there is none of that name, and with
 * a CannotRunError where this system cannot run it.
 */
export async function practise(name: string): Promise<Practice> {
	const scenario = scenarios.find(({id}) => id === name);
	if (!scenario) {
		throw new UsageError(
			`there is no practice scenario ${name}: it must be one of ${scenarios.map(({id}) => id).join(', ')}`,
		);
	}

	return createLab(scenarios).start(scenario);
}
