import type {SessionEvent} from '../../source/core/event.ts';
import type {Options} from '../../source/core/options.ts';
import type {Practice} from '../../source/core/practice.ts';
import {buildOptions} from '../../source/command/build-options.ts';
import {startSession} from '../../source/engine/start-session.ts';
import {createLab, scenarios} from '../../source/practice-wiring.ts';
import {createMachinery} from '../../source/wiring.ts';

/** What a session on a practice server says from beginning to end, by the real engine on loopback. */
export type Recorded = {
	events: readonly SessionEvent[];
	options: Options;
	scenario: Practice['scenario'];
	settings: ReturnType<Practice['settings']>;
};

export async function record(id: string): Promise<Recorded> {
	const scenario = scenarios.find(s => s.id === id);
	if (!scenario) {
		throw new Error(`there is no scenario ${id}`);
	}

	const practice = await createLab(scenarios).start(scenario);
	try {
		const options = buildOptions(new Map(), undefined, () => '', practice.options);
		const session = startSession(options, async () => undefined, createMachinery('0'), true);
		await session.done;
		return {events: [...session.events], options, scenario, settings: practice.settings()};
	} finally {
		await practice.close();
	}
}
