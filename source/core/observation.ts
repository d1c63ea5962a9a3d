import type {CopyFacts} from './facts/copy-facts.ts';
import type {DerivedFacts} from './facts/derived-facts.ts';
import type {DnsFacts} from './facts/dns-facts.ts';
import type {MovedFacts} from './facts/moved-facts.ts';
import type {NetworkFacts} from './facts/network-facts.ts';
import type {RecordFacts} from './facts/record-facts.ts';
import type {ServerFacts} from './facts/server-facts.ts';
import type {SessionFacts} from './facts/session-facts.ts';
import type {SmtpFacts} from './facts/smtp-facts.ts';
import type {TlsStepFacts} from './facts/tls-facts.ts';
import type {ViewFacts} from './facts/view-facts.ts';

export type {CertificateFacts, TlsFacts} from './facts/tls-facts.ts';
export type {DnsStatus, MxRecord} from './facts/dns-facts.ts';
export type {ListenReach} from './facts/server-facts.ts';
export type {PortRole} from './facts/network-facts.ts';
export type {ReplyFacts} from './facts/smtp-facts.ts';

/**
 * The tags of everything that can be observed, with their data; a file an area in `facts/`. Adding a tag is
 * adding a line there. A tag that begins with `derived.` is computed from others and needs no I/O.
 */
export type Facts = SessionFacts &
	NetworkFacts &
	DnsFacts &
	SmtpFacts &
	TlsStepFacts &
	ServerFacts &
	MovedFacts &
	RecordFacts &
	CopyFacts &
	ViewFacts &
	DerivedFacts;

export type Tag = keyof Facts;

/** A fact that a check measured, with the ids of the transcript lines that it rests on. */
export type Observation<T extends Tag = Tag> = {
	[K in T]: {tag: K; data: Facts[K]; lines: readonly number[]};
}[T];

/** Makes an observation; derived facts rest on no line of their own. */
export function observation<T extends Tag>(
	tag: T,
	data: Facts[T],
	lines: readonly number[] = [],
): Observation {
	return {tag, data, lines} as Observation;
}

/** All observations with this tag, in the order they were made. */
export function all<T extends Tag>(observations: readonly Observation[], tag: T): Facts[T][] {
	return observations.filter(o => o.tag === tag).map(o => o.data as Facts[T]);
}

/** The last observation with this tag. */
export function last<T extends Tag>(
	observations: readonly Observation[],
	tag: T,
): Facts[T] | undefined {
	return observations.findLast(o => o.tag === tag)?.data as Facts[T] | undefined;
}
