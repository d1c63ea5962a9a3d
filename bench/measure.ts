/** What is measured of one run of a program, and how runs are summed up. */
import {spawn, type ChildProcess} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import process from 'node:process';
import {spawn as spawnInTerminal} from '@lydell/node-pty';

/** The middle one of an odd number of values, the mean of the two middle ones else. */
export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length / 2;
	const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
	const high = sorted[Math.floor(middle)] ?? Number.NaN;
	return (low + high) / 2;
}

/** The median of `runs` runs, after one that warms the caches. */
export async function medianOf(runs: number, measure: () => Promise<number>): Promise<number> {
	await measure();
	const values: number[] = [];
	while (values.length < runs) {
		values.push(await measure());
	}

	return median(values);
}

/** Milliseconds from the start of a program to its end. */
export async function timeToExit([program = '', ...args]: readonly string[]): Promise<number> {
	const start = performance.now();
	const child = spawn(program, args, {stdio: ['ignore', 'pipe', 'ignore']});
	child.stdout.resume();
	await new Promise(resolve => child.once('close', resolve));
	return performance.now() - start;
}

/** The most memory that a program held, in megabytes; read as long as it runs. */
export async function peakMemory([program = '', ...args]: readonly string[]): Promise<number> {
	const child = spawn(program, args, {stdio: ['ignore', 'ignore', 'ignore']});
	let peak = 0;
	const timer = setInterval(() => (peak = Math.max(peak, highWater(child.pid))), 1);
	await new Promise(resolve => child.once('close', resolve));
	clearInterval(timer);
	return peak;
}

/** VmHWM of a process in megabytes (proc(5)); 0 where it has ended. */
function highWater(pid: number | undefined): number {
	try {
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
	} catch {
		return 0;
	}
}

export type Screen = {milliseconds: number; bytes: number; memory: number};

/**
 * Runs a program in a pseudo-terminal until `done` says so of what it has written, then closes it.
 * Rejects after 20 seconds.
 */
export async function onScreen(
	[program = '', ...args]: readonly string[],
	done: (written: string) => boolean,
): Promise<Screen> {
	const start = performance.now();
	const env = {...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8', CI: undefined};
	const terminal = spawnInTerminal(program, args, {cols: 120, rows: 40, env});
	let written = '';
	const exited = new Promise<void>(resolve => terminal.onExit(() => resolve()));
	try {
		return await new Promise<Screen>((resolve, reject) => {
			const late = setTimeout(
				() => reject(new Error(`nothing of the kind within 20 s:\n${written.slice(-2000)}`)),
				20_000,
			);
			const look = () => {
				if (done(written)) {
					clearTimeout(late);
					clearInterval(timer);
					const milliseconds = performance.now() - start;
					resolve({
						milliseconds,
						bytes: Buffer.byteLength(written),
						memory: highWater(terminal.pid),
					});
				}
			};
			const timer = setInterval(look, 50);
			terminal.onData(data => {
				written += data;
				look();
			});
			terminal.onExit(look);
		});
	} finally {
		terminal.kill('SIGKILL');
		await exited;
	}
}

/** Starts one of the servers beside this file; resolves to it and the line that it printed. */
export async function startHelper(
	file: string,
	args: readonly string[],
): Promise<{child: ChildProcess; line: string}> {
	const child = spawn(process.execPath, [file, ...args], {stdio: ['ignore', 'pipe', 'inherit']});
	const line = await new Promise<string>(resolve =>
		child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
	);
	return {child, line};
}

/** Where a program stands on this machine, if it does. */
export function find(program: string): string | undefined {
	const folders = (process.env['PATH'] ?? '').split(':');
	return folders.map(folder => `${folder}/${program}`).find(file => existsSync(file));
}
