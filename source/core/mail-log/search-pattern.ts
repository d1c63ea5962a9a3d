/**
 * A pattern for any of these very words, which `grep -E`, PCRE (the journal) and RegExp all take for the
 * same, and no program for an option.
 */
export function searchPattern(words: readonly string[]): string {
	return words
		.map(word =>
			word
				.replaceAll(/[\\^]/g, String.raw`\$&`)
				.replaceAll(/[.*+?${}()|[]/g, '[$&]')
				.replace(/^-/, '[-]'),
		)
		.join('|');
}
