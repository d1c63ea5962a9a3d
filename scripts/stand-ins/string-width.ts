import measured, {type Options} from 'string-width';
import {plainText} from './plain-text.ts';

const styles = new RegExp(String.raw`\u001b\[[\d;]*m`, 'g');

/**
 * string-width for the bundle. Its pattern of all emoji takes V8 twenty milliseconds to compile, which
 * only texts that could have one are worth.
 */
export function stringWidth(text: string, options?: Options): number {
	const bare = options?.countAnsiEscapeCodes ? text : text.replaceAll(styles, '');
	return plainText.test(bare) && options?.ambiguousIsNarrow !== false
		? bare.length
		: measured(text, options);
}
