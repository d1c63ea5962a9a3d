import {buildOptions} from '../../source/command/build-options.ts';
import type {SessionEvent} from '../../source/core/event.ts';
import type {Options} from '../../source/core/options.ts';
import type {Practice} from '../../source/core/practice.ts';
import {startSession} from '../../source/engine/start-session.ts';
import {createMachinery} from '../../source/wiring.ts';

export type Examined = {
	result: SessionEvent & {type: 'result'};
	diagnosis: (SessionEvent & {type: 'diagnosis'}) | undefined;
	events: readonly SessionEvent[];
};

/** Runs the program's own checks against a practice server, as `smtp-medic check --lab` does. */
export async function examine(
	practice: Practice,
	changes: Partial<Options> = {},
): Promise<Examined> {
	const noFile = () => '';
	const preset = buildOptions(new Map(), undefined, noFile, practice.options);
	const options: Options = {...preset, pipeline: true, ...changes};
	const {account} = practice.scenario;
	const session = startSession(
		options,
		async () => (account ? {value: account.password} : undefined),
		createMachinery('test'),
		false,
	);
	const result = await session.done;
	const diagnosis = session.events.findLast(event => event.type === 'diagnosis');
	return {result, diagnosis, events: session.events};
}
