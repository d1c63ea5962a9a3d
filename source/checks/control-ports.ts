import type {Check} from '../core/check.ts';
import type {Dialogue} from './dialogue.ts';
import {createConnector, observeAttempt, type Attempt} from './connections.ts';

/** Other mail ports, and ports that most hosts have open, to compare with. */
const mailPorts = [25, 465, 587, 2525] as const;
const controlPorts = [22, 80, 443] as const;

/** Which other ports of the same host answer: tells a closed port from a dead or filtered host. */
export const controlPortsCheck: Check<Dialogue> = {
	id: 'control-ports',
	title: 'Other ports',
	question: 'reach',
	stage: 'connect',
	touches: 'network',
	emits: ['tcp.open', 'tcp.refused', 'tcp.silent', 'tcp.unreachable'],
	async run(context) {
		const {options, observations, walk} = context;
		const tried = new Set(
			observations.flatMap(o =>
				o.tag.startsWith('tcp.') && 'port' in o.data ? [o.data.port] : [],
			),
		);
		const host = walk.hosts[0];
		const address = host?.addresses[0];
		if (!host || !address) {
			return {status: 'skipped', summary: 'There is no address to try.'};
		}

		// In the lab all servers share one loopback address with this machine's own services.
		const mail = options.services ? Object.keys(options.services).map(Number) : mailPorts;
		const controls = options.services ? [] : controlPorts;
		const attempts: Attempt[] = [
			...mail.map(port => ({host: host.host, address, port, role: 'mail' as const})),
			...controls.map(port => ({host: host.host, address, port, role: 'control' as const})),
		].filter(({port}) => !tried.has(port));
		const connector = createConnector(context);
		const attempted = await Promise.all(
			attempts.map(async attempt => {
				const one = await connector.attempt(attempt);
				observeAttempt(context, one)?.close();
				one.release();
				return one;
			}),
		);
		const open = attempted.flatMap(({connected, port}) => (connected.ok ? [port] : []));
		const refused = attempted.filter(
			({connected}) => !connected.ok && connected.outcome === 'refused',
		);
		if (open.length > 0) {
			return {status: 'passed', summary: `Open: ${open.join(', ')}.`};
		}

		const count = `${attempts.length} other port${attempts.length === 1 ? '' : 's'}`;
		return refused.length > 0
			? {status: 'warned', summary: `${refused.length} of ${count} refused too: the host is up.`}
			: {status: 'warned', summary: `Of ${count} none answers.`};
	},
};
