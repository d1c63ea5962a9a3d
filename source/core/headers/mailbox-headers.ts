import {headerFields} from '../records/message-header.ts';

/** More of one header than this is not read, in characters. */
const longest = 256 * 1024;

/** The header of a message: what stands before its first empty line. */
export function headerOf(message: string): string {
	const end = /\r?\n\r?\n/.exec(message);
	return message.slice(0, Math.min(end?.index ?? message.length, longest));
}

/** The headers of the messages in a mailbox file (mbox, RFC 4155), in their order; bodies are left out. */
export function headersInMbox(text: string): readonly string[] {
	const begins = [...text.matchAll(/(?:^|\n\r?\n)From \S+ [^\n]*\d{4}[^\n]*\n/g)];
	return begins.map(({index, 0: {length}}) => {
		const start = index + length;
		return headerOf(text.slice(start, start + longest));
	});
}

/** Without the angle brackets, in which it may or may not have been given. */
const bare = (messageId: string) => messageId.trim().replace(/^<(.*)>$/, '$1');

/** Whether this is the header of the message with that Message-ID. */
export function hasMessageId(header: string, messageId: string): boolean {
	return headerFields(header).some(
		([name, value]) => name === 'message-id' && bare(value) === bare(messageId),
	);
}
