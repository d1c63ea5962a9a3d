import {entriesOf, isBuilt, sourceOf, type Texts} from './texts.ts';
import {entryOf} from './table-file.ts';
import type {LookUp} from './trace.ts';

/** An entry that Sendmail found, or missed, because a table was not built anew from its file. */
export type Stale = {
	map: string;
	path: string;
	key: string;
	/** What the file has now; nothing where it has no such entry any more. */
	now: string | undefined;
	was: string | undefined;
	line: number | null;
};

/** What a table of a type that `makemap` builds said, against the file that it is built from. */
export function staleIn(texts: Texts, lookUps: readonly LookUp[]): Stale | undefined {
	for (const {map, key, value} of lookUps.filter(({failed}) => !failed)) {
		const entries = entriesOf(texts, map);
		const source = sourceOf(texts, map);
		if (entries && source && isBuilt(source.type)) {
			const entry = entryOf(entries, key);
			const {path} = source;
			const said = value?.replace(/ ?<TMPF>$/, '');
			const hasPlaces = entry?.value.includes('%') ?? false; // Filled in by the look-up
			if (!hasPlaces && entry?.value.replaceAll(/\s+/g, ' ') !== said?.replaceAll(/\s+/g, ' ')) {
				return {map, path, key, now: entry?.value, was: value, line: entry?.line ?? null};
			}
		}
	}

	return undefined;
}
