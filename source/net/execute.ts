import {execFile} from 'node:child_process';

/** More output than this, in bytes, and the program is ended. */
const outputLimit = 256 * 1024;

/**
 * Runs a program without a shell, in the C locale and without input. Never rejects but for an abort
 * (with the signal's reason); what it printed up to its end is returned in any case.
 */
export async function execute(
	[program, ...words]: readonly [program: string, ...words: string[]],
	timeout: number,
	signal: AbortSignal,
): Promise<{status: number | null; output: string}> {
	signal.throwIfAborted();
	return new Promise((resolve, reject) => {
		const options = {
			timeout,
			killSignal: 'SIGKILL' as const,
			maxBuffer: outputLimit,
			signal,
			env: {PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C'},
		};
		const child = execFile(program, words, options, (error, stdout, stderr) => {
			if (signal.aborted) {
				reject(signal.reason);
				return;
			}

			const status = error ? (typeof error.code === 'number' ? error.code : null) : 0;
			resolve({status, output: stdout + stderr});
		});
		child.stdin?.end();
	});
}
