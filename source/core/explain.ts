import type {Classification, Classify} from './classify.ts';
import {causesOf} from './diagnose.ts';
import {clip, visible} from './escape.ts';
import type {CauseReport} from './event.ts';
import type {ClassInfo, Knowledge} from './knowledge.ts';
import type {Recognise} from './recognise.ts';
import {observation} from './observation.ts';
import type {Mta, ReplyClass, Stage} from './vocabulary.ts';

/** What a text came to. `found` is false where no class could be named. */
export type Explanation = {
	found: boolean;
	class: ReplyClass;
	alternatives: readonly ReplyClass[];
	certainty: Classification['certainty'];
	title: string;
	meaning: string;
	next: string;
	/** The part of the text that was read, safe to print. */
	reply: string;
	code: number | null;
	enhanced: string | null;
	stage: Stage | null;
	mta: Mta | null;
	causes: readonly CauseReport[];
};

/** More text than this is not read, in characters. */
const longest = 65_536;

const errorCode =
	/\b(?:E(?:CONN[A-Z]+|TIMEDOUT|TIMEOUT|HOST[A-Z]+|NET[A-Z]+|ACCES|PERM|PIPE|PROTO|NOTFOUND|NODATA|SERVFAIL|REFUSED|AI_[A-Z]+|ADDRNOTAVAIL|AFNOSUPPORT)|ERR_(?:SSL|TLS|OSSL)_[A-Z0-9_]+|CERT_[A-Z_]+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_[A-Z_]+)\b/;

/** A reply as it stands in a log line, a bounce, or alone: code, separator, perhaps enhanced code. */
const replyStart = /(?:^|[\s(:"'>])(?=([245]\d\d)(?:[ -]|[ -#]*\d\.\d+\.\d+))/m;

const stageWords: ReadonlyArray<readonly [RegExp, Stage]> = [
	[/in reply to end of DATA|after end of data|end of data command/i, 'message'],
	[/in reply to RCPT|RCPT TO:/i, 'rcpt'],
	[/in reply to MAIL|MAIL FROM:/i, 'mail'],
	[/in reply to (?:EHLO|HELO)|\b(?:EHLO|HELO) /i, 'ehlo'],
	[/in reply to AUTH|\bAUTH (?:PLAIN|LOGIN)|SASL/i, 'auth'],
	[/in reply to STARTTLS/i, 'starttls'],
	[/in reply to DATA|after DATA/i, 'data'],
	[/refused to talk to me|initial (?:server )?greeting|while receiving the initial/i, 'banner'],
];

function likelyStage(text: string): Stage | null {
	return stageWords.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/**
 * Says what a reply, a line of a log or an error message means. Pure; `text` may be anything.
 */
export function createExplain(
	classify: Classify,
	recognise: Recognise,
	knowledge: Pick<Knowledge, 'causes' | 'remedies'> & {
		classes: Readonly<Record<ReplyClass, ClassInfo>>;
	},
): (text: string) => Explanation {
	return whole => {
		const text = whole.slice(0, longest).trim();
		const stage = likelyStage(text);
		const start = replyStart.exec(text);
		const from = start ? start.index + start[0].length : 0;
		const reply = start ? text.slice(from) : text;
		const error = start ? undefined : errorCode.exec(text)?.[0];
		const code = start?.[1] ? Number(start[1]) : null;
		const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1] ?? null;
		const software = recognise('reply', reply);
		const onConnect: Stage = error && /SSL|TLS|CERT|UNABLE_TO/.test(error) ? 'tls' : 'connect';
		const classified = classify({
			stage: stage ?? (error ? onConnect : 'command'),
			...(code === null ? {} : {code}),
			...(enhanced === null ? {} : {enhanced}),
			...(error ? {error} : {text: reply}),
			...(software ? {mta: software.mta} : {}),
		});
		const info = knowledge.classes[classified.class];
		const observed = software ? [observation('server.software', software)] : [];
		return {
			found: classified.class !== 'other',
			class: classified.class,
			alternatives: classified.alternatives,
			certainty: classified.certainty,
			title: info.title,
			meaning: info.meaning,
			next: info.next,
			reply: clip(reply.split('\n').map(visible).join('\n'), 2000),
			code,
			enhanced,
			stage,
			mta: software?.mta ?? null,
			causes: causesOf(classified.class, observed, knowledge),
		};
	};
}
