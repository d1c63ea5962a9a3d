import {beginning, charactersOf, columnsOf} from './columns.ts';

/** What a piece of text means; the look decides how that is drawn. */
export type Tone = 'faint' | 'good' | 'bad' | 'caution' | 'client' | 'accent';

/** A piece of text in one style; `busy` is drawn as a spinner over it. */
export type Span = {
	text: string;
	tone?: Tone;
	strong?: boolean;
	inverse?: boolean;
	busy?: boolean;
};

/** One line of the screen. */
export type Row = readonly Span[];

/** Spans from plain texts and spans, so that rows read as they look. */
export function row(...parts: ReadonlyArray<Span | string>): Row {
	return parts.map(part => (typeof part === 'string' ? {text: part} : part));
}

export const faint = (text: string): Span => ({text, tone: 'faint'});
export const strong = (text: string): Span => ({text, strong: true});
export const toned = (tone: Tone, text: string): Span => ({text, tone, strong: true});

/** How many columns a row takes. */
export function widthOf(spans: Row): number {
	return spans.reduce((sum, {text}) => sum + columnsOf(text), 0);
}

/** The text of a row without its styles. */
export function textOf(spans: Row): string {
	return spans.map(({text}) => text).join('');
}

/** A sentence of the knowledge as spans: what stands between backticks is a command and stands out. */
export function prose(text: string, style: Omit<Span, 'text'> = {}): Row {
	return text
		.split('`')
		.map((part, index) =>
			index % 2 === 1 ? {...style, text: part, strong: true} : {...style, text: part},
		)
		.filter(({text: part}) => part !== '');
}

/** Cuts a row to so many columns; `sign` stands where something is missing. */
export function cutRow(spans: Row, columns: number, sign = '…'): Row {
	if (widthOf(spans) <= columns) {
		return spans;
	}

	const room = columns - columnsOf(sign);
	const kept: Span[] = [];
	let width = 0;
	for (const span of spans) {
		const text = beginning(span.text, room - width);
		kept.push({...span, text});
		width += columnsOf(text);
		if (text !== span.text) {
			kept.push({...span, text: sign});
			break;
		}
	}

	return kept;
}

/** Leaves the first `columns` columns away: scrolling sideways. Half a wide character becomes a space. */
export function dropColumns(spans: Row, columns: number): Row {
	let left = columns;
	return spans.map(span => {
		if (left <= 0) {
			return span;
		}

		let text = '';
		for (const character of charactersOf(span.text)) {
			const width = columnsOf(character);
			if (left <= 0) {
				text += character;
			} else if (width > left) {
				text += ' '.repeat(width - left);
				left = 0;
			} else {
				left -= width;
			}
		}

		return {...span, text};
	});
}

/** Left and right part at the two ends of a line of so many columns; the left one gives way. */
export function ends(left: Row, right: Row, columns: number, sign?: string): Row {
	const room = Math.max(0, columns - widthOf(right) - 1);
	const fitting = cutRow(left, room, sign);
	const gap = Math.max(1, columns - widthOf(fitting) - widthOf(right));
	return [...fitting, {text: ' '.repeat(gap)}, ...right];
}

/** As {@link ends}, and without the right part where there is no room for both. */
export function endsIfRoom(left: Row, right: Row, columns: number, sign?: string): Row {
	const fits = widthOf(left) + 1 + widthOf(right) <= columns;
	return fits ? ends(left, right, columns, sign) : cutRow(left, columns, sign);
}

type Word = {text: string; style: Omit<Span, 'text'>; width: number; blank: boolean};

function wordsOf(spans: Row): Word[] {
	return spans.flatMap(({text, ...style}) =>
		(text.match(/\n| +|[^ \n]+/g) ?? []).map(part => ({
			text: part,
			style,
			width: part === '\n' ? 0 : columnsOf(part),
			blank: part.startsWith(' '),
		})),
	);
}

/**
 * Breaks a row into rows of at most so many columns, between words where that is possible; what is
 * too long for a row is broken anywhere. Rows after the first begin with `indent` spaces.
 */
export function wrapRow(spans: Row, columns: number, indent = 0): Row[] {
	const most = Math.max(1, columns);
	const inset = indent + 2 <= most ? indent : 0; // Room for a wide character at least
	const rows: Span[][] = [[]];
	let width = 0;
	let empty = true;
	const put = (text: string, style: Omit<Span, 'text'>, taken: number) => {
		rows.at(-1)?.push({...style, text});
		width += taken;
		empty = false;
	};

	const next = () => {
		rows.push(inset > 0 ? [{text: ' '.repeat(inset)}] : []);
		width = inset;
		empty = true;
	};

	for (const {text, style, width: wordWidth, blank} of wordsOf(spans)) {
		if (text === '\n') {
			next();
			continue;
		}

		if (blank && empty && rows.length > 1) {
			continue; // A line does not begin with the space at which it was broken
		}

		if (width + wordWidth <= most) {
			put(text, style, wordWidth);
			continue;
		}

		if (blank) {
			next();
			continue;
		}

		if (!empty && wordWidth <= most - inset) {
			next();
			put(text, style, wordWidth);
			continue;
		}

		for (let rest = text; rest !== '';) {
			let part = beginning(rest, most - width);
			if (part === '') {
				if (!empty) {
					next();
					continue;
				}

				part = charactersOf(rest)[0] ?? ''; // Wider than the whole row: it must go somewhere
			}

			put(part, style, columnsOf(part));
			rest = rest.slice(part.length);
			if (rest !== '') {
				next();
			}
		}
	}

	return rows;
}
