/** Colours by meaning, so that no reader of events knows an escape sequence. */
export type Paint = {
	strong(text: string): string;
	faint(text: string): string;
	good(text: string): string;
	bad(text: string): string;
	caution(text: string): string;
	client(text: string): string;
};

const same = (text: string) => text;
const sgr = (on: number, off: number) => (text: string) => `\u001b[${on}m${text}\u001b[${off}m`;

/** For a terminal with or without colour. */
export function createPaint(colour: boolean): Paint {
	return colour
		? {
				strong: sgr(1, 22),
				faint: sgr(2, 22),
				good: sgr(32, 39),
				bad: sgr(31, 39),
				caution: sgr(33, 39),
				client: sgr(36, 39),
			}
		: {strong: same, faint: same, good: same, bad: same, caution: same, client: same};
}
