/**
 * What a terminal would obey, hide or use to reorder text: controls (C0, DEL, C1), format characters
 * (bidi controls, zero-width characters, soft hyphen, tags), lone surrogates, line and paragraph
 * separators, and everything that Unicode says may be ignored when drawn (variation selectors, fillers).
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const named: Readonly<Record<string, string>> = {'\t': '\\t', '\n': '\\n', '\r': '\\r'};

function escapeOf(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	const hex = code.toString(16);
	return named[character] ?? (code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`);
}

/**
 * Makes text safe to print on one line: each character that is not to be seen becomes an escape that
 * is (`\x1b`, `\u{202e}`, `\n`), because what a server hides in a reply is evidence. The result holds
 * no such character. Backslashes stay as they are: the result is for reading, not for decoding.
 */
export function visible(text: string): string {
	return text.replaceAll(unprintable, escapeOf);
}

/** As {@link visible}, for text of several lines: line feeds stay. */
export function visibleLines(text: string): string {
	return text.split('\n').map(visible).join('\n');
}

/** Cuts text to at most `max` characters (code points), the last of them `…` where something is missing. */
export function clip(text: string, max: number): string {
	if (text.length <= max) {
		return text;
	}

	let end = 0;
	let kept = 0;
	let count = 0;
	for (const character of text) {
		count++;
		if (count > max) {
			return max < 1 ? '' : `${text.slice(0, kept)}…`;
		}

		end += character.length;
		if (count < max) {
			kept = end;
		}
	}

	return text;
}
