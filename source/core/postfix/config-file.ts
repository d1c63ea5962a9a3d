import type {Place} from './placed.ts';

/** A line of a configuration file together with those that continue it. */
export type LogicalLine = ReadonlyArray<{text: string; line: number}>;

/**
 * The logical lines of main.cf or master.cf: a line that begins with white space continues the one
 * before it, also past comments and empty lines (postconf(5), master(5)).
 */
export function logicalLines(file: string): LogicalLine[] {
	const lines: Array<Array<{text: string; line: number}>> = [];
	for (const [index, text] of file.split(/\r?\n/).entries()) {
		if (/^\s*(?:#|$)/.test(text)) {
			continue;
		}

		const part = {text, line: index + 1};
		const last = lines.at(-1);
		if (last && /^\s/.test(text)) {
			last.push(part);
		} else {
			lines.push([part]);
		}
	}

	return lines;
}

/** How a person finds a place: file and line, as far as they are known. */
export function placeInWords({file, line, parameter}: Place): string {
	if (file === '') {
		return `the default of ${parameter}`;
	}

	return line === null ? file : `${file}, line ${line}`;
}
