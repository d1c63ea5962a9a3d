import type {Classification, Classify} from './classify.ts';
import {causesOf} from './diagnose.ts';
import {clip, visibleLines} from './escape.ts';
import type {CauseReport} from './event.ts';
import {failureIn, type FailureText} from './failure-text.ts';
import type {ClassInfo, Knowledge} from './knowledge.ts';
import {mentionsIn, type Mentions} from './mentions.ts';
import {observation} from './observation.ts';
import type {Fillings} from './phrase.ts';
import type {Recognise, Recognised} from './recognise.ts';
import {redactCommand} from './redact.ts';
import {domainOf} from './subject.ts';
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
	/** What the text gives away, for a live check. */
	mentions: Mentions;
	causes: readonly CauseReport[];
};

/** More text than this is not read, in characters. */
const longest = 65_536;

function softwareOf(
	{ownSoftware, reason}: FailureText,
	recognise: Recognise,
): Recognised | undefined {
	return ownSoftware
		? {mta: ownSoftware, evidence: 'the form of the log line', certainty: 'certain'}
		: recognise('reply', reason);
}

/** What the text mentions, by the names that sentences and commands use. */
function fillingsOf({host, address, port, sender, recipient}: Mentions): Fillings {
	const server = host ?? address;
	return {
		...(server === null ? {} : {host: server, target: server}),
		...(address === null ? {} : {address}),
		...(port === null ? {} : {port}),
		...(sender === null ? {} : {sender, senderDomain: domainOf(sender)}),
		...(recipient === null ? {} : {recipient, recipientDomain: domainOf(recipient)}),
	};
}

/**
 * Says what a reply, a line of a log, a bounce or a client's error message means. Pure; `text` may be
 * anything.
 */
export function createExplain(
	classify: Classify,
	recognise: Recognise,
	knowledge: Pick<Knowledge, 'causes' | 'remedies'> & {
		classes: Readonly<Record<ReplyClass, ClassInfo>>;
	},
): (text: string) => Explanation {
	return whole => {
		const text = whole.slice(0, longest).replaceAll('\r\n', '\n').trim();
		const failure = failureIn(text);
		const {reason, error, stage} = failure;
		const codes = /^([2-5]\d\d(?!\d))?[ -]?#?([245]\.\d{1,3}\.\d{1,3}(?![.\d]))?/.exec(reason);
		const code = codes?.[1] ? Number(codes[1]) : null;
		const enhanced = codes?.[2] ?? failure.enhanced ?? null;
		const software = softwareOf(failure, recognise);
		const onConnect: Stage =
			error && /SSL|TLS|CERT|UNABLE_TO|EPROTO/.test(error) ? 'tls' : 'connect';
		const {rule: _rule, ...classified} = classify({
			stage: stage ?? (error ? onConnect : 'command'),
			code: code ?? undefined,
			enhanced: enhanced ?? undefined,
			text: reason,
			error,
			mta: software?.mta,
		});
		const mentions = mentionsIn(text, failure.ownSoftware !== undefined);
		const info = knowledge.classes[classified.class];
		const observed = software ? [observation('server.software', software)] : [];
		const shown = reason
			.split('\n')
			.map(line => redactCommand(line))
			.join('\n');
		return {
			found: classified.class !== 'other',
			...classified,
			title: info.title,
			meaning: info.meaning,
			next: info.next,
			reply: clip(visibleLines(shown), 2000),
			code,
			enhanced,
			stage: stage ?? null,
			mta: software?.mta ?? null,
			mentions,
			causes: causesOf(classified.class, observed, knowledge, fillingsOf(mentions)),
		};
	};
}
