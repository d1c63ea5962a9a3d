import path from 'node:path';
import process from 'node:process';
import {spawn} from '@lydell/node-pty';
import headless from '@xterm/headless';

export type TerminalOptions = {
	columns: number;
	rows: number;
	/** What the arguments are given to, where it is not the program here. */
	command?: readonly [program: string, ...words: string[]];
	/** The folder in which the program runs. */
	cwd?: string;
	env?: Readonly<Record<string, string | undefined>>;
};

/** The program in a real pseudo-terminal, with a terminal emulator that reads what it draws. */
export type Terminal = {
	/** Types keys: one chunk, as a slow line delivers it. */
	send(keys: string): void;
	/** What is on the screen, one string, a line for each row without spaces at its end. */
	screen(): string;
	/** Waits until the screen shows this; returns the screen. Rejects with the screen as it is. */
	until(what: RegExp | ((screen: string) => boolean)): Promise<string>;
	resize(columns: number, rows: number): void;
	kill(signal: NodeJS.Signals): void;
	/** Resolves once the program has ended and all that it wrote is on the screen. */
	exited: Promise<{code: number; signal: number | undefined}>;
	/** The program's screen is shown, and not the one with the shell's history. */
	isAlternate(): boolean;
	isCursorShown(): boolean;
	/** Everything that the program wrote. */
	written(): string;
	/** Ends the program, if it still runs. */
	close(): Promise<void>;
};

export const keys = {
	up: '\u001b[A',
	down: '\u001b[B',
	right: '\u001b[C',
	left: '\u001b[D',
	enter: '\r',
	tab: '\t',
	escape: '\u001b',
	backspace: '\u007f',
	home: '\u001b[H',
	pageDown: '\u001b[6~',
	ctrlC: '\u0003',
	ctrlU: '\u0015',
} as const;

const patience = 15_000;
const program = path.join(import.meta.dirname, '../../bin/smtp-medic.cjs');

/** Starts the built program with these arguments. */
export function openTerminal(args: readonly string[], options: TerminalOptions): Terminal {
	const {columns, rows, cwd, env = {}, command = [process.execPath, program]} = options;
	const [file, ...words] = command;
	const emulator = new headless.Terminal({cols: columns, rows, allowProposedApi: true});
	const child = spawn(file, [...words, ...args], {
		cols: columns,
		rows,
		...(cwd === undefined ? {} : {cwd}),
		env: Object.fromEntries(
			Object.entries({
				...process.env,
				TERM: 'xterm-256color',
				LANG: 'C.UTF-8',
				LC_ALL: undefined,
				CI: undefined,
				NO_COLOR: undefined,
				FORCE_COLOR: undefined,
				...env,
			}).filter(([, value]) => value !== undefined),
		),
	});
	let written = '';
	let drawn = ''; // As much of it as the emulator has taken in
	let ended: {code: number; signal: number | undefined} | undefined;
	const watchers = new Set<() => void>();
	const changed = () => {
		for (const watch of watchers) {
			watch();
		}
	};

	child.onData(data => {
		written += data;
		emulator.write(data, () => {
			drawn += data;
			changed();
		});
	});
	emulator.onData(data => {
		child.write(data); // Its answers to what the program asks the terminal
	});
	const exited = new Promise<{code: number; signal: number | undefined}>(resolve => {
		child.onExit(({exitCode, signal}) => {
			emulator.write('', () => {
				ended = {code: exitCode, signal};
				resolve(ended);
				changed();
			});
		});
	});
	// A frame comes between these two; while one is on its way the screen shows half of it
	const isWhole = () => drawn.lastIndexOf('\u001b[?2026l') >= drawn.lastIndexOf('\u001b[?2026h');
	const screen = () => {
		const {active} = emulator.buffer;
		return Array.from(
			{length: emulator.rows},
			(_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '',
		).join('\n');
	};

	return {
		send(text) {
			child.write(text);
		},
		screen,
		async until(what) {
			const holds = () =>
				isWhole() && (what instanceof RegExp ? what.test(screen()) : what(screen()));
			return new Promise((resolve, reject) => {
				const finish = (settle: () => void) => {
					clearTimeout(timer);
					watchers.delete(watch);
					settle();
				};

				const fail = (why: string) => {
					finish(() => {
						reject(new Error(`${why}: ${String(what)}\n${screen()}`));
					});
				};

				const watch = () => {
					if (holds()) {
						finish(() => {
							resolve(screen());
						});
					} else if (ended) {
						fail(`the program ended with ${ended.code} before the screen showed`);
					}
				};

				const timer = setTimeout(() => {
					fail('the screen never showed');
				}, patience);
				watchers.add(watch);
				watch();
			});
		},
		resize(newColumns, newRows) {
			emulator.resize(newColumns, newRows);
			child.resize(newColumns, newRows);
		},
		kill(signal) {
			child.kill(signal);
		},
		exited,
		isAlternate: () => emulator.buffer.active.type === 'alternate',
		isCursorShown: () => written.lastIndexOf('\u001b[?25h') >= written.lastIndexOf('\u001b[?25l'),
		written: () => written,
		async close() {
			if (!ended) {
				child.kill('SIGKILL');
			}

			await exited;
			emulator.dispose();
		},
	};
}
