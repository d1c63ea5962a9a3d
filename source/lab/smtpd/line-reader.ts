/** A line as smtpd gets it. `text` is cut at the limit, `octets` counts all of it with its ending. */
export type Line = {text: Buffer; octets: number; ending: 'crlf' | 'lf'};

/** Cuts a stream of bytes into lines and never keeps more of a line than `limit` octets. */
export type LineReader = {
	push(bytes: Buffer): void;
	next(): Line | undefined;
	/** Drops what was not read. */
	discard(): void;
};

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** `limit` is Postfix's `line_length_limit` of 2048: the rest of a longer line is skipped. */
export function createLineReader(limit: number): LineReader {
	let unread: Buffer = Buffer.alloc(0);
	let started: Buffer = Buffer.alloc(0);
	let octets = 0;
	let last = 0;
	return {
		push(bytes) {
			unread = unread.length > 0 ? Buffer.concat([unread, bytes]) : bytes;
		},
		next() {
			const end = unread.indexOf(lineFeed);
			const piece = end < 0 ? unread : unread.subarray(0, end);
			const room = limit - started.length;
			if (room > 0) {
				started = Buffer.concat([started, piece.subarray(0, room)]);
			}

			octets += piece.length;
			last = piece.at(-1) ?? last;
			if (end < 0) {
				unread = Buffer.alloc(0);
				return undefined;
			}

			unread = unread.subarray(end + 1);
			const ending = last === carriageReturn ? 'crlf' : 'lf';
			const text = started.at(-1) === carriageReturn ? started.subarray(0, -1) : started;
			const line: Line = {text, octets: octets + 1, ending};
			started = Buffer.alloc(0);
			octets = 0;
			last = 0;
			return line;
		},
		discard() {
			unread = Buffer.alloc(0);
			started = Buffer.alloc(0);
			octets = 0;
			last = 0;
		},
	};
}
