import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});
const printableAscii = /^[ -~]*$/;

/** How many columns of a terminal a text takes; CJK and emoji take two, combining marks none. */
export function columnsOf(text: string): number {
	return printableAscii.test(text) ? text.length : stringWidth(text);
}

/** A text in what a reader sees as characters: never cut one of these apart. */
export function charactersOf(text: string): string[] {
	return printableAscii.test(text)
		? [...text]
		: Array.from(graphemes.segment(text), ({segment}) => segment);
}

/** The longest beginning of a text that fits into so many columns. */
export function beginning(text: string, columns: number): string {
	if (printableAscii.test(text)) {
		return text.slice(0, Math.max(0, columns));
	}

	let taken = '';
	let width = 0;
	for (const character of charactersOf(text)) {
		width += columnsOf(character);
		if (width > columns) {
			break;
		}

		taken += character;
	}

	return taken;
}

/** The text in at most so many columns; where something is missing it ends with `sign`. */
export function cut(text: string, columns: number, sign = '…'): string {
	if (columnsOf(text) <= columns) {
		return text;
	}

	const room = columns - columnsOf(sign);
	return room < 0 ? beginning(text, columns) : `${beginning(text, room)}${sign}`;
}

/** The text in exactly so many columns, filled with spaces behind it. */
export function pad(text: string, columns: number, sign?: string): string {
	const fitting = cut(text, columns, sign);
	return fitting + ' '.repeat(Math.max(0, columns - columnsOf(fitting)));
}

/** The text in exactly so many columns, filled with spaces before it. */
export function padStart(text: string, columns: number): string {
	const fitting = cut(text, columns);
	return ' '.repeat(Math.max(0, columns - columnsOf(fitting))) + fitting;
}
