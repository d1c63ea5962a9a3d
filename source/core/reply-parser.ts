import {decodeLine, enhancedIn, parseReplyLine, type ReplyLine} from './reply-lines.ts';
import type {ReplyFault, SmtpReply} from './smtp-reply.ts';

export type ParserEvent =
	/** A line as it came, without its ending; not yet made safe to print. */
	| {kind: 'line'; text: string}
	/** The reply that the lines before it made. */
	| {kind: 'reply'; reply: SmtpReply}
	/** The line before it begins with no three-digit code where a reply must begin. */
	| {kind: 'not-smtp'; text: string};

/** What a server may make us keep. `line` and `reply` in bytes; RFC 5321 4.5.3.1.5 gives a line 512. */
export type ParserLimits = {line: number; lines: number; reply: number};

export const defaultLimits: ParserLimits = {line: 8 * 1024, lines: 512, reply: 256 * 1024};

/** Turns bytes into replies, however they are cut up or run together. Holds no more than its limits. */
export type ReplyParser = {
	/** Takes the next bytes of the server; returns what became complete by them. */
	push(bytes: Uint8Array): ParserEvent[];
	/** The server said its last: a line without an ending counts as a line now. */
	end(): ParserEvent[];
	/** How many bytes of a line that has not ended yet are held. */
	pending(): number;
	/** Takes the bytes of the line that has not ended, and forgets the reply that it belongs to. */
	discard(): Uint8Array;
};

type Open = {
	code: number;
	enhanced: string | undefined;
	lines: string[];
	bytes: number;
	fault: ReplyFault | undefined;
};

/** How a line came to an end: by its line feed, by the end of the connection, or by our limit. */
type Ending = 'line-feed' | 'end' | 'limit';

const carriageReturn = 13;
const lineFeed = 10;
/** So many bytes of a line tell whether it is the last one of its reply. */
const telling = 4;

const sizeFaults: readonly ReplyFault[] = ['line-too-long', 'reply-too-long', 'too-many-lines'];

function gravity(fault: ReplyFault | undefined): number {
	if (fault === undefined) {
		return 0;
	}

	return sizeFaults.includes(fault) ? 3 : fault === 'bare-lf' ? 1 : 2;
}

/** Of two faults the graver: the reply is incomplete, then its form, then only its line endings. */
function graver(a: ReplyFault | undefined, b: ReplyFault | undefined): ReplyFault | undefined {
	return gravity(b) > gravity(a) ? b : a;
}

/**
 * Reads SMTP replies (RFC 5321 4.2) from bytes, without I/O; never throws. The first line's code is the
 * reply's, the last line's separator ends it. A reply beyond the limits is given out with its fault as
 * soon as that is known, and what still comes of it is skipped. A line that ends in a bare LF, or in
 * the end of the connection, makes the fault `bare-lf`.
 */
export function createReplyParser(limits: Partial<ParserLimits> = {}): ReplyParser {
	const {line: maxLine, lines: maxLines, reply: maxReply} = {...defaultLimits, ...limits};
	const buffer = new Uint8Array(Math.max(maxLine, telling));
	let length = 0;
	let open: Open | undefined;
	let skippingLine = false;
	let skippingReply = false;
	let events: ParserEvent[] = [];

	const give = (reply: Open) => {
		const {code, enhanced, lines, fault} = reply;
		open = undefined;
		events.push({
			kind: 'reply',
			reply: {code, lines, ...(enhanced ? {enhanced} : {}), ...(fault ? {fault} : {})},
		});
	};

	const add = (reply: Open, line: ReplyLine, size: number, ending: Ending, bare: boolean) => {
		reply.lines.push(line.text);
		reply.bytes += size;
		reply.enhanced ??= enhancedIn(line.text, reply.code);
		const differs = line.code !== undefined && line.code !== reply.code;
		const faults: ReadonlyArray<ReplyFault | undefined> = [
			line.fault,
			differs ? 'codes-differ' : undefined,
			bare ? 'bare-lf' : undefined,
			ending === 'limit' ? 'line-too-long' : undefined,
		];
		reply.fault = faults.reduce(graver, reply.fault);
		open = reply;
		if (!line.continues || ending === 'limit') {
			give(reply);
			skippingReply = line.continues;
		}
	};

	/** Works off the line whose bytes, without LF, are in the buffer. */
	const takeLine = (ending: Ending) => {
		const hasReturn = ending !== 'limit' && length > 0 && buffer[length - 1] === carriageReturn;
		const size = length;
		const text = decodeLine(buffer.subarray(0, hasReturn ? size - 1 : size), ending === 'limit');
		const line = parseReplyLine(text);
		length = 0;
		skippingLine = ending === 'limit';
		if (open && (open.lines.length >= maxLines || open.bytes + size > maxReply)) {
			open.fault = open.lines.length >= maxLines ? 'too-many-lines' : 'reply-too-long';
			give(open);
			skippingReply = line.continues;
			return;
		}

		events.push({kind: 'line', text});
		const bare = ending === 'end' || (ending === 'line-feed' && !hasReturn);
		if (open) {
			add(open, line, size, ending, bare);
		} else if (line.code === undefined) {
			events.push({kind: 'not-smtp', text});
		} else {
			const {code} = line;
			const fresh: Open = {code, enhanced: undefined, lines: [], bytes: 0, fault: undefined};
			add(fresh, line, size, ending, bare);
		}
	};

	const endSkippedLine = () => {
		skippingReply = parseReplyLine(decodeLine(buffer.subarray(0, length))).continues;
		length = 0;
	};

	/** Keeps bytes of the line; where they are too many, the line is over. */
	const keep = (bytes: Uint8Array) => {
		const room = (skippingReply ? telling : maxLine) - length;
		const kept = bytes.subarray(0, Math.max(0, room));
		buffer.set(kept, length);
		length += kept.length;
		if (bytes.length > room && !skippingReply) {
			takeLine('limit');
		}
	};

	const reset = () => {
		length = 0;
		open = undefined;
		skippingLine = false;
		skippingReply = false;
	};

	const taken = (): ParserEvent[] => {
		const result = events;
		events = [];
		return result;
	};

	return {
		push(bytes) {
			for (let from = 0; from < bytes.length;) {
				const found = bytes.indexOf(lineFeed, from);
				if (!skippingLine) {
					keep(bytes.subarray(from, found === -1 ? bytes.length : found));
				}

				if (found === -1) {
					break;
				}

				from = found + 1;
				if (skippingLine) {
					skippingLine = false;
				} else if (skippingReply) {
					endSkippedLine();
				} else {
					takeLine('line-feed');
				}
			}

			return taken();
		},
		end() {
			if (length > 0 && !skippingReply) {
				takeLine('end');
			}

			reset();
			return taken();
		},
		pending: () => length,
		discard() {
			const bytes = buffer.slice(0, length);
			reset();
			return bytes;
		},
	};
}

/** The text of a reply, its lines joined by line feeds; not yet made safe to print. */
export function replyText(reply: SmtpReply): string {
	return reply.lines.join('\n');
}
