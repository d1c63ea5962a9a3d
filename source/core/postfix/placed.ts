/** Where a setting stands. A value that no file has is Postfix’s own default: `file` is empty then. */
export type Place = {
	/** The parameter, or `master.cf` options’ name. */
	parameter: string;
	file: string;
	/** Counted from 1; null where the line is not known. */
	line: number | null;
	/** Set where an entry of master.cf overrides main.cf: the entry as `name/type`. */
	service?: string;
};

/** Text with the place of each part, so that one word of a value leads back to its line. */
export type Placed = ReadonlyArray<{text: string; at: Place}>;

/** One word of a value. */
export type Word = {text: string; at: Place};

export function placedDefault(parameter: string, text: string): Placed {
	return [{text, at: {parameter, file: '', line: null}}];
}

export function textOf(value: Placed): string {
	return value.map(part => part.text).join('');
}

type Split = {separators: string; braces: boolean};

/**
 * The words of a value, with braces left around what they keep together (`inline:{a=b, c=d}`), as
 * Postfix splits its lists (postconf(5)).
 */
export function wordsOf(
	value: Placed,
	{separators, braces}: Split = {separators: ', \t\r\n', braces: true},
): Word[] {
	const words: Word[] = [];
	let word: Word | undefined;
	let depth = 0;
	for (const {text, at} of value) {
		for (const character of text) {
			if (depth === 0 && separators.includes(character)) {
				word = undefined;
				continue;
			}

			if (word) {
				word.text += character;
			} else {
				word = {text: character, at};
				words.push(word);
			}

			if (braces) {
				depth += character === '{' ? 1 : character === '}' && depth > 0 ? -1 : 0;
			}
		}
	}

	return words;
}

/** What stands between the braces of a word, or the word. */
export function withoutBraces(text: string): string {
	return /^\{[\s\S]*\}$/.test(text) ? text.slice(1, -1).trim() : text;
}
