/**
 * In how many slips of the finger one word becomes the other: a letter more, less, another, or two
 * swapped (optimal string alignment).
 */
export function distance(a: string, b: string): number {
	let before: readonly number[] = [];
	let row = Array.from({length: b.length + 1}, (_, i) => i);
	for (let i = 0; i < a.length; i++) {
		const next = [i + 1];
		for (let j = 0; j < b.length; j++) {
			const isSwap = i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j];
			next.push(
				Math.min(
					(row[j + 1] ?? 0) + 1,
					(next[j] ?? 0) + 1,
					(row[j] ?? 0) + (a[i] === b[j] ? 0 : 1),
					isSwap ? (before[j - 1] ?? 0) + 1 : Number.POSITIVE_INFINITY,
				),
			);
		}

		before = row;
		row = next;
	}

	return row.at(-1) ?? 0;
}

/** The word of a list that was most likely meant, at most so many slips away. */
export function nearest<Word extends string>(
	written: string,
	known: readonly Word[],
	most: number,
): Word | undefined {
	return known
		.map(word => ({word, away: distance(written, word)}))
		.filter(({away}) => away <= most)
		.toSorted((a, b) => a.away - b.away)[0]?.word;
}
