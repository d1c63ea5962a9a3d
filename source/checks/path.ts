import type {Check, CheckContext} from '../core/check.ts';
import type {Facts} from '../core/observation.ts';
import type {Dialogue} from './dialogue.ts';
import {isPublic} from './provider.ts';

/** Milliseconds that tracing may take in all; a silent path costs a second a hop. */
const limit = 12_000;
const mostHops = 20;

type Command = readonly [program: string, ...words: string[]];

/** Tools that trace with TCP to a port, the quickest first. All need root or CAP_NET_RAW. */
function commandsFor(address: string, port: number): readonly Command[] {
	const hops = String(mostHops);
	const family = address.includes(':') ? ['-6'] : ['-4'];
	return [
		[
			'mtr',
			...family,
			'-T',
			'-P',
			String(port),
			'-n',
			'-r',
			'-c',
			'1',
			'-Z',
			'1',
			'-m',
			hops,
			address,
		],
		[
			'traceroute',
			...family,
			'-T',
			'-p',
			String(port),
			'-n',
			'-q',
			'1',
			'-w',
			'1',
			'-N',
			hops,
			'-m',
			hops,
			address,
		],
		['tcptraceroute', '-n', '-q', '1', '-w', '1', '-m', hops, address, String(port)],
	];
}

/** The address of each hop in the output of these tools: a number, then an address or a mark of silence. */
export function hopsIn(output: string): readonly string[] {
	return output.split('\n').flatMap(line => {
		const [, hop] = /^\s*\d{1,2}(?:\.\|--)?\s+(\S+)/.exec(line) ?? [];
		return hop === undefined ? [] : [/^[\d.]+$|:/.test(hop) ? hop : ''];
	});
}

function factsOf(
	{host, address, port}: Pick<Facts['path.hops'], 'host' | 'address' | 'port'>,
	tool: string,
	hops: readonly string[],
): Facts['path.hops'] {
	const last = hops.findLast(Boolean) ?? '';
	return {host, address, port, tool, hops, last, reached: last === address};
}

async function trace(
	context: CheckContext,
	to: Pick<Facts['path.hops'], 'host' | 'address' | 'port'>,
): Promise<Facts['path.hops'] | string> {
	let why = 'neither mtr, traceroute nor tcptraceroute is installed';
	for (const command of commandsFor(to.address, to.port)) {
		const {status, output} = await context.ports.execute(command, limit, context.signal);
		const hops = hopsIn(output);
		if (hops.some(Boolean)) {
			return factsOf(to, command[0], hops);
		}

		if (status !== null || output !== '') {
			why = /permi|root|privilege|not allowed/i.test(output)
				? `${command[0]} needs root`
				: `${command[0]} saw no hop`;
		}
	}

	return why;
}

/** How far packets to the silent port get, by the tools that this machine has. */
export const path: Check<Dialogue> = {
	id: 'path',
	title: 'Path',
	question: 'reach',
	stage: 'connect',
	touches: 'network',
	emits: ['path.hops', 'path.unseen'],
	async run(context) {
		const silent = context.observations.find(
			o => o.tag === 'tcp.silent' && o.data.role === 'conversation',
		);
		if (silent?.tag !== 'tcp.silent' || !isPublic(silent.data.address)) {
			return {status: 'skipped', summary: 'There is no path through other networks to look at.'};
		}

		const {fromHost} = context.options;
		if (fromHost) {
			return {status: 'skipped', summary: `The path from ${fromHost} is not traced.`};
		}

		const {host, address, port} = silent.data;
		const found = await trace(context, {host, address, port});
		if (typeof found === 'string') {
			context.observe('path.unseen', {host, address, port, why: found});
			return {status: 'skipped', summary: `The path was not seen: ${found}.`};
		}

		context.observe('path.hops', found);
		const {hops, last, reached, tool} = found;
		return reached
			? {status: 'passed', summary: `${tool} gets to ${address} in ${hops.length} hops.`}
			: {status: 'warned', summary: `${tool}: the last hop that answers is ${last}.`};
	},
};
