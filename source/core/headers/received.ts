import {mailDate} from './mail-date.ts';

/** One `Received:` line (RFC 5321 4.4): a server says from whom it took the message. */
export type ReceivedLine = {
	/** The name that the sender said in EHLO, or has; empty where the line names none. */
	from: string;
	/** Its address. */
	address: string;
	/** The server that wrote the line. */
	by: string;
	/** `ESMTPS`, `ESMTPSA`, `LMTP` … (RFC 3848), in capitals. */
	protocol: string;
	/** The id that this server gave. */
	id: string;
	/** Milliseconds; null where there is no date. */
	at: number | null;
};

const longest = 4000;
const name = String.raw`([\w.:-]{1,255}|\[[\da-fA-F.:IPv]{2,60}\])`;

function wordAfter(keyword: string, text: string): string {
	const found = new RegExp(String.raw`(?:^|[\s)])${keyword}\s+${name}`, 'i').exec(text)?.[1] ?? '';
	return found.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

/** The address in what stands before `by`, in brackets or parentheses as servers write it. */
function addressIn(text: string): string {
	return (
		/\[(?:IPv6:)?(\d{1,3}(?:\.\d{1,3}){3}|[\da-fA-F]{0,4}:[\da-fA-F:.]{2,45})\]/.exec(text)?.[1] ??
		/\((?:[^()\s]+ )?(\d{1,3}(?:\.\d{1,3}){3}|[\da-fA-F]{1,4}:[\da-fA-F:.]{2,45})\)/.exec(
			text,
		)?.[1] ??
		''
	);
}

/** Reads the value of a `Received:` field. Total; what the line does not say is empty. */
export function readReceived(value: string): ReceivedLine {
	const text = value.slice(0, longest).replaceAll(/\s+/g, ' ').trim();
	const semicolon = text.lastIndexOf(';');
	const clauses = semicolon === -1 ? text : text.slice(0, semicolon);
	const at = mailDate(semicolon === -1 ? text : text.slice(semicolon + 1));
	const by = clauses.search(/(?:^|\s)by\s/i);
	const origin = by === -1 ? clauses : clauses.slice(0, by);
	const taken = by === -1 ? '' : clauses.slice(by);
	const protocol =
		/\swith\s+(?:Microsoft\s+)?((?:UTF8)?[ES]?[SL]MTPS?A?|LMTPS?A?|HTTPS?|MAPI|local)\b/i.exec(
			taken,
		)?.[1] ?? '';
	const id = /\sid\s+<?([\w.+@-]{1,120})>?/i.exec(taken)?.[1] ?? '';
	return {
		from: wordAfter('from', origin),
		address: addressIn(origin),
		by: wordAfter('by', taken),
		protocol: protocol.toUpperCase(),
		id,
		at,
	};
}
