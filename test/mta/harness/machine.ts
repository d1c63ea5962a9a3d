/**
 * A machine of its own: a file system (see `images.ts`), a network, processes. Nothing of it is
 * visible outside, and all of it ends with this process.
 */
import {spawn, type ChildProcess} from 'node:child_process';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {until} from './until.ts';

export type Output = {code: number; stdout: string; stderr: string};

export const project = path.join(import.meta.dirname, '../../..');
/** The Node that the project brings along; the machines have no other. */
export const node = path.join(project, 'node_modules/node/bin/node');

const searchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const environment = {PATH: searchPath, HOME: '/root', LC_ALL: 'C.UTF-8', TERM: 'dumb'};

export type Machine = {
	name: string;
	/** Process that the machine consists of, as this machine counts. */
	pid: number;
	/** Runs a shell command, as root. */
	shell(command: string): Promise<Output>;
	/** The same; throws with what it said where it fails. */
	must(command: string): Promise<string>;
	/** Runs a program until it ends. */
	run(command: readonly string[], env?: Readonly<Record<string, string>>): Promise<Output>;
	/** Starts a program that runs until the machine stops. */
	serve(command: readonly string[]): void;
	write(file: string, text: string): Promise<void>;
	read(file: string): Promise<string>;
	/** Waits until something listens on a port. */
	listens(protocol: 'tcp' | 'udp', port: number): Promise<void>;
	stop(): Promise<void>;
};

/** Starts a machine on a root folder; `shared` is seen as /mnt in it. */
export async function startMachine(name: string, image: string, shared: string): Promise<Machine> {
	const children: ChildProcess[] = [];
	const start = (command: readonly string[], complaints: 'pipe' | 'inherit'): ChildProcess => {
		// The kernel ends these with this process, however it ends
		const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...command], {
			env: environment,
			stdio: ['ignore', 'ignore', complaints],
		});
		children.push(child);
		return child;
	};

	const spaces = ['--net', '--mount', '--uts', '--ipc', '--pid', '--fork', '--kill-child'];
	const boot = path.join(import.meta.dirname, 'boot.sh');
	const first = start(['unshare', ...spaces, 'sh', boot, image, shared, project, name], 'pipe');
	let complaint = '';
	first.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint += text));
	let pid = 0;
	const stop = async (): Promise<void> => {
		if (pid > 0) {
			killFirst(pid); // The kernel ends all that is in there before this one is gone
		}

		await Promise.all(children.map(child => ended(child)));
	};

	try {
		await until(`${name} to start`, () => {
			if (first.exitCode !== null) {
				throw new Error(`${name} did not start: ${complaint}`);
			}

			return readOr(path.join(shared, `machines/${name}.ready`), '') !== '';
		});
	} catch (error) {
		first.kill('SIGKILL');
		await stop();
		throw error;
	}

	pid = Number(readFileSync(`/proc/${first.pid}/task/${first.pid}/children`, 'utf8'));
	const enter = ['nsenter', '-t', `${pid}`, '-m', '-u', '-i', '-n', '-p', '-r', '-w', '--'];
	const run: Machine['run'] = (command, env) => execute([...enter, ...command], {env});
	const shell: Machine['shell'] = command => run(['sh', '-c', command]);
	const machine: Machine = {
		name,
		pid,
		run,
		shell,
		async must(command) {
			const {code, stdout, stderr} = await shell(command);
			if (code !== 0) {
				throw new Error(`${name}: ${command}\nexit ${code}\n${stdout}${stderr}`);
			}

			return stdout;
		},
		serve(command) {
			start([...enter, ...command], 'inherit');
		},
		async write(file, text) {
			const {code, stderr} = await execute([...enter, 'tee', file], {input: text});
			if (code !== 0) {
				throw new Error(`${name}: ${stderr}`);
			}
		},
		read: async file => (await run(['cat', file])).stdout,
		async listens(protocol, port) {
			const command = `ss -Hln -${protocol[0]} sport = :${port}`;
			await until(`${name} to listen on ${protocol} port ${port}`, async () => {
				const {stdout} = await shell(command);
				return stdout !== '';
			});
		},
		stop,
	};
	return machine;
}

type Execution = {
	env?: Readonly<Record<string, string | undefined>> | undefined;
	input?: string;
	timeout?: number;
};

/** Runs a program until it ends, or for `timeout` milliseconds. */
export async function execute(
	command: readonly string[],
	{env, input = '', timeout = 120_000}: Execution = {},
): Promise<Output> {
	const [program = '', ...rest] = command;
	const child = spawn(program, rest, {
		env: {...environment, ...env},
		timeout,
		killSignal: 'SIGKILL',
	});
	child.stdin.on('error', () => {}).end(input); // It may end without having read all
	let stdout = '';
	let stderr = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
	child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
	const closed = new Promise(resolve => child.once('close', resolve));
	const code = await new Promise<number>((resolve, reject) => {
		child.once('error', reject).once('exit', status => resolve(status ?? -1));
	});
	// A service that it started may hold its output open for ever
	await Promise.race([closed, delay(500)]);
	return {code, stdout, stderr};
}

function killFirst(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// It has ended by itself
	}
}

async function ended(child: ChildProcess): Promise<void> {
	if (child.exitCode === null && child.signalCode === null) {
		await new Promise(resolve => child.once('exit', resolve));
	}
}

function readOr(file: string, otherwise: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return otherwise;
	}
}
