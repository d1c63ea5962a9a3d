import type {ReplyFault} from './smtp-reply.ts';

const utf8 = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/**
 * Bytes as text: UTF-8, or else Latin-1, in which every byte is a character. Where the end may have
 * been `cut` off, a character that is only begun there is left out.
 */
export function decodeLine(bytes: Uint8Array, cut = false): string {
	for (let missing = 0; missing <= (cut ? 3 : 0); missing++) {
		try {
			return utf8.decode(bytes.subarray(0, Math.max(0, bytes.length - missing)));
		} catch {
			// Not UTF-8, or not to its end.
		}
	}

	return Array.from(bytes, byte => String.fromCharCode(byte)).join('');
}

/** One line of a reply taken apart (RFC 5321 4.2). */
export type ReplyLine = {
	/** Absent where the line begins with no three-digit code. */
	code?: number;
	/** What follows the code and its separator; the whole line where there is no code. */
	text: string;
	/** Another line of this reply follows. */
	continues: boolean;
	fault?: ReplyFault;
};

/** Takes one line apart. A code outside 200 to 599 is no reply code, but still tells where a reply is. */
export function parseReplyLine(line: string): ReplyLine {
	const match = /^(\d{3})(?!\d)(.?)/s.exec(line);
	if (!match) {
		return {text: line, continues: true, fault: 'bad-code'};
	}

	const [, digits = '', separator = ''] = match;
	const code = Number(digits);
	const separated = separator === '' || separator === ' ' || separator === '-';
	const fault =
		code < 200 || code > 599 ? 'bad-code' : separated ? undefined : ('no-separator' as const);
	return {
		code,
		text: line.slice(separated ? 4 : 3),
		continues: separator === '-',
		...(fault ? {fault} : {}),
	};
}

/**
 * The enhanced status code (RFC 3463, RFC 2034) at the beginning of a line's text. It counts only where
 * its class agrees with the reply code; `5.6.7.8` is an address.
 */
export function enhancedIn(text: string, code: number): string | undefined {
	const found = /^\s*(([245])\.\d{1,3}\.\d{1,3})(?!\.?\d)/.exec(text);
	return found && Number(found[2]) === Math.floor(code / 100) ? found[1] : undefined;
}
