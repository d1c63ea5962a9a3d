/** The one clock of all measured times: monotonic, in milliseconds. */
export function now(): number {
	return performance.now();
}
