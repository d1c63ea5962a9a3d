import type {Classification, Classify} from './classify.ts';
import {causesOf} from './diagnose.ts';
import {clip, visibleLines} from './escape.ts';
import type {CauseReport} from './event.ts';
import {failureIn, type FailureText} from './failure-text.ts';
import {resultFacts} from './headers/copy-observations.ts';
import {
	faultIn,
	isMessage,
	pickMessage,
	readHeaders,
	type HeaderReport,
} from './headers/read-headers.ts';
import type {ClassInfo, Knowledge} from './knowledge.ts';
import {isAboutRecipient} from './mail-log/how-failed.ts';
import {mentionsIn, type Mentions} from './mentions.ts';
import {observation} from './observation.ts';
import type {Fillings} from './phrase.ts';
import type {Recognise, Recognised} from './recognise.ts';
import {isPublic} from './records/ip-address.ts';
import {readMessageHeader} from './records/message-header.ts';
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
	/** Where the text is the header of a message, or a whole one: the way of it, and what was found. */
	headers: HeaderReport | null;
};

/** More text than this is not read, in characters. */
const longest = 65_536;
/** A file of many messages may be longer: its end counts. */
const longestFile = 1_000_000;

function softwareOf(
	{ownSoftware, reason}: FailureText,
	recognise: Recognise,
): Recognised | undefined {
	return ownSoftware
		? {mta: ownSoftware, evidence: 'the form of the log line', certainty: 'certain'}
		: recognise('reply', reason);
}

/** What the text mentions, by the names that sentences and commands use. */
function fillingsOf({host, address, port, sender, recipient, queueId}: Mentions): Fillings {
	const server = host ?? address;
	return {
		...(server === null ? {} : {host: server, target: server}),
		...(address === null ? {} : {address}),
		...(port === null ? {} : {port}),
		...(queueId === null ? {} : {queueId}),
		...(sender === null ? {} : {sender, senderDomain: domainOf(sender)}),
		...(recipient === null ? {} : {recipient, recipientDomain: domainOf(recipient)}),
	};
}

/** The address from which the last server got it from outside. */
function sendingAddressIn({hops}: HeaderReport): Fillings {
	const addresses = hops.map(({address}) => address).filter(address => address !== '');
	const sendingAddress = addresses.findLast(isPublic) ?? addresses.at(-1);
	return sendingAddress === undefined ? {} : {sendingAddress};
}

/**
 * Says what a reply, a line of a log, a bounce or a client's error message means, and what the header of
 * a message tells. Pure; `text` may be anything.
 */
export function createExplain(
	classify: Classify,
	recognise: Recognise,
	knowledge: Pick<Knowledge, 'causes' | 'remedies'> & {
		classes: Readonly<Record<ReplyClass, ClassInfo>>;
	},
): (text: string) => Explanation {
	/** A message that arrived: there is no refusal in it, but what receivers found. */
	const ofMessage = (text: string): Explanation => {
		const headers = readHeaders(text);
		const fault = faultIn(headers);
		const found = resultFacts(headers).map(facts => observation('copy.result', facts));
		const info = knowledge.classes[fault ?? 'success'];
		const mentions = mentionsIn(text.slice(0, longest), false);
		const {fromDomain} = readMessageHeader(text);
		const known = {
			...fillingsOf(mentions),
			...(fromDomain === '' ? {} : {senderDomain: fromDomain}),
			...sendingAddressIn(headers),
		};
		const about = fault
			? {title: info.title, meaning: info.meaning, next: info.next}
			: {
					title: 'A message that arrived',
					meaning: 'Nothing in its header says that a server took it for spam or forged.',
					next: 'Where it took long, the delays show at which server. `smtp-medic HOST --records --headers FILE` looks at the sender’s records.',
				};
		return {
			found: true,
			class: fault ?? 'success',
			alternatives: [],
			certainty: 'likely',
			...about,
			reply: headers.subject,
			code: null,
			enhanced: null,
			stage: null,
			mta: null,
			mentions,
			causes: fault ? causesOf(fault, found, knowledge, known) : [],
			headers,
		};
	};

	return all => {
		const whole = pickMessage(all.slice(0, longestFile));
		if (isMessage(whole)) {
			return ofMessage(whole);
		}

		const text = whole.slice(0, longest).replaceAll('\r\n', '\n').trim();
		const failure = failureIn(text);
		const {reason, error, stage} = failure;
		const codes = /^([2-5]\d\d(?!\d))?[ -]?#?([245]\.\d{1,3}\.\d{1,3}(?![.\d]))?/.exec(reason);
		const code = codes?.[1] ? Number(codes[1]) : null;
		const enhanced = codes?.[2] ?? failure.enhanced ?? null;
		const software = softwareOf(failure, recognise);
		const onConnect: Stage =
			error && /SSL|TLS|CERT|UNABLE_TO|EPROTO/.test(error) ? 'tls' : 'connect';
		const isDelivery = code === null && failure.enhanced !== undefined; // It stood beside the words
		const unsaid = isDelivery && isAboutRecipient(enhanced ?? '') ? 'rcpt' : 'command';
		const {rule: _rule, ...classified} = classify({
			stage: stage ?? (error ? onConnect : unsaid),
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
			headers: null,
		};
	};
}
