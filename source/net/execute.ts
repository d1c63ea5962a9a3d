import {runProgram} from './run-program.ts';

/** More output than this, in bytes, and the program is ended. */
const outputLimit = 256 * 1024;

/**
 * Runs a program without a shell, in the C locale and without input. Never rejects but for an abort
 * (with the signal's reason); what it printed up to its end is returned in any case.
 */
export async function execute(
	command: readonly [program: string, ...words: string[]],
	timeout: number,
	signal: AbortSignal,
): Promise<{status: number | null; output: string}> {
	const request = {patience: timeout, limit: outputLimit, signal};
	const {exit, stdout, stderr} = await runProgram(command, request);
	return {status: exit, output: stdout + stderr};
}
