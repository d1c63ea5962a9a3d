import type {Command} from '../../core/server-access.ts';

/** The command that gives a file as far as the limit, and one byte more where there is more. */
export function readCommand(file: string, from: 'start' | 'end', limit: number): Command {
	return [from === 'end' ? 'tail' : 'head', '-c', String(limit + 1), file];
}
