import type {Mta, Stage} from './vocabulary.ts';

/** What in a text says why something failed. */
export type FailureText = {
	/** The server's reply with its code, or the sentence that gives the reason. */
	reason: string;
	/** An error code of Node or of the operating system, where there is no reply. */
	error?: string;
	/** From a field of the bounce or the log, where the reply has none. */
	enhanced?: string;
	stage?: Stage;
	/** The software that wrote the line, where the line is its own refusal. */
	ownSoftware?: Mta;
};

const errorCode =
	/\b(?:E(?:CONN(?:REFUSED|RESET|ABORTED)|TIMEDOUT|TIMEOUT|HOST(?:UNREACH|DOWN)|NET(?:UNREACH|DOWN)|ACCES|PERM|PIPE|PROTO|NOTFOUND|NODATA|SERVFAIL|REFUSED|AI_[A-Z]{2,12}|ADDRNOTAVAIL|AFNOSUPPORT)|ERR_(?:SSL|TLS|OSSL)_[A-Z0-9_]{3,60}|CERT_[A-Z_]{3,40}|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(?:GET|VERIFY)_[A-Z_]{3,40})\b/;

/** A code as servers send it (RFC 5321 4.2.1); 465 and 587 are ports, not replies. */
const replyStart =
	/(?:^|[\s("'>[<*=]|\b[bB]['"])(?<!\b(?:port|line|status|errno|code) )([2-5][0-57]\d)(?=[ -]\S|[ -]?#?[245]\.\d{1,3}\.\d{1,3}|, b?['"]|$)/gm;

/** How many replies of a long text are looked at. */
const mostReplies = 40;
const longestReason = 2000;

/** Takes off what mail software writes around a reply. */
function withoutTail(reply: string): string {
	return reply
		.replace(/\s*\(in reply to [^)]{1,40}\)[\s\S]*$/i, '')
		.replace(/; from=<[\s\S]*$/, '')
		.replace(/,? (?:code|command|response|responseCode|errno): ?['"\d][\s\S]*$/, '')
		.replace(/['"]\s?[)}\]'",;]{0,6}\s?$/, '')
		.replace(/^[:\s]{1,8}/, '')
		.trim();
}

/** The reply that begins at an index: its line, continued lines, and further lines of the same code. */
function replyAt(text: string, index: number): string {
	const lines = text.slice(index, index + longestReason).split('\n');
	const code = lines[0]?.slice(0, 3) ?? '';
	const taken = lines.slice(0, 1);
	for (const line of lines.slice(1)) {
		const next = line.replace(/^[\s<*>-]{0,8}(?=\d{3}[ -])/, '');
		if (next.startsWith(`${code}-`) || next.startsWith(`${code} `)) {
			taken.push(next);
		} else if (
			/^[ \t]+\S/.test(line) &&
			!/^\s+(?:at |File "|\d{3}[ -]|-> |<- |<\*\*|={3}|\*{3})/.test(line)
		) {
			taken.push(line.trim());
		} else {
			break;
		}
	}

	// Python shows the code and the text as a pair.
	const joined = taken.join('\n').replace(/^(\d{3}), b?['"]/, '$1 ');
	return withoutTail(joined);
}

/** The replies in a text, in their order. */
function repliesIn(text: string): readonly string[] {
	const found: string[] = [];
	for (const match of text.matchAll(replyStart)) {
		found.push(replyAt(text, match.index + match[0].length - 3));
		if (found.length === mostReplies) {
			break;
		}
	}

	return found;
}

/** The first refusal, or else the first reply that is there. */
function tellingReply(text: string): string | undefined {
	const replies = repliesIn(text);
	return replies.find(reply => /^[45]/.test(reply)) ?? replies[0];
}

const stageSigns: ReadonlyArray<readonly [RegExp, Stage]> = [
	[
		/in reply to end of DATA|end of data|after sending (?:message )?data|SMTPDataError|message body|rejected after DATA/i,
		'message',
	],
	[
		/in reply to RCPT|after RCPT|sending RCPT|RCPT TO|RCPT from|rejected RCPT|check_rcpt|SMTPRecipientsRefused|SMTPAddressFailed|Recipient address rejected|EENVELOPE/i,
		'rcpt',
	],
	[
		/in reply to MAIL|after MAIL|sending MAIL|MAIL FROM|MAIL from|check_mail|SMTPSenderRefused|SMTPSenderFailed/i,
		'mail',
	],
	[
		/in reply to AUTH|after AUTH|AUTH (?:PLAIN|LOGIN|CRAM|XOAUTH2)|SASL|SMTPAuthenticationError|AuthenticationFailed|AuthenticationError|EAUTH|could not authenticate|\b53[458][ -]/i,
		'auth',
	],
	[/in reply to STARTTLS|after STARTTLS|STARTTLS failed/i, 'starttls'],
	[
		/Cannot start TLS|TLS handshake|SSL_connect|SSL_do_handshake|wrong.version.number|certificate.verif/i,
		'tls',
	],
	[
		/in reply to (?:EHLO|HELO)|after (?:EHLO|HELO)|(?:EHLO|HELO) (?:handshake|command)|SMTPHeloError|EHLO or HELO/i,
		'ehlo',
	],
	[/in reply to DATA|after DATA|sending DATA|DATA command/i, 'data'],
	[
		/refused to talk to me|initial (?:server )?greeting|initial connection|after initial|SMTPConnectError|check_relay/i,
		'banner',
	],
	[
		/getaddrinfo|gaierror|ENOTFOUND|Name service error|UnknownHost|no such host|resolve host/i,
		'connect',
	],
];

function stageOf(text: string): Stage | undefined {
	return stageSigns.find(([sign]) => sign.test(text))?.[1];
}

function field(text: string, fieldName: string): string | undefined {
	const found = new RegExp(
		String.raw`^${fieldName}:[ \t]?([^\n]{0,1000}(?:\n[ \t][^\n]{0,1000}){0,12})`,
		'im',
	).exec(text);
	return found?.[1]?.replaceAll(/\n[ \t]+/g, ' ').trim();
}

/** The part of a delivery status notification that is about the first recipient that failed. */
function failedRecipient(text: string): string {
	const parts = text.split(/\n\s*\n/).filter(part => /^Final-Recipient:/im.test(part));
	const failed = parts.find(part => /^Action: ?failed/im.test(part));
	return failed ?? parts[0] ?? text;
}

function fromBounce(text: string): FailureText | undefined {
	if (!/^(?:Final-Recipient|Diagnostic-Code|Status): ?\S/im.test(text)) {
		return undefined;
	}

	const part = failedRecipient(text);
	const diagnostic = field(part, 'Diagnostic-Code')?.replace(/^[\w-]{1,20}; ?/, '');
	const status = /^[245]\.\d{1,3}\.\d{1,3}/.exec(field(part, 'Status') ?? '')?.[0];
	const reply = diagnostic && tellingReply(diagnostic);
	const stage = stageOf(diagnostic ?? '') ?? stageOf(text);
	return {
		reason: withoutTail(reply ?? diagnostic ?? tellingReply(text) ?? status ?? ''),
		...(status ? {enhanced: status} : {}),
		...(stage ? {stage} : {}),
	};
}

/** Lines by which a server reports what it did: its own refusal, or what the next hop said. */
const ownRefusals: ReadonlyArray<readonly [RegExp, Mta]> = [
	[
		/postfix\S{0,40}\[\d{1,10}\]: [^\n]{0,40}(?:reject|milter-reject): [A-Z-]{3,24} from [^\n]{1,300}?\]: ([\s\S]{1,1500})/,
		'postfix',
	],
	[
		/\bH=[^\n]{1,400}? (?:temporarily )?rejected (?:RCPT|MAIL|EHLO|HELO|connection|after DATA|AUTH)[^\n:]{0,300}:? ([^\n]{1,1000})/,
		'exim',
	],
	[/(?:sendmail|sm-mta)\S{0,20}\[\d{1,10}\]: [^\n]{0,600}?\breject=([^\n]{1,1000})/, 'sendmail'],
];

const nextHops: readonly RegExp[] = [
	/\bstatus=\w{1,12} \(([\s\S]{1,1800})\)\s*(?:\n|$)/,
	/\bstat=(?:Deferred|Service unavailable|User unknown)?:? ?([^\n]{1,1000})/,
	/: (?:SMTP error from remote (?:mail server|mailer)|LMTP error|SMTP (?:timeout|connection)|retry time(?:out)?|Connection|host|all)[^\n]{0,1000}/,
];

function fromLog(text: string): FailureText | undefined {
	for (const [line, ownSoftware] of ownRefusals) {
		const said = line.exec(text)?.[1];
		if (said !== undefined) {
			const stage = stageOf(text);
			const reason = tellingReply(said) ?? said.split('\n')[0] ?? '';
			return {
				reason: withoutTail(reason),
				ownSoftware,
				...(stage ? {stage} : {}),
			};
		}
	}

	if (
		!/\bstatus=\w|\bstat=|\bdsn=\d|^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|\w\[\d{1,10}\]: /m.test(text)
	) {
		return undefined;
	}

	const said = nextHops.map(hop => hop.exec(text)).find(found => found !== null);
	const part = said?.[1] ?? said?.[0] ?? text;
	const enhanced = /\bdsn=([245]\.\d{1,3}\.\d{1,3})/.exec(text)?.[1];
	const stage = stageOf(part);
	return {
		reason: withoutTail(tellingReply(part) ?? part),
		...(enhanced ? {enhanced} : {}),
		...(stage ? {stage} : {}),
	};
}

/** How .NET hands on a reply; the code before it is left out. */
const netResponse = /The server response was: ([^\n]{1,1000})/;

/** Finds what failed in a reply, a line of a log, a bounce or a client's message. Total. */
export function failureIn(text: string): FailureText {
	const known = fromBounce(text) ?? fromLog(text);
	if (known) {
		return known;
	}

	const stage = stageOf(text);
	const error = errorCode.exec(text)?.[0];
	const reply = tellingReply(text) ?? netResponse.exec(text)?.[1]?.trim();
	return {
		reason: reply ?? text.slice(0, longestReason).trim(),
		...(reply === undefined && error ? {error} : {}),
		...(stage ? {stage} : {}),
	};
}
