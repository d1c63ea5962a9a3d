import ipaddr from 'ipaddr.js';
import type {Inspection} from '../../../core/inspection.ts';
import type {Look} from '../../../core/server-access.ts';
import {addressesOfFib, addressesOfInet6, addressesOfIp} from '../../../core/machine-addresses.ts';
import {subjectOf} from '../../../core/subject.ts';

const byIp = {
	run: ['ip', '-o', 'address', 'show'],
	needs: 'anybody',
	why: 'whether it is the machine that was dialled, by its addresses',
} as const satisfies Look;

const byProc = {
	read: '/proc/net/fib_trie',
	needs: 'anybody',
	why: 'the same where there is no ip (IPv4)',
} as const satisfies Look;

const byProc6 = {
	read: '/proc/net/if_inet6',
	needs: 'anybody',
	why: 'the same where there is no ip (IPv6)',
} as const satisfies Look;

/** More addresses than this are counted, and not told. */
const mostTold = 64;

const plain = (address: string) =>
	ipaddr.isValid(address) ? ipaddr.process(address.replace(/%.*$/, '')).toString() : address;

/** Whether the dialled address is one of these; on the machine itself, each of 127.0.0.0/8 is. */
function isAmong(dialled: string, addresses: readonly string[], isHere: boolean): boolean {
	const wanted = plain(dialled);
	const isLoopback = ipaddr.isValid(wanted) && ipaddr.parse(wanted).range() === 'loopback';
	return isLoopback ? isHere : addresses.some(address => plain(address) === wanted);
}

/** Whether the machine that is looked into is the one that was dialled. */
export const identity: Inspection = {
	id: 'identity',
	title: 'Which machine',
	question: 'reach',
	stage: 'connect',
	emits: ['server.identity'],
	looks: [byIp, byProc, byProc6],
	async run({server, observations, observe}) {
		const seen = await server.look(byIp);
		let addresses = seen.status === 'seen' ? addressesOfIp(seen.output) : [];
		if (addresses.length === 0) {
			const [four, six] = await Promise.all([server.look(byProc), server.look(byProc6)]);
			addresses = [
				...(four.status === 'seen' ? addressesOfFib(four.output) : []),
				...(six.status === 'seen' ? addressesOfInet6(six.output) : []),
			];
		}

		const {address: dialled} = subjectOf(observations);
		if (addresses.length === 0 || typeof dialled !== 'string') {
			return {status: 'skipped', summary: 'Its addresses were not seen.'};
		}

		const owns = isAmong(dialled, addresses, server.where.kind === 'local');
		observe('server.identity', {
			where: server.place,
			addresses: addresses.slice(0, mostTold),
			dialled,
			owns,
		});
		return owns
			? {status: 'passed', summary: `${dialled} is an address of ${server.place}.`}
			: {
					status: 'warned',
					summary: `${dialled} is no address of ${server.place}: address translation stands before it, or it is another machine.`,
				};
	},
};
