import {forwardingImpossible} from '../../core/ports.ts';
import type {Command} from '../../core/server-access.ts';
import {runProgram, type Ended, type RunRequest} from '../run-program.ts';
import type {Hands, Limits} from './hands.ts';
import {inTurns} from './in-turns.ts';
import {readCommand} from './read-command.ts';
import {afterMark, remoteScript} from './remote-script.ts';
import {connectThrough} from './connect-through.ts';
import {openChannels, type SshChannels} from './ssh-channels.ts';
import {holdConnection, sshWords, type SshConnection} from './ssh-connection.ts';

/** What the way there and back may take beyond the command’s own time, in milliseconds. */
const grace = 20_000;
/** Sessions at once; sshd allows ten to a connection (MaxSessions). */
const atOnce = 4;
/** Bytes that the login shell’s own files may print. */
const noise = 16 * 1024;

const hello = 'smtp-medic uid ';

/** The hands of whoever `ssh` signs in as. `program` is the ssh to use. */
export function createSshHands(host: string, program = 'ssh'): Hands {
	const turn = inTurns(atOnce);
	let connection: SshConnection | undefined;
	let channels: Promise<SshChannels | undefined> | undefined;
	let uid: string | undefined;
	let prepared: Promise<string | undefined> | undefined;

	const ssh = async (
		options: readonly string[],
		request: Omit<RunRequest, 'environment'>,
	): Promise<Ended> =>
		runProgram([program, ...sshWords(host, ['BatchMode=yes', ...options])], {
			...request,
			environment: 'user',
		});

	const run = async (
		command: Command,
		{patience, limit, input, signal}: Limits,
	): Promise<Ended> => {
		const ended = await turn(async () =>
			ssh(connection?.options ?? [], {
				patience: patience + grace,
				limit: limit + noise,
				input: remoteScript(command, patience, input),
				signal,
			}),
		);
		const stdout = afterMark(ended.stdout);
		if (stdout === undefined) {
			return {...ended, how: ended.how === 'exit' ? 'broken' : ended.how};
		}

		const stderr = afterMark(ended.stderr) ?? '';
		const how =
			ended.exit === 127
				? 'absent'
				: ended.exit === 126
					? 'forbidden'
					: ended.exit === 124
						? 'late'
						: ended.how;
		return {...ended, how, stdout, stderr};
	};

	/** A connection that the user holds open anyway (ControlMaster in ssh_config) serves as well. */
	const findTheirs = async (signal: AbortSignal): Promise<boolean> => {
		const words = ['-O', 'check', '--', host];
		const request = {patience: 5000, limit: 10_000, environment: 'user' as const, signal};
		const {exit} = await runProgram([program, ...words], request);
		if (exit === 0) {
			const {how, stdout} = await run(['id', '-u'], {...request, patience: grace});
			uid = how === 'exit' ? stdout.trim() : undefined;
		}

		return uid !== undefined;
	};

	const hold = async (signal: AbortSignal, mayAsk = true): Promise<string | undefined> => {
		const greeting = `echo "${hello}$(id -u)"`;
		const held = await holdConnection(program, host, greeting, hello, signal, mayAsk);
		if ('why' in held) {
			return held.why;
		}

		({connection} = held);
		uid = held.said.slice(hello.length).trim();
		return undefined;
	};

	const connect = async (signal: AbortSignal): Promise<string | undefined> =>
		(await findTheirs(signal)) ? undefined : hold(signal);

	/**
	 * Channels of a connection of our own: where the socket of the user’s is, only their `ssh` knows. What has
	 * the terminal by now is not `ssh`, so it may not ask.
	 */
	const channelsOf = async (signal: AbortSignal): Promise<SshChannels | undefined> => {
		const why = connection ? undefined : await hold(signal, false);
		const socket = connection?.socket;
		return why !== undefined || socket === undefined
			? undefined
			: openChannels(socket, signal).catch(() => undefined);
	};

	return {
		async prepare(signal) {
			prepared ??= connect(signal);
			try {
				const why = await prepared;
				prepared = why === undefined ? prepared : undefined; // What is wrong may be put right
				return why;
			} catch (error) {
				prepared = undefined;
				throw error;
			}
		},
		isRoot: () => uid === '0',
		run,
		read: async (file, from, limits) => run(readCommand(file, from, limits.limit), limits),
		async connect(endpoint, signal, local) {
			signal.throwIfAborted();
			channels ??= channelsOf(signal);
			const through = await channels;
			signal.throwIfAborted();
			return through
				? connectThrough(through, endpoint, signal, local)
				: {ok: false, outcome: 'unreachable', code: forwardingImpossible, after: 0};
		},
		async close() {
			(await channels?.catch(() => undefined))?.close();
			channels = undefined;
			const held = connection;
			connection = undefined;
			await held?.close();
		},
	};
}
