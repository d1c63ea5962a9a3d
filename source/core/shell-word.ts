/** A word as a POSIX shell reads it back, whatever is in it; plain words stay as they are. */
export function shellWord(word: string): string {
	return /^[\w@%+:,./-][\w@%+=:,./-]*$/.test(word) ? word : singleQuoted(word);
}

/** A word in single quotes, between which a POSIX shell reads nothing but the end (XCU 2.2.2). */
export function singleQuoted(word: string): string {
	return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
