import type {At, Entry, TableUse} from './configuration.ts';
import {isKeyword} from './keywords.ts';
import type {Token} from './lexer.ts';

/** A way through the tokens of a statement. What is asked for and is not there is not taken. */
export type Cursor = {
	/** Where the next token stands; the last one’s place at the end. */
	at(): At;
	atEnd(): boolean;
	/** Takes a keyword. */
	word(...names: readonly string[]): boolean;
	/** Takes a mark such as `{`. */
	mark(text: string): boolean;
	/** Takes a value: what is quoted, or is no keyword. */
	value(): string | undefined;
	/** Takes a word of any kind. */
	any(): string | undefined;
	/** What is left, as text. */
	left(): string;
	/** Takes a table: `<name>`, `{ … }`, or one value. */
	table(): TableUse | undefined;
	/** Takes what stands between braces. */
	braces(): readonly Entry[] | undefined;
};

export function cursorOf(tokens: readonly Token[], start: At): Cursor {
	let index = 0;
	const next = (): Token | undefined => tokens[index];
	const isValue = (token: Token | undefined): token is Token =>
		token?.kind === 'quoted' || (token?.kind === 'word' && !isKeyword(token.text));

	const cursor: Cursor = {
		at: () => (next() ?? tokens.at(-1))?.at ?? start,
		atEnd: () => index >= tokens.length,
		word(...names) {
			const token = next();
			const fits = token?.kind === 'word' && names.includes(token.text);
			index += fits ? 1 : 0;
			return fits;
		},
		mark(text) {
			const token = next();
			const fits = token?.kind === 'mark' && token.text === text;
			index += fits ? 1 : 0;
			return fits;
		},
		value() {
			const token = next();
			if (!isValue(token)) {
				return undefined;
			}

			index++;
			return token.text;
		},
		any() {
			const token = next();
			if (!token || token.kind === 'mark') {
				return undefined;
			}

			index++;
			return token.text;
		},
		left: () =>
			tokens
				.slice(index)
				.map(({text}) => text)
				.join(' '),
		table() {
			const at = cursor.at();
			if (cursor.mark('<')) {
				const name = cursor.any();
				cursor.mark('>');
				return name === undefined ? undefined : {kind: 'named', name};
			}

			const entries = cursor.braces();
			if (entries) {
				return {kind: 'inline', entries};
			}

			const value = cursor.value();
			return value === undefined
				? undefined
				: {kind: 'inline', entries: [{key: value, value: undefined, at}]};
		},
		braces() {
			if (!cursor.mark('{')) {
				return undefined;
			}

			const entries: Entry[] = [];
			while (!cursor.atEnd() && !cursor.mark('}')) {
				const at = cursor.at();
				const key = cursor.any();
				if (key === undefined) {
					index++; // A comma, or what does not belong here
				} else {
					entries.push({key, value: cursor.mark('=') ? cursor.any() : undefined, at});
				}
			}

			return entries;
		},
	};
	return cursor;
}
