import type {At, Written} from './configuration.ts';

/** A part of a statement. A quoted word is never a keyword. */
export type Token = {kind: 'word' | 'quoted' | 'mark'; text: string; at: At};

/** The words of one statement. A line feed ends it, but for those between braces. */
export type Statement = Written & {tokens: readonly Token[]};

const marks = new Set(['{', '}', '<', '>', '!', ',', '(', ')']);

/** What ends a word that stands without quotes (`allowed_in_string` of smtpd’s parser). */
const notInWords = /[\s(){}<>!=#,]/;

/** The most that macros may make of one file, and how often one is put in: nobody writes more by hand. */
const most = 1024 * 1024;
const mostOften = 2000;

/** What stands in the lines, on one line and without comments. */
function written(lines: readonly string[], first: number, last: number): string {
	return lines
		.slice(first - 1, last)
		.map(line => line.replace(/^((?:[^"'#]|"[^"]*"|'[^']*')*)#.*$/, '$1').replace(/\\\s*$/, ''))
		.join(' ')
		.replaceAll(/\s+/g, ' ')
		.trim();
}

/**
 * The statements of a configuration file (smtpd.conf(5)). A macro is put in by its text, as it was
 * set above; `macros` may grow while the statements are taken.
 */
export function* statementsOf(
	text: string,
	file: string,
	macros: ReadonlyMap<string, string>,
): Generator<Statement> {
	const lines = text.split('\n').map(line => line.replace(/\r$/, ''));
	let rest = `${lines.join('\n')}\n`;
	let position = 0;
	let line = 1;
	/** Before this position is the text of a macro, in which no other is looked for. */
	let expanding = 0;
	let made = rest.length;
	let often = 0;

	const peek = (): string => rest[position] ?? '';
	/** One character outside of quotes: a backslash before the end of a line joins it with the next. */
	const take = (): string => {
		let character = rest[position++] ?? '';
		while (character === '\\' && peek() === '\n') {
			position++;
			line++;
			character = rest[position++] ?? '';
		}

		return character === '\\' ? (rest[position++] ?? '') : character;
	};

	const back = (): void => void position--;

	const quoted = (quote: string): string => {
		let value = '';
		while (position < rest.length) {
			const character = rest[position++] ?? '';
			const next = peek();
			if (character === quote) {
				return value;
			}

			if (character === '\n') {
				line++;
			} else if (character === '\\' && next === '\n') {
				position++;
				line++;
			} else if (character === '\\' && (next === quote || next === ' ' || next === '\t')) {
				value += next;
				position++;
			} else {
				value += character;
			}
		}

		return value;
	};

	const word = (start: string): string => {
		let value = start;
		while (position < rest.length) {
			const character = take();
			if (notInWords.test(character)) {
				back();
				return value;
			}

			value += character;
		}

		return value;
	};

	let tokens: Token[] = [];
	let depth = 0;
	let first = 1;
	const add = (kind: Token['kind'], value: string, at = line): void => {
		first = tokens.length === 0 ? at : first;
		tokens.push({kind, text: value, at: {file, line: at}});
	};

	while (position < rest.length) {
		const character = take();
		if (character === '#') {
			while (position < rest.length && take() !== '\n');
			back();
		} else if (character === '\n') {
			const isOver = depth <= 0 && tokens.length > 0;
			if (isOver) {
				yield {tokens, at: {file, line: first}, written: written(lines, first, line)};
				tokens = [];
			}

			depth = isOver ? 0 : depth;
			line++;
		} else if (character === '"' || character === "'") {
			const at = line;
			add('quoted', quoted(character), at);
		} else if (character === '$' && position > expanding) {
			const name = /^\w+/.exec(rest.slice(position, position + 200))?.[0] ?? '';
			const value = macros.get(name);
			position += name.length;
			made += value?.length ?? 0;
			often++;
			if (value === undefined || made > most || often > mostOften) {
				add('word', `$${name}`);
			} else {
				rest = value + rest.slice(position);
				position = 0;
				expanding = value.length;
			}
		} else if (character === '=') {
			const isArrow = peek() === '>';
			position += isArrow ? 1 : 0;
			add('mark', '=');
		} else if (marks.has(character)) {
			depth += character === '{' ? 1 : character === '}' ? -1 : 0;
			add('mark', character);
		} else if (!/\s/.test(character)) {
			add('word', word(character));
		}

		if (position > expanding) {
			expanding = 0;
		}
	}

	if (tokens.length > 0) {
		yield {tokens, at: {file, line: first}, written: written(lines, first, line)};
	}
}
