import {toneCodes, type Look} from '../look.ts';
import type {Row, Span} from './row.ts';

function codesOf({
	tone,
	strong = false,
	inverse = false,
}: Span): Array<readonly [on: number, off: number]> {
	return [
		...(strong ? [[1, 22] as const] : []),
		...(tone === 'faint' ? [[2, 22] as const] : []),
		...(inverse ? [[7, 27] as const] : []),
		...(tone && tone !== 'faint' ? [[toneCodes[tone], 39] as const] : []),
	];
}

/** A row as a terminal draws it (ECMA-48 8.3.117), without styles where it is to have none. */
export function ansiOf(row: Row, look: Look): string {
	return row
		.map(span => {
			const codes = look.colour ? codesOf(span) : [];
			const sgr = (numbers: readonly number[]) => numbers.map(n => `\u001B[${n}m`).join('');
			return `${sgr(codes.map(([on]) => on))}${span.text}${sgr(codes.map(([, off]) => off))}`;
		})
		.join('');
}
