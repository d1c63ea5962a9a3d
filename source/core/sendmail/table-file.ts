/** An entry of a file that `makemap` reads: access, virtusertable, mailertable; or of aliases. */
export type TableEntry = {key: string; value: string; line: number};

/** Reads such a file. Keys are not told apart by case, and of two that are alike the first counts. */
export function entriesIn(text: string): readonly TableEntry[] {
	return text.split(/\r?\n/).flatMap((content, index) => {
		const [, key = '', value = ''] = /^([^\s#]\S*)\s+(\S.*)$/.exec(content) ?? [];
		return key === '' ? [] : [{key, value: value.trim(), line: index + 1}];
	});
}

/** The entry of a key. */
export function entryOf(entries: readonly TableEntry[], key: string): TableEntry | undefined {
	return entries.find(entry => entry.key.toLowerCase() === key.toLowerCase());
}

/** The line on which a word stands alone in a file of a class (local-host-names, relay-domains). */
export function memberIn(text: string, word: string): number | undefined {
	const index = text
		.split(/\r?\n/)
		.findIndex(line => line.replace(/#.*/, '').trim().toLowerCase() === word.toLowerCase());
	return index === -1 ? undefined : index + 1;
}

/** The line of aliases on which a name has its entry. */
export function aliasIn(text: string, name: string): number | undefined {
	const index = text.split(/\r?\n/).findIndex(line => {
		const key = /^"?([^\s"#:]+)"?\s*:/.exec(line)?.[1];
		return key?.toLowerCase() === name.toLowerCase();
	});
	return index === -1 ? undefined : index + 1;
}
