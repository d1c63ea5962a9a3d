import {logicalLines} from './config-file.ts';
import type {Placed} from './placed.ts';

/** Parameters with their values, and where each part of a value stands. */
export type Parameters = ReadonlyMap<string, Placed>;

/** Reads main.cf. Of two entries for one parameter the last one counts, as in Postfix. */
export function parseMainCf(text: string, file: string): Parameters {
	const parameters = new Map<string, Placed>();
	for (const parts of logicalLines(text)) {
		const [first, ...rest] = parts;
		const found = /^\s*([^\s=]+)\s*=\s*(.*)$/.exec(first?.text ?? '');
		if (!first || !found) {
			continue;
		}

		const [, parameter = '', value = ''] = found;
		const at = (line: number) => ({parameter, file, line});
		parameters.delete(parameter);
		parameters.set(
			parameter,
			[
				{text: value.trimEnd(), at: at(first.line)},
				...rest.map(part => ({text: ` ${part.text.trim()}`, at: at(part.line)})),
			].filter(part => part.text.trim() !== ''),
		);
	}

	return parameters;
}

/**
 * Reads what `postconf` prints, a parameter a line. `file` is where they stand where that is known;
 * for a list with defaults it is empty.
 */
export function parsePostconf(output: string, file = ''): Parameters {
	const parameters = new Map<string, Placed>();
	for (const line of output.split('\n')) {
		const found = /^([^\s=]+) ?=[ ]?(.*)$/.exec(line);
		if (found) {
			const [, parameter = '', text = ''] = found;
			parameters.set(parameter, text === '' ? [] : [{text, at: {parameter, file, line: null}}]);
		}
	}

	return parameters;
}
