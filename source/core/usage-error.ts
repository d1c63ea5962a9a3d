import {clip, visible} from './escape.ts';

const longest = 500;

/**
 * The user's mistake: one line that says what is wrong and what would be right. Exit code 2. Whatever
 * is quoted in it, it is one line, and safe to print.
 */
export class UsageError extends Error {
	override readonly name = 'UsageError';

	constructor(message: string) {
		super(clip(visible(message), longest));
	}
}
