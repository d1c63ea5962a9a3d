import {requiredText} from './required-text.ts';

/** Says whether a pattern could match the text that was looked at last; false is sure. */
export type PatternFilter = {
	look(text: string): void;
	test(pattern: RegExp): boolean;
};

/** Slots for the pairs and triples of characters in a text; a power of two. */
const slots = 16_384;

function slotOf(text: string, at: number, length: number): number {
	let hash = length;
	for (let offset = 0; offset < length; offset++) {
		hash = (hash * 31 + text.charCodeAt(at + offset)) | 0;
	}

	return (hash ^ (hash >>> 14)) & (slots - 1);
}

function slotsOf(literal: string): readonly number[] {
	const length = Math.min(3, literal.length);
	return Array.from({length: literal.length - length + 1}, (_, at) => slotOf(literal, at, length));
}

/**
 * Makes a filter for many patterns over one text: the text's pairs and triples of characters are
 * noted once, and a pattern runs only where all those of one of its required literals are there.
 */
export function createPatternFilter(patterns: readonly RegExp[]): PatternFilter {
	const needed = new Map(
		patterns.map(pattern => [pattern, requiredText(pattern)?.map(slotsOf)] as const),
	);
	const seen = new Uint32Array(slots);
	let text = '';
	let round = 0;
	return {
		look(next) {
			text = next;
			// Numbers of rounds save clearing the table; it is cleared when they run out.
			round = (round + 1) % 0xff_ff_ff_ff;
			if (round === 0) {
				seen.fill(0);
				round = 1;
			}

			for (let at = 0; at + 1 < text.length; at++) {
				seen[slotOf(text, at, 2)] = round;
				if (at + 2 < text.length) {
					seen[slotOf(text, at, 3)] = round;
				}
			}
		},
		test(pattern) {
			const literals = needed.get(pattern);
			const isPossible =
				!literals || literals.some(literal => literal.every(slot => seen[slot] === round));
			return isPossible && pattern.test(text);
		},
	};
}
