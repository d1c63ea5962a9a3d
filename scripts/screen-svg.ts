import type {IBuffer, IBufferCell} from '@xterm/headless';

const cell = {width: 8.4, height: 18, font: 14};
const margin = 14;
const bar = 34;
const theme = {ground: '#16181d', bar: '#23262e', text: '#d4d7dd', edge: '#3a3f4a'};

/** The sixteen colours of the terminal; the others are computed (xterm's 6×6×6 cube and greys). */
const palette = [
	'#3b4048',
	'#ef6b73',
	'#98c379',
	'#e5c07b',
	'#61afef',
	'#c678dd',
	'#56b6c2',
	'#d4d7dd',
	'#7f848e',
	'#ff8f96',
	'#b5e08f',
	'#f5d79a',
	'#8cc8ff',
	'#dda0f0',
	'#7fd5df',
	'#ffffff',
];

type Style = {colour: string; ground: string | undefined; marks: string};
type Span = Style & {column: number; columns: number; text: string};

/** Which way a line leaves the middle of the cell: right, down, left, up. */
const boxes: Readonly<Record<string, string>> = {
	'─': 'rl',
	'│': 'ud',
	'╭': 'rd',
	'╮': 'ld',
	'╰': 'ru',
	'╯': 'lu',
	'┌': 'rd',
	'┐': 'ld',
	'└': 'ru',
	'┘': 'lu',
	'├': 'rud',
	'┤': 'lud',
	'┬': 'rld',
	'┴': 'rlu',
	'┼': 'rlud',
};

/** Draws the visible rows of a terminal as an SVG with a window's frame. */
export function screenSvg(buffer: IBuffer, columns: number, rows: number, title: string): string {
	const width = columns * cell.width + 2 * margin;
	const height = rows * cell.height + bar + 2 * margin;
	const body: string[] = [];
	for (let row = 0; row < rows; row++) {
		const top = bar + margin + row * cell.height;
		for (const span of spansOf(buffer, row, columns)) {
			body.push(...drawn(span, margin + span.column * cell.width, top));
		}
	}

	const dots = ['#ef6b73', '#e5c07b', '#98c379'].map(
		(colour, index) => `<circle cx="${20 + index * 20}" cy="${bar / 2}" r="6" fill="${colour}"/>`,
	);
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${fixed(width)} ${height}" width="${fixed(width)}" height="${height}" role="img" aria-label="${escaped(title)}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${cell.font}">
<rect width="100%" height="100%" rx="10" fill="${theme.ground}" stroke="${theme.edge}"/>
<path d="M0 ${bar}V10a10 10 0 0 1 10-10H${fixed(width - 10)}a10 10 0 0 1 10 10V${bar}z" fill="${theme.bar}"/>
${dots.join('')}
<text x="50%" y="${bar / 2 + 5}" text-anchor="middle" fill="${theme.text}" opacity=".7">${escaped(title)}</text>
${body.join('\n')}
</svg>
`;
}

/** Neighbouring cells of one style as one span; box characters each stand alone in their kind. */
function spansOf(buffer: IBuffer, row: number, columns: number): Span[] {
	const line = buffer.getLine(buffer.viewportY + row);
	const spans: Span[] = [];
	for (let column = 0; column < columns; column++) {
		const at = line?.getCell(column);
		const wide = at?.getWidth() ?? 0;
		if (!at || wide === 0) {
			continue; // The second half of a wide character
		}

		const text = at.getChars() || ' ';
		const style = styleOf(at);
		const last = spans.at(-1);
		const joins = last && sameStyle(last, style) && isBox(last.text) === isBox(text) && wide === 1;
		if (last && joins) {
			last.text += text;
			last.columns++;
		} else {
			spans.push({...style, column, columns: wide, text});
		}
	}

	return spans.filter(({text, ground}) => text.trim() !== '' || ground !== undefined);
}

function sameStyle(a: Style, b: Style): boolean {
	return a.colour === b.colour && a.ground === b.ground && a.marks === b.marks;
}

function isBox(text: string): boolean {
	return boxes[text.charAt(0)] !== undefined;
}

function drawn(span: Span, left: number, top: number): string[] {
	const parts: string[] = [];
	const width = fixed(span.columns * cell.width);
	const x = fixed(left);
	if (span.ground !== undefined) {
		parts.push(
			`<rect x="${x}" y="${top}" width="${width}" height="${cell.height}" fill="${span.ground}"/>`,
		);
	}

	if (isBox(span.text)) {
		const lines = [...span.text].map((box, i) => strokes(box, left + i * cell.width, top));
		parts.push(`<path d="${lines.join('')}" stroke="${span.colour}" fill="none"${span.marks}/>`);
	} else if (span.text.trim() !== '') {
		const start = span.text.length - span.text.trimStart().length;
		const text = span.text.trim();
		const length = fixed((span.columns - (span.text.length - text.length)) * cell.width);
		const from = fixed(left + start * cell.width);
		parts.push(
			`<text x="${from}" y="${top + 13.5}" textLength="${length}" lengthAdjust="spacingAndGlyphs" xml:space="preserve" fill="${span.colour}"${span.marks}>${escaped(text)}</text>`,
		);
	}

	return parts;
}

function strokes(box: string, left: number, top: number): string {
	const [x, y] = [left + cell.width / 2, top + cell.height / 2];
	const ends: Readonly<Record<string, string>> = {
		r: `H${fixed(left + cell.width)}`,
		l: `H${fixed(left)}`,
		u: `V${fixed(top)}`,
		d: `V${fixed(top + cell.height)}`,
	};
	const ways = [...(boxes[box] ?? '')];
	if ('╭╮╰╯'.includes(box)) {
		const [side, height] = ways.map(way => (ends[way] ?? '').slice(1));
		return `M${side} ${fixed(y)}Q${fixed(x)} ${fixed(y)} ${fixed(x)} ${height}`;
	}

	return ways.map(way => `M${fixed(x)} ${fixed(y)}${ends[way]}`).join('');
}

function styleOf(at: IBufferCell): Style {
	const front = at.isFgDefault() ? undefined : colourOf(at.getFgColor(), at.isFgRGB());
	const back = at.isBgDefault() ? undefined : colourOf(at.getBgColor(), at.isBgRGB());
	const isInverse = Boolean(at.isInverse());
	const marks = [
		at.isBold() ? ' font-weight="bold"' : '',
		at.isItalic() ? ' font-style="italic"' : '',
		at.isUnderline() ? ' text-decoration="underline"' : '',
		at.isDim() ? ' opacity=".6"' : '',
	];
	return {
		colour: isInverse ? (back ?? theme.ground) : (front ?? theme.text),
		ground: isInverse ? (front ?? theme.text) : back,
		marks: marks.join(''),
	};
}

function colourOf(value: number, isRgb: boolean): string {
	if (isRgb) {
		return `#${value.toString(16).padStart(6, '0')}`;
	}

	if (value < 16) {
		return palette[value] ?? theme.text;
	}

	if (value >= 232) {
		const grey = 8 + (value - 232) * 10;
		return `rgb(${grey},${grey},${grey})`;
	}

	const steps = [0, 95, 135, 175, 215, 255];
	const [red, green, blue] = [36, 6, 1].map(size => steps[Math.floor((value - 16) / size) % 6]);
	return `rgb(${red},${green},${blue})`;
}

function fixed(value: number): string {
	return String(Math.round(value * 10) / 10);
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
