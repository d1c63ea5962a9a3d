/** Tags of a record by name, in their order; a tag that is there twice makes the list void. */
export type TagList = {
	tags: ReadonlyMap<string, string>;
	fault: 'syntax' | 'duplicate' | undefined;
};

/**
 * Reads `tag=value; tag=value` (RFC 6376 3.2), of which DKIM, DMARC, MTA-STS, TLS-RPT and BIMI make
 * their records. Whitespace around names and values does not count.
 */
export function parseTagList(text: string): TagList {
	const tags = new Map<string, string>();
	let fault: TagList['fault'];
	for (const part of text.split(';')) {
		const [, name, value = ''] = /^\s*([A-Za-z]\w*)\s*=(.*)$/s.exec(part) ?? [];
		if (name === undefined) {
			fault ??= part.trim() === '' ? undefined : 'syntax';
		} else if (tags.has(name)) {
			fault ??= 'duplicate';
		} else {
			tags.set(name, value.trim());
		}
	}

	return {tags, fault};
}
