import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {platform, tmpdir} from 'node:os';
import path from 'node:path';
import {errorCode} from '../error-code.ts';

/** How long the user may take to answer what `ssh` asks, in milliseconds. */
const patience = 180_000;
/** How long a connection is given to end by itself. */
const farewell = 2000;

/**
 * Of the user’s configuration everything holds but what opens ports, shells or windows, or runs
 * something else than what is asked for here.
 */
const always = [
	'-T',
	'-x',
	'-a',
	...['ConnectTimeout=15', 'ClearAllForwardings=yes', 'PermitLocalCommand=no'].flatMap(o => [
		'-o',
		o,
	]),
	...['RemoteCommand=none', 'ServerAliveInterval=15', 'ServerAliveCountMax=2'].flatMap(o => [
		'-o',
		o,
	]),
];

/** The ssh of Windows has no sockets to share a connection by; each look then connects by itself. */
const sharesConnections = platform() !== 'win32';

/** Arguments of `ssh` that run a POSIX shell on the host; what it does is told on its standard input. */
export function sshWords(host: string, options: readonly string[]): readonly string[] {
	return [...always, ...options.flatMap(option => ['-o', option]), '--', host, 'sh'];
}

/** A connection that others can go through, for as long as it is held. */
export type SshConnection = {
	/** Options of `ssh` that go through it. */
	options: readonly string[];
	/** The socket by which others share it; absent where sockets do not work. */
	socket?: string;
	close(): Promise<void>;
};

type Held = {connection: SshConnection; said: string} | {why: string};

/** A folder that nobody else may enter, for the socket. */
function privateFolder(): string {
	// The name of a socket may have about 100 characters, and ssh adds some
	return mkdtempSync(path.join(tmpdir().length > 60 ? '/tmp' : tmpdir(), 'smtp-medic-'));
}

/**
 * Connects, and holds the connection open: a shell waits at its other end, and leaves when its input
 * ends, however this process does. What `ssh` has to ask, it asks on the terminal. `hello` is run
 * there first; `said` is its first line that begins with `begins`. Where it may not ask it fails instead.
 * Rejects with the signal’s reason.
 */
export async function holdConnection(
	program: string,
	host: string,
	hello: string,
	begins: string,
	signal: AbortSignal,
	mayAsk = true,
): Promise<Held> {
	signal.throwIfAborted();
	const folder = privateFolder();
	const socket = sharesConnections ? `ControlPath=${folder}/s` : 'ControlPath=none';
	const master = sharesConnections ? ['ControlMaster=yes', 'ControlPersist=no'] : [];
	const words = sshWords(host, [...master, ...(mayAsk ? [] : ['BatchMode=yes']), socket]);
	const child = spawn(program, words, {stdio: 'pipe'});
	const gone = new Promise<void>(resolve => {
		child.once('close', () => resolve());
	});
	let stdout = '';
	let stderr = '';
	child.stdin.on('error', () => undefined);
	child.stdin.write(`${hello}\n`);

	const close = async () => {
		child.stdin.end();
		const timer = setTimeout(() => child.kill('SIGTERM'), farewell);
		await gone;
		clearTimeout(timer);
		rmSync(folder, {recursive: true, force: true});
	};

	const held = new Promise<Held>(resolve => {
		const timer = setTimeout(() => {
			resolve({why: 'ssh did not come to an end'});
		}, patience);
		const settle = (result: Held) => {
			clearTimeout(timer);
			resolve(result);
		};

		child.stdout.setEncoding('utf8').on('data', (text: string) => {
			stdout = (stdout + text).slice(-10_000);
			const said = stdout
				.split('\n')
				.slice(0, -1)
				.find(line => line.startsWith(begins));
			if (said !== undefined) {
				const shared = sharesConnections ? {socket: `${folder}/s`} : {};
				settle({connection: {options: ['ControlMaster=no', socket], ...shared, close}, said});
			}
		});
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			stderr = (stderr + text).slice(-10_000);
		});
		child.once('error', error => {
			const code = errorCode(error);
			settle({why: code === 'ENOENT' ? 'there is no ssh on this machine' : `ssh: ${code}`});
		});
		child.once('close', status => {
			const last = stderr.trim().split('\n').at(-1)?.trim();
			settle({why: last || `ssh ended with ${status ?? 'a signal'}`});
		});
		signal.addEventListener('abort', () => child.kill('SIGTERM'), {once: true});
	});

	const result = await held;
	if (signal.aborted || 'why' in result) {
		child.kill('SIGTERM');
		await close();
		signal.throwIfAborted();
	}

	return result;
}
