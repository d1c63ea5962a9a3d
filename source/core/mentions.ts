import {clip, visible} from './escape.ts';

/** What a text names that a live check can go on with; `null` where it does not say. */
export type Mentions = {
	/** The server that was spoken to. */
	host: string | null;
	/** Its IP address. */
	address: string | null;
	port: number | null;
	sender: string | null;
	recipient: string | null;
	/** The message's id in the queue of the server that wrote the line. */
	queueId: string | null;
};

const name = String.raw`((?=[\w.-]{1,253}\.[a-z])[a-z\d](?:[\w-]{0,62}\.){1,20}[a-z][a-z\d-]{1,62})`;
const ip = String.raw`(\d{1,3}(?:\.\d{1,3}){3}|(?=[\da-f:]{0,6}:[\da-f]{0,4}:)[\da-f:.]{3,45})`;
const mailbox = String.raw`([^\s<>@"',;:]{1,64}@[^\s<>@"',;)\]]{1,253})`;

function pattern(...parts: readonly string[]): RegExp {
	return new RegExp(parts.join(''), 'im');
}

/** Host, address and port as the sides that speak to a server write them; groups: host, ip, port. */
const servers: readonly RegExp[] = [
	// Postfix: relay=host[ip]:25, connect to host[ip]:25, host host[ip] said, with host[ip]
	pattern(
		String.raw`(?:relay=|\bto |\bwith |\bhost |\bby host )(?<host>[\w.-]{1,253})\[`,
		`(?<ip>${ip})`,
		String.raw`\](?::(?<port>\d{1,5}))?`,
	),
	// Exim: H=host [ip]:port
	pattern(
		String.raw`\bH=(?<host>[\w.-]{1,253}) \[`,
		`(?<ip>${ip})`,
		String.raw`\](?::(?<port>\d{1,5}))?`,
	),
	// sendmail: relay=host. [ip]
	pattern(String.raw`\brelay=(?<host>[\w.-]{1,253}?)\.? \[`, `(?<ip>${ip})`, String.raw`\]`),
	// DSN: Remote-MTA: dns; host
	pattern(
		String.raw`^Remote-MTA: ?dns; ?`,
		`(?<host>${name})`,
		String.raw`(?: \(`,
		`(?<ip>${ip})`,
		String.raw`)?`,
	),
	// curl and msmtp: connect to host port 587, cannot connect to host, port 587
	pattern(
		String.raw`connect(?:ed|ing)? to `,
		`(?<host>${name})`,
		String.raw`,? (?:\([^)]{1,60}\) )?port (?<port>\d{1,5})`,
	),
	// Java: host, port: name, 587
	pattern(String.raw`host, port: `, `(?<host>${name})`, String.raw`, (?<port>\d{1,5})`),
	// Names that do not resolve
	pattern(
		String.raw`(?:ENOTFOUND|EAI_AGAIN|ESERVFAIL|ENODATA|lookup|resolve host:?|resolved:|UnknownHostException:|name=|Host not found:?) ?'?`,
		`(?<host>${name})`,
	),
	// Node, Go: connect ECONNREFUSED 192.0.2.7:587, dial tcp [2001:db8::7]:25
	pattern(
		String.raw`(?:\b(?:connect|E[A-Z]{4,12}|dial tcp|tcp|refused it) )\[?(?<ip>\d{1,3}(?:\.\d{1,3}){3}|[\da-f:]{2,39}(?=\]:|:\d{2,5}\b))\]?:(?<port>\d{1,5})`,
	),
	// URL forms: smtp://host:587, ssl://host:465, host:587
	pattern(
		String.raw`(?:\b(?:smtps?|ssl|tls|tcp):\/\/)`,
		`(?<host>${name})`,
		String.raw`(?::(?<port>\d{1,5}))?`,
	),
	pattern(`\\b(?<host>${name})`, String.raw`:(?<port>25|465|587|2525)\b`),
	// swaks: === Trying host:25
	pattern(String.raw`=== (?:Trying|Connected to) (?<host>[\w.-]{1,253})(?::(?<port>\d{1,5}))?`),
	pattern(String.raw`\[`, `(?<ip>${ip})`, String.raw`\]:(?<port>\d{1,5})`),
];

const senders: readonly RegExp[] = [
	pattern(String.raw`\bfrom=<`, mailbox),
	pattern(String.raw`\bF=<`, mailbox),
	pattern(String.raw`MAIL FROM: ?<`, mailbox),
	pattern(String.raw`^X-Postfix-Sender: ?rfc822; ?`, mailbox),
	pattern(`<${mailbox}>`, String.raw`:? Sender address`),
];

const recipients: readonly RegExp[] = [
	pattern(String.raw`^Final-Recipient: ?rfc822; ?<?`, mailbox),
	pattern(String.raw`^Original-Recipient: ?rfc822; ?<?`, mailbox),
	pattern(String.raw`\b(?:orig_)?to=<`, mailbox),
	pattern(String.raw`RCPT TO: ?<`, mailbox),
	pattern(String.raw` (?:\*\*|==|=>) `, mailbox),
	pattern(String.raw`rejected RCPT <`, mailbox),
	pattern(String.raw`recipient (?:address )?<?`, mailbox),
	pattern(
		String.raw`<`,
		mailbox,
		String.raw`>(?:\.\.\.|:)? ?(?:Recipient address|Relay access|User unknown|Relaying|No such|does not)`,
	),
];

const queueIds: readonly RegExp[] = [
	/postfix\S{0,40}\[\d{1,10}\]: ([\dA-F]{5,16}|[\dA-Za-z]{12,20}):/,
	/(?:sendmail|sm-mta)\S{0,20}\[\d{1,10}\]: ([\da-zA-Z]{12,20}):/,
	/^X-Postfix-Queue-ID: ?([\dA-Za-z]{5,20})/im,
	/(?:^|\s)([\dA-Za-z]{6}-[\dA-Za-z]{6,11}-[\dA-Za-z]{2,4})\s/,
	/\bqueued as ([\dA-Za-z]{5,20})\b/,
	/\bOK id=([\dA-Za-z]{6}-[\dA-Za-z]{6,11}-[\dA-Za-z]{2,4})/,
];

function first(text: string, patterns: readonly RegExp[]): string | null {
	for (const one of patterns) {
		const found = one.exec(text)?.[1];
		if (found !== undefined) {
			return clip(visible(found), 254);
		}
	}

	return null;
}

/**
 * Finds host, addresses and queue id in a reply, a log line, a bounce or a client's error. In a line
 * of a server that refused a client, the name beside the reply is the client's and is left out.
 */
export function mentionsIn(text: string, isOwnRefusal: boolean): Mentions {
	let host: string | null = null;
	let address: string | null = null;
	let port: number | null = null;
	for (const server of isOwnRefusal ? [] : servers) {
		const groups = server.exec(text)?.groups;
		host ??= groups?.['host'] ?? null;
		address ??= groups?.['ip'] ?? null;
		const number = Number(groups?.['port'] ?? 0);
		port ??= number > 0 && number < 65_536 ? number : null;
	}

	return {
		host: host === 'none' || host === null ? null : clip(visible(host), 254),
		address,
		port,
		sender: first(text, senders),
		recipient: first(text, recipients),
		queueId: first(text, queueIds),
	};
}
