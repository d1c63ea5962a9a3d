import {parseClient} from '../../core/records/ip-address.ts';
import type {InspectionContext} from '../../core/inspection.ts';
import {last} from '../../core/observation.ts';
import type {Dialogue, LearntName} from '../../core/postfix/dialogue.ts';
import type {Look} from '../../core/server-access.ts';

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
	const own = last(observations, 'server.identity')?.addresses;
	const address = chosen.client;
	return {
		client: {
			address,
			...(await namesOf(context, address)),
			isServer: own?.some(other => isSame(other.replace(/\/.*$/, ''), address)),
		},
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
