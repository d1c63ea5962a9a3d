import {setImmediate} from 'node:timers/promises';
import {render} from 'ink';
import type {Practice} from '../core/practice.ts';
import {App} from './app.tsx';
import {farewell, verdictCode} from './farewell.ts';
import type {Look} from './look.ts';
import type {Effect} from './messages.ts';
import type {ScreenPorts} from './ports.ts';
import {createRunner} from './runner.ts';
import type {AppState, Screen, Services} from './state.ts';
import {createStore} from './store.ts';

export type Opening = {
	/** The screens to begin with, the shown one last, and what they ask for. */
	screens: readonly Screen[];
	effects: readonly Effect[];
	/** A practice server that runs already. */
	practice?: Practice;
	look: Look;
	services: Services;
	ports: ScreenPorts;
	stdin: NodeJS.ReadStream;
	stdout: NodeJS.WriteStream;
};

/** Screens that are open. */
export type OpenScreens = {
	/** Restores the terminal at once, and ends what runs. */
	close(): Promise<void>;
	/** Takes the screens away while something else has the terminal, and shows them again. */
	lend<T>(work: () => Promise<T>): Promise<T>;
	/** What was left behind when the user went; rejects with a fault of our own. */
	done: Promise<{code: number; lines: readonly string[]}>;
};

/**
 * Leaves what is typed to somebody else. Ink stops listening, and Node reads on all the same: it would
 * take keys from the program that has the terminal. A stream takes one turn to know that nobody listens,
 * and one to stop.
 */
async function stopReading(stdin: NodeJS.ReadStream): Promise<void> {
	await setImmediate();
	stdin.pause();
	await setImmediate();
}

/** Shows the screens on the alternate screen of the terminal until the user leaves. */
export function openScreens(opening: Opening): OpenScreens {
	const {screens, effects, practice, look, services, ports, stdin, stdout} = opening;
	const initial: AppState = {
		size: {columns: stdout.columns, rows: stdout.rows},
		screens,
		help: undefined,
		toast: '',
		solved: {},
		sessions: effects.filter(({type}) => type === 'start').length,
		reports: [],
		lastRun: undefined,
	};
	let left: number | undefined;
	let lender: ((work: () => Promise<void>) => Promise<void>) | undefined;
	const runner = createRunner(
		ports,
		message => {
			store.send(message);
		},
		code => {
			left = code === 'verdict' ? verdictCode(store.state()) : code;
			instance.unmount();
		},
		{practice},
	);
	const store = createStore(initial, look, services, runner.perform);
	const keyed = {
		...store,
		send(message: Parameters<typeof store.send>[0]) {
			if (message.type === 'key') {
				runner.flush();
			}

			store.send(message);
		},
	};
	// Ink does this only after its first frame: a key that comes before would be echoed onto it
	stdin.setRawMode(true);
	const app = (
		<App
			store={keyed}
			look={look}
			services={services}
			onLender={lend => {
				lender = lend;
			}}
		/>
	);
	const instance = render(app, {
		stdin,
		stdout,
		alternateScreen: true,
		incrementalRendering: true,
		exitOnCtrlC: false, // Ctrl-c stops the checks first
		interactive: true,
	});
	for (const effect of effects) {
		runner.perform(effect);
	}

	const done = async () => {
		try {
			await instance.waitUntilExit();
		} finally {
			stdin.setRawMode(false);
			await runner.close();
		}

		const state = store.state();
		return {code: left ?? verdictCode(state), lines: farewell(state, services, look)};
	};

	return {
		async close() {
			instance.unmount();
			await runner.close();
		},
		async lend(work) {
			const working: {result?: ReturnType<typeof work>} = {};
			await lender?.(async () => {
				await stopReading(stdin);
				working.result = work();
				await working.result.catch(() => undefined);
			});
			return working.result ?? work();
		},
		done: done(),
	};
}
