import {toneCodes, type Look} from '../look.ts';
import type {Row, Span} from './row.ts';

type Style = {on: string; off: string};

function styleOf({tone, strong = false, inverse = false}: Span): Style {
	const codes: ReadonlyArray<readonly [on: number, off: number]> = [
		...(strong ? [[1, 22] as const] : []),
		...(tone === 'faint' ? [[2, 22] as const] : []),
		...(inverse ? [[7, 27] as const] : []),
		...(tone && tone !== 'faint' ? [[toneCodes[tone], 39] as const] : []),
	];
	const sequence = (numbers: readonly number[]) =>
		numbers.length > 0 ? `\u001B[${numbers.join(';')}m` : '';
	return {on: sequence(codes.map(([on]) => on)), off: sequence(codes.map(([, off]) => off))};
}

/** A row as a terminal draws it (ECMA-48 8.3.117), without styles where it is to have none. */
export function ansiOf(row: Row, look: Look): string {
	let drawn = '';
	let current: Style = {on: '', off: ''};
	for (const span of look.colour ? row : []) {
		const style = styleOf(span);
		if (style.on !== current.on) {
			drawn += current.off + style.on;
			current = style;
		}

		drawn += span.text;
	}

	return look.colour ? drawn + current.off : row.map(({text}) => text).join('');
}
