const longest = 2 ** 31 - 1;

/** Runs something once after so many milliseconds; Node takes a longer time than it can count for 1. */
export function startTimer(milliseconds: number, run: () => void): NodeJS.Timeout {
	return setTimeout(run, Math.min(Math.max(0, Math.ceil(milliseconds)), longest));
}
