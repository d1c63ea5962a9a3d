import {familyOf, isLoopback} from './address.ts';
import {daneVerdict} from './dane.ts';
import {all, last, observation, type Observation} from './observation.ts';

/** A refusal this much faster than the quickest answer from afar cannot have come from there. */
const nearbyShare = 0.25;
/**
 * Below this round trip, in milliseconds, near and far cannot be told apart. One answer alone may have been
 * held up by a busy machine, so that more is asked of it.
 */
const farRoundTrip = {several: 8, single: 25} as const;

/** Postfix takes a greeting made of these characters alone for that of a Cisco PIX (smtp_proto.c). */
const blankedGreeting = /^[\s2*0]*\*{3}[\s2*0]*$/;
/** What stands in the place of an extension that the firewall does not know, letter by letter. */
const blankedKeyword = /^X{3,}[A-Z]?$/;

/** Marks of a firewall that rewrites SMTP: asterisks for the greeting, X for extensions. */
function rewritten(observations: readonly Observation[]): Observation[] {
	const greetings = all(observations, 'smtp.greeting').flatMap(({host, port, reply}) =>
		blankedGreeting.test(reply.text)
			? [observation('derived.rewritten', {host, port, where: 'greeting', text: reply.text})]
			: [],
	);
	const extensions = all(observations, 'smtp.capabilities').flatMap(({host, port, keywords}) => {
		const text = keywords.find(keyword => blankedKeyword.test(keyword));
		return text ? [observation('derived.rewritten', {host, port, where: 'EHLO reply', text})] : [];
	});
	return [...greetings, ...extensions];
}

/** The last two labels: close enough to tell one organisation from another. */
function organisation(name: string): string {
	return name.toLowerCase().replace(/\.$/, '').split('.').slice(-2).join('.');
}

/** Greetings in the name of somebody else, where no certificate vouches for the host that was dialled. */
function strangers(observations: readonly Observation[]): Observation[] {
	const vouched = all(observations, 'tls.established').some(({trusted}) => trusted);
	const isName = (text: string) => /[a-z]/i.test(text) && text.includes('.') && !text.includes(':');
	return all(observations, 'smtp.greeting').flatMap(({host, address, port, name}) =>
		!vouched &&
		isName(host) &&
		isName(name) &&
		!isLoopback(address) &&
		organisation(host) !== organisation(name)
			? [observation('derived.stranger', {host, address, port, name})]
			: [],
	);
}

/** The certificate of the dialogue against the TLSA records of its host, where DNSSEC vouches for them. */
function dane(observations: readonly Observation[]): Observation[] {
	const established = last(observations, 'tls.established');
	if (!established || last(observations, 'session.asked')?.aim !== 'deliver') {
		return [];
	}

	const {host, port, chain} = established;
	const records = all(observations, 'dns.answer')
		.filter(({name, type, authenticated}) => {
			return type === 'TLSA' && authenticated && name === `_${port}._tcp.${host}`;
		})
		.flatMap(answer => answer.records);
	const matches = daneVerdict(records, chain);
	return matches === undefined ? [] : [observation('derived.dane', {host, port, matches, records})];
}

/** Addresses of the dialogue's host whose certificate is another one, where that makes a difference. */
function certificatesThatDiffer(observations: readonly Observation[]): Observation[] {
	const established = last(observations, 'tls.established');
	const leaf = established?.chain[0];
	return all(observations, 'other.certificate').flatMap(other => {
		const {host, address, validTo, trusted, fingerprint} = other;
		const differs = leaf && host === established.host && fingerprint !== leaf.fingerprint;
		return differs && trusted !== established.trusted
			? [observation('derived.certificates-differ', {host, address, validTo, trusted})]
			: [];
	});
}

const year = 365 * 24 * 60 * 60 * 1000;

/** No clock is wrong by a year without being noticed; a forgotten certificate is that old. */
function expiredLongAgo(observations: readonly Observation[]): Observation[] {
	const established = last(observations, 'tls.established');
	const validTo = established?.chain[0]?.validTo;
	const server = last(observations, 'server.clock')?.server;
	return established && validTo && server && Date.parse(server) - Date.parse(validTo) > year
		? [observation('derived.expired-long-ago', {host: established.host, validTo, server})]
		: [];
}

/**
 * The host refuses other mail ports, and is silent on that of the dialogue alone: packets to it, and
 * its answers, do pass.
 */
function onlyPortSilent(observations: readonly Observation[]): Observation[] {
	const silent = all(observations, 'tcp.silent');
	const asked = silent.find(facts => facts.role === 'conversation');
	const refused = all(observations, 'tcp.refused').filter(
		({role, host, port}) => role === 'mail' && host === asked?.host && port !== asked.port,
	);
	const isAlone = silent.every(({role, port}) => role === 'control' || port === asked?.port);
	return asked && isAlone && refused.length > 0
		? [
				observation('derived.only-port-silent', {
					host: asked.host,
					port: asked.port,
					refused: [...new Set(refused.map(({port}) => port))],
				}),
			]
		: [];
}

/** What follows from what was measured, without asking the network again. */
export function derive(observations: readonly Observation[]): readonly Observation[] {
	const open = all(observations, 'tcp.open');
	const refused = all(observations, 'tcp.refused');
	const silent = all(observations, 'tcp.silent');
	const unreachable = all(observations, 'tcp.unreachable');
	const closed = all(observations, 'tcp.closed');
	const found: Observation[] = [];

	const conversation = [...refused, ...silent, ...unreachable, ...closed].find(
		facts => facts.role === 'conversation',
	);
	const conversationIsOpen = open.some(facts => facts.role === 'conversation');

	const isThroughSsh = last(observations, 'session.asked')?.fromHost !== undefined;
	for (const facts of refused.filter(f => f.role === 'conversation')) {
		const {host, address, port, after, client} = facts;
		// On this machine nothing is far, however busy it is; through ssh its way counts as well
		const isHere = isLoopback(address) || client === address || isThroughSsh;
		const answers = open.filter(o => o.address === address && !isHere);
		const roundTrip = answers.length > 0 ? Math.min(...answers.map(o => o.after)) : 0;
		const far = answers.length > 1 ? farRoundTrip.several : farRoundTrip.single;
		if (roundTrip >= far && after < roundTrip * nearbyShare) {
			found.push(observation('derived.refused-nearby', {host, port, after, roundTrip}));
		}
	}

	if (conversation && !conversationIsOpen) {
		for (const {host, port, service, role} of open) {
			found.push(
				role === 'control'
					? observation('derived.control-port-open', {host, port})
					: observation('derived.mail-port-open', {host, port, service}),
			);
		}

		const answered = [...open, ...closed, ...refused.filter(f => f.port !== conversation.port)];
		for (const {host, port} of refused.filter(f => f.port !== conversation.port)) {
			found.push(observation('derived.host-answers', {host, port}));
		}

		const controlsTried = [...silent, ...unreachable].some(f => f.role === 'control');
		if (answered.length === 0 && refused.length === 0 && controlsTried) {
			found.push(
				observation('derived.nothing-answers', {
					host: conversation.host,
					ports: [...new Set([...silent, ...unreachable].map(f => f.port))],
				}),
			);
		}
	}

	const dialled = conversation ?? open.find(f => f.role === 'conversation');
	if (dialled && isLoopback(dialled.address)) {
		found.push(observation('derived.loopback', {host: dialled.host, address: dialled.address}));
	}

	const failing = [...refused, ...silent, ...unreachable].filter(f => f.role === 'conversation');
	for (const fails of [4, 6] as const) {
		const works = fails === 4 ? 6 : 4;
		const ofHost = failing.find(f => familyOf(f.address) === fails);
		const sameFamilyOpen = open.some(
			f => f.role === 'conversation' && familyOf(f.address) === fails && f.host === ofHost?.host,
		);
		const other = open.find(
			f => f.role === 'conversation' && familyOf(f.address) === works && f.host === ofHost?.host,
		);
		if (ofHost && other && !sameFamilyOpen) {
			found.push(observation('derived.family-differs', {host: ofHost.host, works, fails}));
		}
	}

	const asked = last(observations, 'session.asked');
	const chosen = last(observations, 'endpoint.chosen');
	for (const {host, address, port, role, service} of open) {
		const same = role === 'conversation' && service === chosen?.service;
		if (same && address !== chosen.address) {
			found.push(observation('derived.other-address', {host, address, port}));
		}
	}

	if (asked?.recipientDomain && chosen) {
		const exchanges = all(observations, 'dns.mx').filter(
			mx => mx.domain.toLowerCase() === asked.recipientDomain.toLowerCase(),
		);
		const names = new Set(
			exchanges.flatMap(mx => mx.exchanges.map(({exchange}) => exchange.toLowerCase())),
		);
		const pointsHere = all(observations, 'dns.address').some(
			({host, addresses}) => names.has(host.toLowerCase()) && addresses.includes(chosen.address),
		);
		if (names.has(chosen.host.toLowerCase()) || pointsHere) {
			found.push(
				observation('derived.own-domain', {domain: asked.recipientDomain, host: chosen.host}),
			);
		}
	}

	found.push(
		...onlyPortSilent(observations),
		...expiredLongAgo(observations),
		...rewritten(observations),
		...strangers(observations),
		...dane(observations),
		...certificatesThatDiffer(observations),
	);
	return found;
}
