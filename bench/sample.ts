/** How runs are repeated and summed up. */

/** Values of several runs: the middle one, and between which values the middle half of them lies. */
export type Sample = {median: number; from: number; to: number; runs: number};

function at(sorted: readonly number[], share: number): number {
	const place = (sorted.length - 1) * share;
	const low = sorted[Math.floor(place)] ?? Number.NaN;
	const high = sorted[Math.ceil(place)] ?? Number.NaN;
	return low + (high - low) * (place - Math.floor(place));
}

export function sampleOf(values: readonly number[]): Sample {
	const sorted = values.toSorted((a, b) => a - b);
	return {
		median: at(sorted, 0.5),
		from: at(sorted, 0.25),
		to: at(sorted, 0.75),
		runs: values.length,
	};
}

/**
 * Measures several things by turns, so that what else the machine does meets all of them alike; a turn
 * before that, which fills the caches, does not count.
 */
export async function byTurns<Name extends string>(
	runs: number,
	measures: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Record<Name, Sample>> {
	const names = Object.keys(measures) as Name[];
	const values = new Map(names.map(name => [name, [] as number[]]));
	for (let turn = 0; turn <= runs; turn++) {
		for (const name of names) {
			const value = await measures[name]();
			if (turn > 0) {
				values.get(name)?.push(value);
			}
		}
	}

	return Object.fromEntries([...values].map(([name, list]) => [name, sampleOf(list)])) as Record<
		Name,
		Sample
	>;
}
