import {familyOf} from '../core/address.ts';
import type {Candidate, Check, CheckContext} from '../core/check.ts';
import {observation, type Observation} from '../core/observation.ts';
import type {Dialogue} from './dialogue.ts';
import {inOneLine} from './exchange.ts';
import {dial, greet, introduce} from './handshake.ts';
import {demandsTls, secure} from './secure.ts';
import type {ErrorClass} from '../core/vocabulary.ts';

/** Open ports of the conversation's kind on addresses that were not spoken to. */
function remaining(context: CheckContext<Dialogue>): Candidate[] {
	const {walk, observations, options} = context;
	const spokenTo = walk.candidates[0];
	const visited = new Set(
		observations.flatMap(o =>
			o.tag === 'other.worked' || o.tag === 'other.failed' ? [o.data.address] : [],
		),
	);
	const found: Candidate[] = [];
	for (const o of observations) {
		if (o.tag !== 'tcp.open' || o.data.role !== 'conversation') {
			continue;
		}

		const {host, address, port, service} = o.data;
		const known = visited.has(address) || found.some(c => c.address === address);
		if (known || address === spokenTo?.address || service !== spokenTo?.service) {
			continue;
		}

		const {preference = 0} = walk.hosts.find(h => h.host === host) ?? {};
		found.push({host, address, port, service, preference, timeout: options.timeout});
	}

	return found.toSorted((a, b) => a.preference - b.preference);
}

type Tried = {works: true; dialogue: Dialogue} | {works: false; class: ErrorClass; why: string};

/** Banner, EHLO and TLS on one more address. What it observes is kept apart from the dialogue's. */
async function examine(
	context: CheckContext<Dialogue>,
	candidate: Candidate,
	opened: Dialogue[],
): Promise<Tried> {
	const aside: CheckContext<Dialogue> = {
		...context,
		observe(tag, data) {
			observeCertificate(context, observation(tag, data));
		},
	};
	const dialogue = await dial(aside, candidate);
	if (!dialogue) {
		return {works: false, class: 'refused', why: 'the second connection was not accepted'};
	}

	opened.push(dialogue);
	return speak(context, aside, candidate, dialogue);
}

async function speak(
	context: CheckContext<Dialogue>,
	aside: CheckContext<Dialogue>,
	candidate: Candidate,
	dialogue: Dialogue,
): Promise<Tried> {
	const stop = (end: {class?: ErrorClass; summary: string}): Tried => {
		dialogue.close();
		return {works: false, class: end.class ?? 'other', why: end.summary};
	};

	const {tls} = context.options;
	if (tls === 'implicit' || (tls === 'auto' && candidate.service === 'submissions')) {
		const end = await secure(aside, dialogue, 'implicit');
		if (end.status === 'failed') {
			return stop(end);
		}
	}

	const greeted = await greet(aside, dialogue);
	if (greeted.status === 'failed') {
		return stop(greeted);
	}

	const introduced = await introduce(aside, dialogue);
	if (introduced.status === 'failed') {
		return stop(introduced);
	}

	const offered = dialogue.capabilities?.keywords.includes('STARTTLS') ?? false;
	if (dialogue.wire.secure || tls === 'none' || !offered) {
		return tls === 'starttls' && !dialogue.wire.secure
			? stop({class: 'starttls-unavailable', summary: 'STARTTLS is not offered'})
			: {works: true, dialogue};
	}

	const heard = await dialogue.ask('STARTTLS');
	if (heard.kind !== 'reply' || heard.reply.code !== 220) {
		return demandsTls(context)
			? stop({class: 'starttls-unavailable', summary: 'STARTTLS was refused'})
			: {works: true, dialogue};
	}

	const secured = await secure(aside, dialogue, 'starttls');
	if (!dialogue.wire.secure || secured.status === 'failed') {
		return stop(secured);
	}

	dialogue.capabilities = undefined;
	const again = await introduce(aside, dialogue);
	return again.status === 'failed' ? stop(again) : {works: true, dialogue};
}

/** What the certificate of a further address is like; its fault is a warning of its own. */
function observeCertificate(context: CheckContext<Dialogue>, tag: Observation): void {
	if (tag.tag === 'tls.established') {
		const {host, address, port, chain, trusted} = tag.data;
		const {fingerprint = '', validTo = ''} = chain[0] ?? {};
		context.observe('other.certificate', {host, address, port, fingerprint, validTo, trusted});
	}
}

/** Whether the dialogue got as far as MAIL; before that, another address may take it over. */
function beforeMail(context: CheckContext<Dialogue>): boolean {
	return !context.observations.some(o => o.tag === 'smtp.reply' && o.data.stage === 'mail');
}

/** Why the first address did not do, before another takes over. */
function whatStopped(observations: readonly Observation[]): {class: ErrorClass; why: string} {
	for (const o of observations.toReversed()) {
		switch (o.tag) {
			case 'smtp.refusal': {
				return {class: o.data.class, why: inOneLine(o.data)};
			}

			case 'smtp.no-greeting': {
				return {class: 'no-banner', why: 'it accepts the connection and says nothing'};
			}

			case 'smtp.not-smtp': {
				return {class: 'not-smtp', why: `it is no SMTP server but looks like ${o.data.looksLike}`};
			}

			case 'tls.failed': {
				return {class: o.data.class, why: `the TLS handshake failed: ${o.data.code}`};
			}

			case 'tls.established': {
				if (!o.data.trusted && !o.data.tolerated) {
					const why = `its certificate is not accepted: ${o.data.fault ?? 'not trusted'}`;
					return {class: 'tls-certificate', why};
				}

				break;
			}

			case 'smtp.silent': {
				return {class: 'timeout', why: `no reply to ${o.data.command}`};
			}

			default: {
				break;
			}
		}
	}

	return {class: 'reset-or-dropped', why: 'it closes the connection without a reply'};
}

/** Goes to every further address as far as EHLO and TLS; one that works may take the dialogue over. */
export const others: Check<Dialogue> = {
	id: 'others',
	title: 'Other addresses',
	question: 'handshake',
	stage: 'connect',
	touches: 'server',
	emits: ['other.worked', 'other.failed', 'other.certificate'],
	async run(context) {
		const {walk} = context;
		const candidates = remaining(context);
		if (candidates.length === 0) {
			return {status: 'skipped', summary: 'There is no other address.'};
		}

		const failed = walk.candidates[0];
		const takeOver = beforeMail(context);
		const early = whatStopped(context.observations);
		const opened: Dialogue[] = [];
		const results = await Promise.all(
			candidates.map(async candidate => ({
				candidate,
				tried: await examine(context, candidate, opened),
			})),
		).catch((error: unknown) => {
			for (const dialogue of opened) {
				dialogue.close();
			}

			throw error;
		});
		let taken = false;
		for (const {candidate, tried} of results) {
			const {host, address, port} = candidate;
			if (!tried.works) {
				const {class: kind, why} = tried;
				const family = familyOf(address);
				context.observe('other.failed', {host, address, port, class: kind, why, family});
				continue;
			}

			context.observe('other.worked', {host, address, port});
			if (takeOver && !taken) {
				taken = true;
				walk.dialogue?.close();
				walk.dialogue = tried.dialogue;
				walk.candidates = [candidate];
				announce(context, tried.dialogue, candidate);
			} else {
				tried.dialogue.close();
			}
		}

		if (taken && failed) {
			const {host, address, port} = failed;
			const {class: kind, why} = early;
			const family = familyOf(address);
			context.observe('other.failed', {host, address, port, class: kind, why, family});
		}

		const bad = results.filter(({tried}) => !tried.works);
		const names = bad.map(({candidate: {host, address}}) => `${host} [${address}]`).join(', ');
		return bad.length === 0
			? {status: 'passed', summary: `${results.length} more: all work.`}
			: {status: 'warned', summary: `${bad.length} of ${results.length} more fail: ${names}.`};
	},
};

/** What the checks after this one need to know of the connection that took over. */
function announce(
	context: CheckContext<Dialogue>,
	dialogue: Dialogue,
	{host, address, port, service}: Candidate,
): void {
	const {wire, capabilities, facts} = dialogue;
	const local = context.ports.ownAddresses().includes(address);
	const mode = context.options.tls;
	const client = wire.local.address;
	context.observe('endpoint.chosen', {host, address, port, service, mode, client, local});
	if (capabilities) {
		context.observe('smtp.capabilities', {...facts, ...capabilities, secure: wire.secure});
		const {auth: mechanisms} = capabilities;
		if (mechanisms.length > 0) {
			context.observe('auth.offered', {...facts, mechanisms, secure: wire.secure});
		}
	}
}
