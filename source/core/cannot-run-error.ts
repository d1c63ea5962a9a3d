import {clip, visible} from './escape.ts';

const longest = 500;

/**
 * Something outside keeps the program from doing what was asked, and nobody used it wrongly: one line
 * that says what, safe to print. Exit code 3.
 */
export class CannotRunError extends Error {
	override readonly name = 'CannotRunError';

	constructor(message: string, options?: ErrorOptions) {
		super(clip(visible(message), longest), options);
	}
}
