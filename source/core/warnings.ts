import {familyOf} from './address.ts';
import {sentenceOf} from './diagnose.ts';
import type {Warning} from './event.ts';
import type {Knowledge} from './knowledge.ts';
import {all, type Observation} from './observation.ts';
import {fill} from './phrase.ts';
import {subjectOf} from './subject.ts';
import type {ErrorClass} from './vocabulary.ts';

/** Mail that waits longer than this, in seconds: queues are worked on every half hour or so (RFC 5321 4.5.4.1). */
export const oldMail = 4 * 3600;

/** The class of what was wrong with TLS where the session went on in spite of it. */
function putUpWith(observations: readonly Observation[]): ErrorClass | undefined {
	const failed = all(observations, 'tls.failed').find(({tolerated}) => tolerated);
	const known = failed?.class ?? all(observations, 'tls.given-up').at(0)?.class;
	const untrusted = all(observations, 'tls.established').some(({tolerated}) => tolerated);
	return known ?? (untrusted ? 'tls-certificate' : undefined);
}

/** A name of this machine itself, which belongs into its hosts file. */
function isOwnName(name: string, observations: readonly Observation[]): boolean {
	const own = all(observations, 'client.name').some(({helo}) => helo === name);
	return own || /^(?:localhost(?:\.localdomain|[46])?|ip6-localhost|.*\.localhost)\.?$/i.test(name);
}

/** The class of the warning that an observation is worth where mail flows in spite of it. */
function classOf(o: Observation, observations: readonly Observation[]): ErrorClass | undefined {
	switch (o.tag) {
		case 'smtp.slow': {
			return 'slow';
		}

		case 'tls.established': {
			const {tolerated, host} = o.data;
			const vouched = all(observations, 'derived.dane').some(d => d.host === host && d.matches);
			return tolerated && !vouched ? 'tls-certificate' : undefined;
		}

		case 'tls.failed': {
			return o.data.tolerated ? o.data.class : undefined;
		}

		case 'tls.given-up': {
			return o.data.class;
		}

		case 'tls.not-offered': {
			return o.data.wanted ? undefined : 'starttls-unavailable';
		}

		case 'server.certificate-fault': {
			return putUpWith(observations);
		}

		case 'derived.certificates-differ': {
			return o.data.trusted ? undefined : 'tls-certificate';
		}

		case 'derived.rewritten': {
			return 'middlebox';
		}

		case 'auth.mechanism-refused': {
			return 'auth-mechanism';
		}

		case 'smtp.injected':
		case 'smtp.malformed': {
			return 'syntax-or-protocol';
		}

		case 'dns.hosts-entry': {
			return isOwnName(o.data.name, observations) ? undefined : 'dns-failure';
		}

		case 'dns.unexpected-address':
		case 'dns.mx-invalid': {
			return 'dns-failure';
		}

		case 'copy.found': {
			return o.data.spam ? 'policy-or-spam' : undefined;
		}

		case 'records.finding': {
			const {severity} = o.data;
			return severity === 'problem' || severity === 'warning' ? o.data.class : undefined;
		}

		case 'server.foreseen': {
			return o.data.outcome === 'refused' ? (o.data.class ?? undefined) : undefined;
		}

		case 'derived.family-differs': {
			return 'one-family-broken';
		}

		case 'tcp.refused':
		case 'tcp.silent':
		case 'tcp.unreachable': {
			const {host, address, role} = o.data;
			const open = all(observations, 'tcp.open').filter(f => f.role === 'conversation');
			const ownOpen = open.some(f => f.address === address);
			const family = all(observations, 'derived.family-differs').some(
				f => f.host === host && f.fails === familyOf(address),
			);
			return role === 'conversation' && open.length > 0 && !ownOpen && !family
				? 'one-address-broken'
				: undefined;
		}

		case 'server.queue': {
			return o.data.deferred > 0 && (o.data.oldest ?? 0) > oldMail ? 'not-delivered' : undefined;
		}

		case 'delivery.not-found': {
			return 'not-delivered';
		}

		case 'delivery.fate': {
			return o.data.where === 'waiting' ? 'not-delivered' : undefined;
		}

		case 'other.failed': {
			return 'one-address-broken';
		}

		default: {
			return undefined;
		}
	}
}

/** The sentence of a handshake says how it was done; as a warning it says what is wrong. */
const untrusted =
	'the certificate of {host} would not be accepted by clients that check it: {fault}; the session went on with it';

/** Everything that was noticed beside what stops the mail, each thing once. */
export function warningsOf(
	observations: readonly Observation[],
	knowledge: Pick<Knowledge, 'sentences'>,
	failure: ErrorClass | null,
): readonly Warning[] {
	const subject = subjectOf(observations);
	const found = new Map<string, Warning>();
	for (const o of observations) {
		const isVerdict = failure === null && o.tag === 'delivery.not-found' && !o.data.own;
		const kind = isVerdict ? undefined : classOf(o, observations);
		if (kind && kind !== failure) {
			const summary =
				o.tag === 'tls.established'
					? fill(untrusted, o.data)
					: sentenceOf(o, knowledge.sentences, subject);
			found.set(`${kind} ${summary}`, {class: kind, summary});
		}
	}

	return [...found.values()];
}
