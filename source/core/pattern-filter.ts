import {requiredText, type Required} from './required-text.ts';

/** Patterns over one text at a time, of which most need not be tried. */
export type PatternFilter = {
	/** Takes the text that `test` is about from now on. */
	look(text: string): void;
	test(pattern: RegExp): boolean;
};

/** Slots for pieces of text of two to four characters; a power of two. */
const slots = 16_384;
const longestPiece = 4;
/** One program seldom reads more than two texts; a library may read millions. */
const indexedFrom = 3;

function extended(hash: number, text: string, at: number): number {
	return (hash * 31 + text.charCodeAt(at)) | 0;
}

function slotOf(hash: number): number {
	return (hash ^ (hash >>> 14)) & (slots - 1);
}

function slotsOf(literal: string): readonly number[] {
	const length = Math.min(longestPiece, literal.length);
	return Array.from({length: literal.length - length + 1}, (_, start) => {
		let hash = 0;
		for (let offset = 0; offset < length; offset++) {
			hash = extended(hash, literal, start + offset);
		}

		return slotOf(hash);
	});
}

/** Patterns by the pieces of text that name them. */
function createIndex(patterns: readonly RegExp[]) {
	const filed: number[][] = Array.from({length: slots}, () => []);
	const numbers = new Map<RegExp, number>();
	for (const pattern of patterns) {
		const literals = requiredText(pattern);
		if (!literals) {
			continue;
		}

		const number = numbers.size;
		numbers.set(pattern, number);
		for (const literal of literals) {
			// The piece that the fewest others are filed under tells most.
			const shelves = slotsOf(literal).map(slot => filed[slot] ?? []);
			const rarest = shelves.reduce((a, b) => (b.length < a.length ? b : a));
			rarest.push(number);
		}
	}

	const marks = new Float64Array(numbers.size);
	let round = 0;
	return {
		look(text: string) {
			// Numbered rounds save wiping the marks each time.
			round++;
			for (let at = 0; at + 1 < text.length; at++) {
				const to = Math.min(at + longestPiece, text.length);
				let hash = extended(0, text, at);
				for (let next = at + 1; next < to; next++) {
					hash = extended(hash, text, next);
					for (const number of filed[slotOf(hash)] ?? []) {
						marks[number] = round;
					}
				}
			}
		},
		mayMatch(pattern: RegExp): boolean {
			const number = numbers.get(pattern);
			return number === undefined || marks[number] === round;
		},
	};
}

/**
 * Makes a filter for many patterns. Each literal that a pattern requires is filed under one short
 * piece of it; the pieces of a text then name the patterns that could match, and the others are not
 * run. The cost of a look grows with the length of the text. To file them all takes longer than to look
 * for the literals of those that are asked for, so that begins with the third text.
 */
export function createPatternFilter(patterns: readonly RegExp[]): PatternFilter {
	const required = new Map<RegExp, Required>();
	let index: ReturnType<typeof createIndex> | undefined;
	let texts = 0;
	let text = '';

	const mayMatch = (pattern: RegExp): boolean => {
		if (index) {
			return index.mayMatch(pattern);
		}

		if (!required.has(pattern)) {
			required.set(pattern, requiredText(pattern));
		}

		return required.get(pattern)?.some(literal => text.includes(literal)) ?? true;
	};

	return {
		look(looked) {
			text = looked;
			texts++;
			if (texts >= indexedFrom) {
				index ??= createIndex(patterns);
				index.look(text);
			}
		},
		test: pattern => mayMatch(pattern) && pattern.test(text),
	};
}
