import {literal} from '../../../core/address.ts';
import {parseClient} from '../../../core/records/ip-address.ts';
import type {InspectionContext} from '../../../core/inspection.ts';
import {seenAddress} from '../../../core/moved/seen-address.ts';
import {last} from '../../../core/observation.ts';
import type {Dialogue, LearntName} from '../../../core/postfix/dialogue.ts';
import type {Look} from '../../../core/server-access.ts';
import {told} from './ahead.ts';

const byAddress = {
	run: ['getent', 'hosts', '<address of the client>'],
	needs: 'anybody',
	why: 'which name the server finds for the client',
} as const satisfies Look;

const byName = {
	run: ['getent', 'ahosts', '<name of the client>'],
	needs: 'anybody',
	why: 'whether that name leads back to the address',
} as const satisfies Look;

export const clientLooks = [byAddress, byName] as const;

const unknown = {name: 'unknown'} as const;

/** Whether the look-up failed for now: the name service of the server answers it with an error of its own. */
function isTemporary({observations}: InspectionContext, address: string): boolean {
	const pointer = observations.findLast(o => o.tag === 'dns.pointer' && o.data.address === address);
	return pointer?.tag === 'dns.pointer' && pointer.data.status === 'servfail';
}

function addressesIn(output: string): string[] {
	return output.split('\n').flatMap(line => /^[\da-f.:]+/i.exec(line)?.[0] ?? []);
}

function isSame(one: string, other: string): boolean {
	return one === other || parseClient(one)?.join('.') === parseClient(other)?.join('.');
}

/** The names of the client as smtpd learns them: by reverse look-up, and then back (smtpd(8)). */
async function namesOf(
	context: InspectionContext,
	address: string,
): Promise<{reverse: LearntName; name: LearntName}> {
	const found = await context.server.look({...byAddress, run: ['getent', 'hosts', address]});
	const name = found.status === 'seen' ? (/^\S+\s+(\S+)/.exec(found.output)?.[1] ?? '') : '';
	if (name === '' || name.startsWith('-')) {
		const status = isTemporary(context, address) ? 'temporary' : 'permanent';
		return {reverse: {...unknown, status}, name: {...unknown, status}};
	}

	const reverse: LearntName = {name, status: 'ok'};
	const back = await context.server.look({...byName, run: ['getent', 'ahosts', name]});
	const leadsBack =
		back.status === 'seen' && addressesIn(back.output).some(other => isSame(other, address));
	return {reverse, name: leadsBack ? reverse : {...unknown, status: 'permanent'}};
}

async function clientOf(context: InspectionContext, address: string): Promise<Dialogue['client']> {
	const own = last(context.observations, 'server.identity')?.addresses;
	return {
		address,
		...(await namesOf(context, address)),
		isServer: own?.some(other => isSame(other.replace(/\/.*$/, ''), address)),
	};
}

/** The dialogue as the server saw it; nothing where it did not get as far. */
export async function dialogueOf(context: InspectionContext): Promise<Dialogue | undefined> {
	const {observations} = context;
	const asked = last(observations, 'session.asked');
	const chosen = last(observations, 'endpoint.chosen');
	if (!asked || !chosen) {
		return undefined;
	}

	const refused = last(observations, 'smtp.refusal')?.stage;
	const reached =
		refused === 'rcpt' || observations.some(o => o.tag === 'smtp.reply' && o.data.stage === 'rcpt');
	return {
		client: await clientOf(context, chosen.client),
		server: chosen.address,
		// Refused in the greeting, nobody has said a name
		helo: last(observations, 'client.name')?.helo ?? '',
		sender: asked.sender,
		recipient: reached ? asked.recipient : '',
		login: last(observations, 'auth.accepted')?.user,
		secure: observations.some(
			o => (o.tag === 'smtp.reply' || o.tag === 'smtp.refusal') && o.data.secure,
		),
		certificate: 'none',
	};
}

/** A dialogue that did not come to RCPT, as the server would have seen it; and what is doubtful about that. */
export type DialogueAhead = {dialogue: Dialogue; doubts: readonly string[]};

/**
 * The dialogue that was meant, for rules that were not asked: it goes on to RCPT, signed in where the user
 * wants that. `secure`: TLS is to be had. Nothing where this side’s address is not known.
 */
export async function dialogueAhead(
	context: InspectionContext,
	secure: boolean,
): Promise<DialogueAhead | undefined> {
	const {observations, options, ports, signal} = context;
	const asked = last(observations, 'session.asked');
	const seen = seenAddress(observations, options.egress);
	if (!asked || !seen) {
		return undefined;
	}

	const {address, translated} = seen;
	const helo =
		last(observations, 'client.name')?.helo ??
		options.helo ??
		(options.fromHost ? undefined : await ports.ownName(signal)) ??
		literal(address);
	return {
		dialogue: {
			client: await clientOf(context, address),
			server: told(observations, 'address'),
			helo,
			sender: asked.sender,
			recipient: asked.recipient,
			login: asked.signIn ? asked.user : undefined,
			secure: secure && asked.tls !== 'none',
			certificate: 'none',
		},
		doubts: translated
			? [
					`${address} is a private address, and how the server sees this machine is not known (--egress says it)`,
				]
			: [],
	};
}
