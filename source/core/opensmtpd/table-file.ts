import type {Entry} from './configuration.ts';

/**
 * The entries of a file (table(5)): a list, or keys with values, by the first line that is no comment.
 * A key in brackets is an IPv6 address.
 */
export function entriesOfFile(text: string, file: string): Entry[] {
	const entries: Entry[] = [];
	let isList: boolean | undefined;
	for (const [index, raw] of text.split('\n').entries()) {
		const line = raw.trim();
		if (line.startsWith('#')) {
			isList ??= /^#\s*@list$/.test(line) || undefined;
		} else if (line !== '') {
			const [, key = '', value = ''] = /^(\[[^\]]*\]|[^\s:]*)[\s:]*(.*)$/.exec(line) ?? [];
			const at = {file, line: index + 1};
			isList ??= key === line;
			entries.push(isList ? {key: line, value: undefined, at} : {key, value, at});
		}
	}

	return entries;
}

/** The entries that `makemap -U` prints, with a tab between key and value. */
export function entriesOfDatabase(text: string, file: string): Entry[] {
	return text.split('\n').flatMap(line => {
		const [key = '', value] = line.split('\t');
		return key === '' ? [] : [{key, value, at: {file, line: 0}}];
	});
}
