import {Readable, Writable} from 'node:stream';
import headless from '@xterm/headless';
import {render} from 'ink';
import {App} from '../../source/tui/app.tsx';
import type {AppState} from '../../source/tui/state.ts';
import {createStore} from '../../source/tui/store.ts';
import {look, services} from './screens.ts';

/** The screens as Ink draws them with the options of the program, in an emulator of that size. */
export function draw(state: AppState) {
	const {columns, rows} = state.size;
	const emulator = new headless.Terminal({
		cols: columns,
		rows,
		allowProposedApi: true,
		convertEol: true,
	});
	let bytes = 0;
	const stdout = Object.assign(
		new Writable({
			write(chunk: Buffer, _, done) {
				bytes += chunk.length;
				emulator.write(chunk, done);
			},
		}),
		{columns, rows, isTTY: true},
	) as NodeJS.WriteStream;
	const terminal = {isTTY: true, setRawMode: () => stdin, ref: () => stdin, unref: () => stdin};
	const stdin: NodeJS.ReadStream = Object.assign(
		new Readable({read() {}}) as NodeJS.ReadStream,
		terminal,
	);
	const store = createStore(state, look, services, () => undefined);
	const instance = render(<App store={store} look={look} services={services} />, {
		stdout,
		stdin,
		alternateScreen: true,
		incrementalRendering: true,
		interactive: true,
		exitOnCtrlC: false,
		patchConsole: false,
	});
	return {
		store,
		/** How much has been written to the terminal. */
		bytes: () => bytes,
		/** What is on the screen, once everything has been drawn. */
		async screen(): Promise<string> {
			await instance.waitUntilRenderFlush();
			const {active} = emulator.buffer;
			return Array.from({length: rows}, (_, row) =>
				(active.getLine(row)?.translateToString(true) ?? '').trimEnd(),
			).join('\n');
		},
		close() {
			instance.unmount();
			emulator.dispose();
		},
	};
}
