/**
 * Two machines on one wire: a mail server on the file system of `image.ts`, and a client. Each is a
 * network namespace; nothing of them is visible outside, and all of it ends with this process.
 */
import {spawn, spawnSync, type ChildProcess} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {ensureImage} from './image.ts';
import {until} from './until.ts';

export const serverAddress = '192.0.2.25';
export const resolverAddress = '192.0.2.53';
export const clientAddress = '192.0.2.10';
export const serverName = 'mail.example.test';
export const clientName = 'app.example.test';

export type Output = {code: number; stdout: string; stderr: string};

export type Machines = {
	/** Runs a shell command on the mail server, as root. */
	onServer(command: string): Output;
	/** Runs a program of this machine on the client. */
	onClient(command: readonly string[], env?: NodeJS.ProcessEnv): Promise<Output>;
	/** Starts a program of this machine in the server's network. */
	serve(command: readonly string[]): ChildProcess;
	/** Writes a file of the mail server. */
	write(file: string, text: string): void;
	read(file: string): string;
	/** Where a file that the server put into /mnt is found on this machine and on the client. */
	shared(file: string): string;
	stop(): Promise<void>;
};

/** Holds the server's namespaces: its first process, which takes in what is left over. */
const serverScript = `
set -eu
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /mnt
mkdir -m 755 /mnt/upper /mnt/work /mnt/root
tar --xattrs --xattrs-include='trusted.*' -C /mnt/upper -xzf "$1"
mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work /mnt/root
cd /mnt/root
mount -t proc proc proc
mount --rbind /dev dev
mount -t tmpfs tmpfs tmp
mount -t tmpfs tmpfs run
mount --bind "$2" mnt
hostname ${serverName}
ip link set lo up
echo ready > "$2/ready"
trap 'exit 0' TERM
while :; do sleep 1000 & wait; done
`;

const clientScript = `
set -eu
mount --make-rprivate /
mount --bind "$1/resolv.conf" /etc/resolv.conf
mount --bind "$1/hosts" /etc/hosts
hostname ${clientName}
ip link set lo up
echo ready > "$1/client-ready"
exec sleep infinity
`;

const searchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Starts both machines. Rejects where this system cannot: the tests must not pass without them. */
export async function startMachines(): Promise<Machines> {
	const image = ensureImage();
	const folder = mkdtempSync(path.join(tmpdir(), 'smtp-medic-mta-'));
	const shared = path.join(folder, 'shared');
	mkdirSync(shared);
	writeFileSync(path.join(shared, 'resolv.conf'), `nameserver ${resolverAddress}\n`);
	writeFileSync(path.join(shared, 'hosts'), '127.0.0.1 localhost\n');

	const children: ChildProcess[] = [];
	const start = (command: readonly string[]): ChildProcess => {
		// The kernel ends these with this process, however it ends
		const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...command], {stdio: 'ignore'});
		children.push(child);
		return child;
	};

	const stop = async (): Promise<void> => {
		await Promise.all(children.map(child => end(child)));
		rmSync(folder, {recursive: true, force: true});
	};

	try {
		const spaces = ['--net', '--mount', '--uts', '--ipc'];
		const own = [...spaces, '--pid', '--fork', '--kill-child'];
		const server = start(['unshare', ...own, 'bash', '-c', serverScript, 'sh', image, shared]);
		const client = start(['unshare', ...spaces, 'bash', '-c', clientScript, 'sh', shared]);
		const isReady = (name: string) => () => readOr(path.join(shared, name), '') !== '';
		await until('the server to mount its file system', isReady('ready'));
		await until('the client to start', isReady('client-ready'));
		const first = firstChild(server);
		const inServer = ['nsenter', '-t', `${first}`, '-m', '-u', '-i', '-n', '-p', '--'];
		const inClient = ['nsenter', '-t', `${client.pid}`, '-m', '-u', '-n', '--'];
		connect(first, inServer, inClient);

		return {
			onServer(command) {
				const shell = ['chroot', '/mnt/root', 'sh', '-c', command];
				return run([...inServer, 'env', '-i', `PATH=${searchPath}`, 'HOME=/root', ...shell]);
			},
			onClient: (command, env = {}) => runLater([...inClient, ...command], env),
			serve: command => start(['nsenter', '-t', `${first}`, '-n', '--', ...command]),
			write(file, text) {
				const {code, stderr} = run([...inServer, 'tee', path.join('/mnt/root', file)], text);
				if (code !== 0) {
					throw new Error(stderr);
				}
			},
			read: file => run([...inServer, 'cat', path.join('/mnt/root', file)]).stdout,
			shared: file => path.join(shared, file),
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

/** Lays the wire between the two and gives them their addresses. */
function connect(server: number, inServer: readonly string[], inClient: readonly string[]): void {
	const commands = [
		[
			...inClient,
			'ip',
			'link',
			'add',
			'eth0',
			'type',
			'veth',
			'peer',
			'eth0',
			'netns',
			`${server}`,
		],
		[...inServer, 'ip', 'address', 'add', `${serverAddress}/24`, 'dev', 'eth0'],
		[...inServer, 'ip', 'address', 'add', `${resolverAddress}/24`, 'dev', 'eth0'],
		[...inServer, 'ip', 'link', 'set', 'eth0', 'up'],
		[...inClient, 'ip', 'address', 'add', `${clientAddress}/24`, 'dev', 'eth0'],
		[...inClient, 'ip', 'link', 'set', 'eth0', 'up'],
	];
	for (const command of commands) {
		const {code, stderr} = run(command);
		if (code !== 0) {
			throw new Error(`${command.join(' ')}: ${stderr}`);
		}
	}
}

/** The process that `unshare --fork` became the parent of. */
function firstChild(parent: ChildProcess): number {
	const pid = Number(readFileSync(`/proc/${parent.pid}/task/${parent.pid}/children`, 'utf8'));
	if (readlinkSync(`/proc/${pid}/ns/net`) === readlinkSync('/proc/self/ns/net')) {
		throw new Error('the server would run in the network of this machine');
	}

	return pid;
}

function run(command: readonly string[], input = ''): Output {
	const [program = '', ...rest] = command;
	const {status, stdout, stderr} = spawnSync(program, rest, {encoding: 'utf8', input});
	return {code: status ?? -1, stdout, stderr};
}

async function runLater(command: readonly string[], env: NodeJS.ProcessEnv): Promise<Output> {
	const [program = '', ...rest] = command;
	const child = spawn(program, rest, {
		env: {...process.env, ...env},
		stdio: ['ignore', 'pipe', 'pipe'],
		timeout: 120_000,
	});
	let stdout = '';
	let stderr = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
	child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
	const code = await new Promise<number>(resolve =>
		child.once('close', status => resolve(status ?? -1)),
	);
	return {code, stdout, stderr};
}

async function end(child: ChildProcess): Promise<void> {
	if (child.exitCode === null && child.signalCode === null) {
		const gone = new Promise(resolve => child.once('exit', resolve));
		child.kill('SIGKILL');
		await gone;
	}
}

function readOr(file: string, otherwise: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return otherwise;
	}
}
