import ipaddr from 'ipaddr.js';
import type {Check, CheckContext} from '../core/check.ts';
import type {Dialogue} from './dialogue.ts';
import {ask} from './dns.ts';
import {reverseName} from './lookups.ts';

/** Addresses beyond this network, those for documentation included (RFC 5737): others’ rules stand on the way. */
export function isPublic(address: string): boolean {
	return (
		ipaddr.isValid(address) && ['unicast', 'reserved'].includes(ipaddr.process(address).range())
	);
}

/** Reverse names of this machine's public addresses. */
async function ownNames(context: CheckContext): Promise<readonly string[]> {
	const names = context.ports
		.ownAddresses()
		.filter(isPublic)
		.slice(0, 4)
		.flatMap(address => reverseName(address) ?? []);
	const answers = await Promise.all(names.map(async name => ask(context, name, 'PTR')));
	return answers.flatMap(({records}) => records);
}

/** In whose network this machine stands, and whether mail ports are blocked there. */
export const provider: Check<Dialogue> = {
	id: 'provider',
	title: 'Own provider',
	question: 'reach',
	stage: 'connect',
	touches: 'dns',
	emits: ['dns.answer', 'network.provider'],
	async run(context) {
		const target = context.walk.hosts[0]?.addresses[0];
		if (!target || !isPublic(target)) {
			return {status: 'skipped', summary: 'No provider stands before an address of this network.'};
		}

		const [dmi, reverseNames] = await Promise.all([context.ports.firmware(), ownNames(context)]);
		const found = context.recogniseProvider({dmi, reverseNames});
		if (!found) {
			return {status: 'passed', summary: 'No provider that is known for blocking was recognised.'};
		}

		context.observe('network.provider', found);
		return {status: 'warned', summary: `${found.name} (${found.evidence}): ${found.policy}`};
	},
};
