/** Lets at most `most` tasks run at once; the others wait their turn. */
export function inTurns(most: number): <T>(task: () => Promise<T>) => Promise<T> {
	const waiting: Array<() => void> = [];
	let running = 0;
	return async task => {
		if (running >= most) {
			await new Promise<void>(resolve => {
				waiting.push(resolve);
			});
		} else {
			running++;
		}

		try {
			return await task();
		} finally {
			const next = waiting.shift();
			if (next) {
				next();
			} else {
				running--;
			}
		}
	};
}
