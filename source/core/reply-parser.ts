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

const cr = 13;
const lf = 10;
/** So much of a line tells whether it is the last one of its reply. */
const telling = 4;

const sizeFaults: readonly ReplyFault[] = ['line-too-long', 'reply-too-long', 'too-many-lines'];

/** Of two faults the one that matters more: an incomplete reply, then its form, then line endings. */
function worse(a: ReplyFault | undefined, b: ReplyFault | undefined): ReplyFault | undefined {
	const rank = (fault: ReplyFault | undefined) =>
		fault === undefined ? 0 : fault === 'bare-lf' ? 1 : sizeFaults.includes(fault) ? 3 : 2;
	return rank(b) > rank(a) ? b : a;
}

function toReply({code, enhanced, lines, fault}: Open): SmtpReply {
	return {code, lines, ...(enhanced ? {enhanced} : {}), ...(fault ? {fault} : {})};
}

/**
 * Reads SMTP replies (RFC 5321 4.2) from bytes, without I/O; never throws. The first line's code is the
 * reply's, the last line's separator ends it. A reply beyond the limits is given out with its fault as
 * soon as that is known; what still comes of it is skipped.
 */
export function createReplyParser(limits: Partial<ParserLimits> = {}): ReplyParser {
	const {line: maxLine, lines: maxLines, reply: maxReply} = {...defaultLimits, ...limits};
	let buffer = new Uint8Array(Math.min(1024, maxLine));
	let length = 0;
	let open: Open | undefined;
	/** `line`: up to the next line ending; `reply`: up to the end of the reply. */
	let skipping: 'line' | 'reply' | undefined;
	let events: ParserEvent[] = [];

	const give = () => {
		if (open) {
			events.push({kind: 'reply', reply: toReply(open)});
			open = undefined;
		}
	};

	/** Gives out what there is of the reply; `last`: the line at hand was its last one. */
	const giveUp = (fault: ReplyFault, last: boolean) => {
		if (open) {
			open.fault = worse(open.fault, fault);
			give();
			skipping = last ? undefined : 'reply';
		}
	};

	const add = (line: ReplyLine, size: number, ending: ReplyFault | undefined) => {
		const {code, text, fault} = line;
		if (!open) {
			if (code === undefined) {
				events.push({kind: 'not-smtp', text});
				return;
			}

			open = {code, enhanced: undefined, lines: [], bytes: 0, fault: undefined};
		}

		open.lines.push(text);
		open.bytes += size;
		open.enhanced ??= enhancedIn(text, open.code);
		const differs = code !== undefined && code !== open.code ? 'codes-differ' : undefined;
		open.fault = [fault, differs, ending].reduce(worse, open.fault);
	};

	/** Works off a line whose bytes (without LF) are in the buffer. */
	const takeLine = (ending: 'lf' | 'end' | 'cut') => {
		const hasCr = ending === 'lf' && length > 0 && buffer[length - 1] === cr;
		const bytes = buffer.subarray(0, hasCr ? length - 1 : length);
		const size = length;
		length = 0;
		const text = decodeLine(bytes, ending === 'cut');
		const line = parseReplyLine(text);
		if (open && (open.lines.length >= maxLines || open.bytes + size > maxReply)) {
			giveUp(open.lines.length >= maxLines ? 'too-many-lines' : 'reply-too-long', !line.continues);
			if (ending === 'cut') {
				skipping ??= 'line';
			}

			return;
		}

		events.push({kind: 'line', text});
		add(line, size, ending === 'cut' || hasCr ? undefined : 'bare-lf');
		if (ending === 'cut') {
			giveUp('line-too-long', !line.continues);
			skipping = skipping === 'reply' ? 'reply-line' : 'line';
		} else if (!line.continues) {
			give();
		}
	};
	return {
		push: bytes => [],
		end: () => [],
		pending: () => length,
		discard: () => buffer.slice(0, length),
	};
}
