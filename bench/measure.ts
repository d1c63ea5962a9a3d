/** What is measured of one run of a program. */
import {spawn, type ChildProcess} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import process from 'node:process';
import {spawn as spawnInTerminal} from '@lydell/node-pty';

export type Command = readonly string[];
type Environment = Readonly<Record<string, string | undefined>>;

/** Milliseconds from the start of a program to its end. */
export async function timeToExit(
	[program = '', ...args]: Command,
	environment: Environment = {},
): Promise<number> {
	const env = {...process.env, ...environment};
	const start = performance.now();
	const child = spawn(program, args, {stdio: ['ignore', 'pipe', 'ignore'], env});
	child.stdout.resume();
	await new Promise(resolve => child.once('close', resolve));
	return performance.now() - start;
}

/** The most memory that a program held, in megabytes; read as long as it runs. */
export async function peakMemory([program = '', ...args]: Command): Promise<number> {
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

const controlC = '\u0003';

/**
 * Runs a program in a pseudo-terminal until `done` says so of what it has written, then leaves it by
 * ctrl-c as a user does, so that it can keep what it compiled. `type` is sent to it as soon as it has
 * written anything. Rejects after 20 seconds.
 */
export async function onScreen(
	[program = '', ...args]: Command,
	done: (written: string) => boolean,
	{env: environment = {}, type = ''}: {env?: Environment; type?: string} = {},
): Promise<Screen> {
	const env = {
		...process.env,
		TERM: 'xterm-256color',
		LANG: 'C.UTF-8',
		CI: undefined,
		...environment,
	};
	const start = performance.now();
	const terminal = spawnInTerminal(program, args, {cols: 120, rows: 40, env});
	const ended = Promise.withResolvers<undefined>();
	const seen = Promise.withResolvers<Screen>();
	let written = '';
	const late = setTimeout(() => {
		seen.reject(new Error(`nothing of the kind within 20 s:\n${written.slice(-2000)}`));
	}, 20_000);
	const look = () => {
		if (done(written)) {
			const milliseconds = performance.now() - start;
			const memory = highWater(terminal.pid);
			seen.resolve({milliseconds, memory, bytes: Buffer.byteLength(written)});
		}
	};
	const timer = setInterval(look, 50);
	terminal.onExit(() => {
		look();
		ended.resolve(undefined);
	});
	terminal.onData(data => {
		if (written === '' && type !== '') {
			terminal.write(type);
		}

		written += data;
		look();
	});
	try {
		return await seen.promise;
	} finally {
		clearTimeout(late);
		clearInterval(timer);
		// Twice: the first ends the checks where some run
		const leaving = setInterval(() => terminal.write(controlC), 100);
		const killing = setTimeout(() => terminal.kill('SIGKILL'), 5000);
		await ended.promise;
		clearInterval(leaving);
		clearTimeout(killing);
	}
}

/** Starts one of the servers beside this file; resolves to it and what it printed. */
export async function startHelper(
	file: string,
	args: readonly string[],
): Promise<{child: ChildProcess; printed: unknown}> {
	const child = spawn(process.execPath, [file, ...args], {stdio: ['ignore', 'pipe', 'inherit']});
	const line = await new Promise<string>(resolve =>
		child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
	);
	return {child, printed: JSON.parse(line) as unknown};
}

/** Where a program stands on this machine, if it does. */
export function find(program: string): string | undefined {
	const folders = (process.env['PATH'] ?? '').split(':');
	return folders.map(folder => `${folder}/${program}`).find(file => existsSync(file));
}
