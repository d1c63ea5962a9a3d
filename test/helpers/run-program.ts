import {spawn, type ChildProcessWithoutNullStreams} from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import {onTestFinished} from 'vitest';

/** The built program. */
export const program = path.join(import.meta.dirname, '../../bin/smtp-medic.cjs');

export type Ended = {
	code: number | null;
	signal: NodeJS.Signals | null;
	stdout: string;
	stderr: string;
};

export type Running = {
	child: ChildProcessWithoutNullStreams;
	/** What was printed so far. */
	readonly stdout: string;
	/** Resolves when standard output holds these words; rejects where the program ends without them. */
	says(words: string): Promise<void>;
	readonly ended: Promise<Ended>;
};

type Given = {
	/** Standard input; `null` leaves it open for more to come. */
	input?: string | null;
	env?: Readonly<Record<string, string>>;
};

function start(command: string, args: readonly string[], {input, env = {}}: Given): Running {
	const child = spawn(command, args, {
		env: {PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', ...env},
		stdio: 'pipe',
	});
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	let stdout = '';
	let stderr = '';
	const watchers = new Set<() => void>();
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
		for (const watch of watchers) {
			watch();
		}
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
	});
	child.stdin.on('error', () => undefined);
	if (input !== null) {
		child.stdin.end(input ?? '');
	}

	const ended = new Promise<Ended>((resolve, reject) => {
		child.once('error', reject).once('close', (code, signal) => {
			resolve({code, signal, stdout, stderr});
		});
	});
	return {
		child,
		ended,
		get stdout() {
			return stdout;
		},
		async says(words) {
			await new Promise<void>((resolve, reject) => {
				const watch = () => {
					if (stdout.includes(words)) {
						watchers.delete(watch);
						resolve();
					}
				};

				watchers.add(watch);
				watch();
				child.once('close', () => {
					reject(new Error(`ended without “${words}”: ${stdout}${stderr}`));
				});
			});
		},
	};
}

/** Starts the built program with no terminal, and an environment that says nothing about one. */
export function startProgram(args: readonly string[], given: Given = {}): Running {
	return start(process.execPath, [program, ...args], given);
}

/** Runs the built program to its end. */
export async function runProgram(args: readonly string[], given: Given = {}): Promise<Ended> {
	return startProgram(args, given).ended;
}

/** Runs a command line of the shell, in which `$MEDIC` is the built program. */
export async function runShell(command: string): Promise<Ended> {
	const env = {MEDIC: `${process.execPath} ${program}`};
	return start('sh', ['-c', command], {env}).ended;
}
