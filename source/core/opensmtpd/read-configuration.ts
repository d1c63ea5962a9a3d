import type {Asking} from './ask.ts';
import {type Configuration, emptyConfiguration} from './configuration.ts';
import {cursorOf} from './cursor.ts';
import {type Statement, statementsOf} from './lexer.ts';
import {takeStatement} from './parse-statement.ts';

/** More files than this are not read, nor files deeper than that in each other. */
const mostFiles = 32;
const deepest = 8;

/** `name = "value"`. */
function macroOf({tokens}: Statement): readonly [name: string, value: string] | undefined {
	const [name, sign, value] = tokens;
	return tokens.length === 3 && name && sign?.kind === 'mark' && sign.text === '=' && value
		? [name.text, value.text]
		: undefined;
}

/** `include "file"`. */
function includeOf({tokens, at}: Statement): string | undefined {
	const cursor = cursorOf(tokens, at);
	return cursor.word('include') ? cursor.any() : undefined;
}

type Reading = {
	macros: Map<string, string>;
	read: {files: number};
	open: readonly string[];
};

function* take(
	configuration: Configuration,
	text: string,
	file: string,
	reading: Reading,
): Asking<void> {
	for (const statement of statementsOf(text, file, reading.macros)) {
		const macro = macroOf(statement);
		const path = includeOf(statement);
		if (macro) {
			reading.macros.set(...macro);
		} else if (path === undefined) {
			takeStatement(configuration, statement);
		} else {
			const isBounded =
				reading.read.files < mostFiles &&
				reading.open.length < deepest &&
				!reading.open.includes(path);
			const found = isBounded ? yield {kind: 'file', path} : undefined;
			if (found?.status === 'found') {
				reading.read.files++;
				yield* take(configuration, found.value, path, {
					...reading,
					open: [...reading.open, path],
				});
			} else {
				configuration.unknown.push(statement);
			}
		}
	}
}

/** Reads a configuration and what it includes; `text` is that of the first file. */
export function* readConfiguration(text: string, file: string): Asking<Configuration> {
	const configuration = emptyConfiguration(file);
	yield* take(configuration, text, file, {macros: new Map(), read: {files: 1}, open: [file]});
	return configuration;
}
