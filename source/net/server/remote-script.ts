import type {Command} from '../../core/server-access.ts';
import {singleQuoted} from '../../core/shell-word.ts';
import {searchPath} from '../run-program.ts';

/** Stands before the output of a command, behind whatever the login shell’s own files print. */
const mark = 'smtp-medic looks:';

/**
 * What a POSIX shell on another machine reads from its standard input to run one command. Every word
 * stands in quotes. Where `timeout` is there it ends the command, since nothing here could.
 * `input` is what the command reads. Throws for a word that no argument can hold.
 */
export function remoteScript(command: Command, patience: number, input?: string): string {
	if ([...command, input ?? ''].some(word => word.includes('\0'))) {
		throw new TypeError('a word of a command holds NUL');
	}

	const words = command.map(singleQuoted).join(' ');
	const seconds = Math.ceil(patience / 1000);
	return [
		`PATH=${searchPath}:$PATH LC_ALL=C; export PATH LC_ALL`,
		`echo '${mark}'; echo '${mark}' >&2`,
		...(input === undefined
			? [
					`if timeout 5 true 2> /dev/null; then exec timeout ${seconds} ${words} < /dev/null; fi`,
					`exec ${words} < /dev/null`,
				]
			: [
					`say() { printf %s ${singleQuoted(input)}; }`,
					`if timeout 5 true 2> /dev/null; then say | timeout ${seconds} ${words}; exit; fi`,
					`say | ${words}`,
					'exit',
				]),
		'',
	].join('\n');
}

/** What the command itself printed; `undefined` where it was never run. */
export function afterMark(text: string): string | undefined {
	const index = text.startsWith(`${mark}\n`) ? 0 : text.indexOf(`\n${mark}\n`) + 1;
	return text.startsWith(`${mark}\n`, index) ? text.slice(index + mark.length + 1) : undefined;
}
