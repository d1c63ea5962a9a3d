import {execFile} from 'node:child_process';

/** How a program ended. What it printed up to then is there in any case. */
export type Ended = {
	/** `absent`: there is no such program; `forbidden`: it may not be run; `late`: it was ended. */
	how: 'exit' | 'absent' | 'forbidden' | 'late' | 'broken';
	/** The exit status; null where it was ended by a signal. */
	exit: number | null;
	stdout: string;
	stderr: string;
	/** It was ended because it printed more than the limit. */
	cut: boolean;
};

export type RunRequest = {
	/** Milliseconds. */
	patience: number;
	/** Bytes of each of its two outputs. */
	limit: number;
	/** Written to its standard input, which is then closed. */
	input?: string;
	/** `own`: the C locale, and a search path with the folders for administration. `user`: that of the user. */
	environment?: 'own' | 'user';
	signal: AbortSignal;
};

export const searchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function howOf(error: {code?: unknown; killed?: boolean} | null, isCut: boolean): Ended['how'] {
	if (!error || isCut || typeof error.code === 'number') {
		return 'exit';
	}

	return error.code === 'ENOENT' || error.code === 'ENOTDIR'
		? 'absent'
		: error.code === 'EACCES' || error.code === 'EPERM'
			? 'forbidden'
			: error.killed
				? 'late'
				: 'broken';
}

/**
 * Runs a program without a shell. Its output is bounded, and it is ended after its time. Never rejects
 * but for an abort (with the signal's reason).
 */
export async function runProgram(
	[program, ...words]: readonly [program: string, ...words: string[]],
	{patience, limit, input = '', environment = 'own', signal}: RunRequest,
): Promise<Ended> {
	signal.throwIfAborted();
	return new Promise((resolve, reject) => {
		const options = {
			timeout: patience,
			killSignal: 'SIGKILL' as const,
			maxBuffer: limit,
			signal,
			...(environment === 'own' ? {env: {PATH: searchPath, LC_ALL: 'C'}} : {}),
		};
		const begin = () =>
			execFile(program, words, options, (error, stdout, stderr) => {
				if (signal.aborted) {
					reject(signal.reason);
					return;
				}

				const cut = error?.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER';
				const exit = error ? (typeof error.code === 'number' ? error.code : null) : 0;
				resolve({how: howOf(error, cut), exit, stdout, stderr, cut});
			});
		try {
			const child = begin();
			child.stdin?.on('error', () => undefined); // It may end without having read
			child.stdin?.end(input);
		} catch {
			resolve({how: 'broken', exit: null, stdout: '', stderr: '', cut: false}); // Words that are too long
		}
	});
}
