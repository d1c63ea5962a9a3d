/** A document before it is Markdown or HTML. All texts are as they were said; whoever writes them escapes. */

/** A part of a line: text, or words of a computer, such as a command or a setting. */
export type Inline = {text: string} | {strong: string} | {code: string};

export type Cell = readonly Inline[];

export type Block =
	| {kind: 'heading'; level: 1 | 2 | 3; parts: Cell}
	| {kind: 'paragraph'; parts: Cell}
	| {kind: 'list'; items: readonly Cell[]}
	| {kind: 'table'; head: readonly string[]; rows: ReadonlyArray<readonly Cell[]>}
	/** Lines that stand as they are. */
	| {kind: 'code'; text: string; language: 'sh' | 'text'};

/** Text as it was said: nothing in it means anything. */
export const plain = (text: string): Cell => [{text}];

/** Words of a computer; nothing where there are none. */
export const code = (text: string): Cell => (text === '' ? [] : [{code: text}]);

/** A sentence of this program, in which what stands between backticks is a command or a setting. */
export function phrase(sentence: string): Cell {
	const parts = sentence.split('`');
	// A backtick without its other half is a character like any
	return parts.length % 2 === 0
		? plain(sentence)
		: parts.flatMap((part, index): Inline[] =>
				part === '' ? [] : [index % 2 === 1 ? {code: part} : {text: part}],
			);
}

export const heading = (level: 1 | 2 | 3, ...parts: readonly Cell[]): Block => ({
	kind: 'heading',
	level,
	parts: parts.flat(),
});

export const paragraph = (...parts: readonly Cell[]): Block => ({
	kind: 'paragraph',
	parts: parts.flat(),
});

/** A list; nothing where there is no item. */
export const list = (items: readonly Cell[]): readonly Block[] =>
	items.length > 0 ? [{kind: 'list', items}] : [];

/** A table; nothing where there is no row. */
export const table = (
	head: readonly string[],
	rows: ReadonlyArray<readonly Cell[]>,
): readonly Block[] => (rows.length > 0 ? [{kind: 'table', head, rows}] : []);

/** A command; nothing where there is none. */
export const command = (text: string): readonly Block[] =>
	text === '' ? [] : [{kind: 'code', text, language: 'sh'}];
