import {clip, visible} from '../escape.ts';
import {headerFields, readMessageHeader} from '../records/message-header.ts';
import type {AuthenticationResult} from './authentication-results.ts';
import {mailDate} from './mail-date.ts';
import {resultsByOrigin} from './whose-results.ts';
import {readReceived, type ReceivedLine} from './received.ts';

/** One server on the way of a message. */
export type Hop = Omit<ReceivedLine, 'at'> & {
	/** ISO 8601; empty where the line has no date. */
	at: string;
	/** Milliseconds since the hop before, or since the message’s own Date; negative where clocks differ. */
	delay: number | null;
	/** By its protocol the message came encrypted; null where the line does not say. */
	encrypted: boolean | null;
};

/** What the header of a message that arrived tells. */
export type HeaderReport = {
	subject: string;
	messageId: string;
	/** From, as it stands. */
	from: string;
	/** MAIL FROM, by Return-Path; empty where it is not there. */
	returnPath: string;
	/** The servers in the order of the way, the first one first. */
	hops: readonly Hop[];
	/** Milliseconds from the first date to the last; null where it cannot be told. */
	total: number | null;
	/** What the receiver found. */
	results: readonly AuthenticationResult[];
	/** Results of others: the sender, too, can have written them. */
	earlier: readonly AuthenticationResult[];
	signatures: ReadonlyArray<{domain: string; selector: string}>;
	/** What a spam filter wrote; null where none did. */
	spam: {flagged: boolean; text: string} | null;
};

const limits = {hops: 40, results: 20, text: 1_000_000} as const;

/** The message of a mailbox file (mbox) that counts: the latest test message, else the last one. */
export function pickMessage(text: string): string {
	if (!/^From \S/.test(text)) {
		return text;
	}

	const messages = text
		.slice(-limits.text)
		.split(/^(?=From \S+ .*\d{4}\s*$)/m)
		.filter(message => message.startsWith('From '))
		.map(message => message.slice(message.indexOf('\n') + 1));
	return (
		messages.findLast(message => /^Subject: smtp-medic test message/m.test(message)) ??
		messages.at(-1) ??
		text
	);
}

/** Fields by which a text is known to be the header of a message. */
const telling = [
	'from',
	'to',
	'subject',
	'date',
	'message-id',
	'return-path',
	'delivered-to',
	'dkim-signature',
	'authentication-results',
	'mime-version',
];

/** Whether a text is the header of a message, or a whole one, and no bounce. */
export function isMessage(text: string): boolean {
	if (/^(?:Final-Recipient|Diagnostic-Code) ?:/im.test(text)) {
		return false;
	}

	const names = new Set(headerFields(text).map(([name]) => name));
	const count = telling.filter(name => names.has(name)).length;
	return count >= 3 || (names.has('received') && count >= 1) || names.has('authentication-results');
}

const isSecure = (protocol: string) =>
	/^(?:UTF8)?[EL]?SMTPS|LMTPS|HTTPS/.test(protocol)
		? true
		: /SMTP|LMTP/.test(protocol)
			? false
			: null;

function hopsOf(lines: readonly string[], sent: number | null): readonly Hop[] {
	let before = sent;
	return lines
		.slice(0, limits.hops)
		.map(readReceived)
		.toReversed()
		.map(({at, ...hop}): Hop => {
			const delay = at === null || before === null ? null : at - before;
			before = at ?? before;
			return {
				from: safe(hop.from),
				address: safe(hop.address),
				by: safe(hop.by),
				protocol: safe(hop.protocol),
				id: safe(hop.id),
				at: at === null ? '' : new Date(at).toISOString(),
				delay,
				encrypted: isSecure(hop.protocol),
			};
		});
}

const safe = (text: string) => clip(visible(text.trim()), 300);

function spamOf(values: (name: string) => readonly string[]): HeaderReport['spam'] {
	const [flag] = values('x-spam-flag');
	const [status] = values('x-spam-status');
	const [rspamd] = values('x-spamd-result');
	const [exchange] = values('x-forefront-antispam-report');
	const text = status ?? rspamd ?? flag ?? exchange;
	if (text === undefined) {
		return null;
	}

	const flagged =
		/^\s*yes/i.test(flag ?? status ?? '') ||
		/^\s*default: True/i.test(rspamd ?? '') ||
		/\bSFV:(?:SPM|SKS|SKB)\b|\bSCL:[5-9]\b/.test(exchange ?? '');
	return {flagged, text: safe(text)};
}

const safeResult = ({server, method, result, about, comment}: AuthenticationResult) => ({
	server: safe(server),
	method: safe(method),
	result: safe(result),
	about: about.slice(0, 8).map(safe),
	comment: safe(comment),
});

/** Reads the header of a message hop by hop. Total; every text in the result is safe to print. */
export function readHeaders(text: string): HeaderReport {
	const fields = headerFields(text);
	const values = (wanted: string) => fields.flatMap(([name, v]) => (name === wanted ? [v] : []));
	const one = (wanted: string) => safe(values(wanted)[0] ?? '');
	const sent = mailDate(values('date')[0] ?? '');
	const hops = hopsOf(values('received'), sent);
	const times = [sent, ...hops.map(({at}) => (at === '' ? null : Date.parse(at)))].filter(
		at => at !== null,
	);
	const {own, others} = resultsByOrigin(fields);
	return {
		subject: one('subject'),
		messageId: one('message-id'),
		from: one('from'),
		returnPath: one('return-path'),
		hops,
		total: times.length > 1 ? (times.at(-1) ?? 0) - (times[0] ?? 0) : null,
		results: own.slice(0, limits.results).map(safeResult),
		earlier: others.slice(0, limits.results).map(safeResult),
		signatures: readMessageHeader(text).signatures,
		spam: spamOf(values),
	};
}

/** What of a header says that receivers will not trust the message, as a class; undefined: nothing does. */
export function faultIn({
	results,
	spam,
}: HeaderReport): 'sender-auth-failed' | 'policy-or-spam' | undefined {
	const of = (method: string) => results.filter(r => r.method === method).map(r => r.result);
	const isBad = (result: string) => /^(?:fail|softfail|permerror|hardfail|policy)$/.test(result);
	const dkimPasses = of('dkim').includes('pass');
	const spfPasses = of('spf').includes('pass');
	const dmarc = of('dmarc');
	if (
		dmarc.some(isBad) ||
		(dmarc.length === 0 && !dkimPasses && !spfPasses && [...of('spf'), ...of('dkim')].some(isBad))
	) {
		return 'sender-auth-failed';
	}

	return spam?.flagged === true ? 'policy-or-spam' : undefined;
}
