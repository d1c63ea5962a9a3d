import {setTimeout as delay} from 'node:timers/promises';

/** Waits until a condition holds; rejects, saying what was waited for, after `limit` milliseconds. */
export async function until(
	what: string,
	holds: () => boolean | Promise<boolean>,
	limit = 30_000,
): Promise<void> {
	const end = performance.now() + limit;
	while (!(await holds())) {
		if (performance.now() > end) {
			throw new Error(`waited ${limit / 1000} s in vain for ${what}`);
		}

		await delay(20);
	}
}
