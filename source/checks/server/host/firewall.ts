import type {Inspection, InspectionContext} from '../../../core/inspection.ts';
import {seenAddress} from '../../../core/moved/seen-address.ts';
import type {Facts} from '../../../core/observation.ts';
import type {Look} from '../../../core/server-access.ts';
import {subjectOf} from '../../../core/subject.ts';
import {observePlaces} from '../settings/ahead.ts';
import {letInBeside, ruleAndPlace, type Rules} from './firewall/let-in.ts';
import type {Packet} from './firewall/packet.ts';

/** Lists of banned addresses make rules long; in bytes. */
const limit = 4 * 1024 * 1024;

const looks = {
	way: {
		run: ['ip', '-o', 'route', 'get', '<client>'],
		needs: 'anybody',
		why: 'through which interface the client comes',
	},
	json: {
		run: ['nft', '-j', 'list', 'ruleset'],
		limit,
		needs: 'root',
		why: 'which rules of nftables a mail connection meets',
	},
	listing: {run: ['nft', '-a', 'list', 'ruleset'], needs: 'root', limit, why: 'the same in words'},
	four: {
		run: ['iptables-save'],
		needs: 'root',
		limit,
		why: 'which rules of iptables it meets (IPv4)',
	},
	six: {
		run: ['ip6tables-save'],
		needs: 'root',
		limit,
		why: 'which rules of iptables it meets (IPv6)',
	},
	legacy: {
		run: ['iptables-legacy-save'],
		limit,
		needs: 'root',
		why: 'the same where the old iptables is used beside the new (IPv4)',
	},
	legacy6: {
		run: ['ip6tables-legacy-save'],
		limit,
		needs: 'root',
		why: 'the same where the old iptables is used beside the new (IPv6)',
	},
} as const satisfies Record<string, Look>;

async function textOf({server}: InspectionContext, look: Look): Promise<string> {
	const seen = await server.look(look);
	return seen.status === 'seen' && seen.exit === 0 ? seen.output : '';
}

/** Rules, and whether there are more that were not seen whole: what those say, nobody knows. */
type SeenRules = Rules & {isWhole: boolean};

async function rulesFor(context: InspectionContext, family: 4 | 6): Promise<SeenRules> {
	let isWhole = true;
	const rulesOf = async (look: Look): Promise<string> => {
		const seen = await context.server.look(look);
		isWhole &&= seen.status === 'absent' || (seen.status === 'seen' && !seen.cut);
		return seen.status === 'seen' && seen.exit === 0 ? seen.output : '';
	};

	const saved =
		family === 4
			? [
					{tool: 'iptables', look: looks.four} as const,
					{tool: 'iptables-legacy', look: looks.legacy} as const,
				]
			: [
					{tool: 'ip6tables', look: looks.six} as const,
					{tool: 'ip6tables-legacy', look: looks.legacy6} as const,
				];
	const [json, listing, ...texts] = await Promise.all([
		rulesOf(looks.json),
		rulesOf(looks.listing),
		...saved.map(async ({look}) => rulesOf(look)),
	]);
	const lists = saved.map(({tool}, index) => ({tool, text: texts[index] ?? ''}));
	return {json, listing, saved: lists, isWhole};
}

/** The packets of a mail connection, by what they are for. */
function packetsOf(
	client: string,
	server: string,
	port: number,
	device: string,
): ReadonlyArray<readonly [Facts['server.firewall']['way'], Packet]> {
	const family = (client || server).includes(':') ? 6 : 4;
	const high = 40_000;
	const common = {family, device} as const;
	const coming = {...common, hook: 'input', source: client, destination: server} as const;
	const going = {...common, hook: 'output', source: server, destination: client} as const;
	// As a client itself the server sends to others, whose addresses are not this client's
	const outside = {...going, destination: ''} as const;
	const back = {...coming, source: ''} as const;
	return [
		['in', {...coming, sourcePort: high, destinationPort: port, state: 'new'}],
		['reply', {...going, sourcePort: port, destinationPort: high, state: 'established'}],
		['out', {...outside, sourcePort: high, destinationPort: 25, state: 'new'}],
		['reply-to-out', {...back, sourcePort: 25, destinationPort: high, state: 'established'}],
	];
}

const inWords: Readonly<Record<Facts['server.firewall']['way'], string>> = {
	in: 'connections that come in',
	reply: 'the answers to them',
	out: 'connections to other mail servers',
	'reply-to-out': 'the answers of other mail servers',
};

/** Which verdict a mail connection meets in the firewall of the server, and which rule gives it. */
export const firewall: Inspection = {
	id: 'firewall',
	title: 'Firewall',
	question: 'reach',
	stage: 'connect',
	emits: ['server.firewall', 'client.left-out'],
	looks: Object.values(looks),
	async run(context) {
		const subject = subjectOf(context.observations);
		const text = (name: string) => (typeof subject[name] === 'string' ? subject[name] : '');
		const client = seenAddress(context.observations, context.options.egress)?.address ?? '';
		const server = text('address');
		const port = Number(subject['port'] ?? 25);
		const family = (client || server).includes(':') ? 6 : 4;
		const [rules, route] = await Promise.all([
			rulesFor(context, family),
			client
				? textOf(context, {...looks.way, run: ['ip', '-o', 'route', 'get', client]})
				: Promise.resolve(''),
		]);
		const device = /\bdev (\S+)/.exec(route)?.[1] ?? '';
		const packets = packetsOf(client, server, port, device === 'lo' ? '' : device);
		const found = packets.flatMap(([way, packet]) => {
			const ruling = ruleAndPlace(rules, packet);
			const certain = rules.isWhole && (ruling?.certain ?? false);
			const where = way === 'in' || way === 'reply' ? port : 25;
			return ruling ? [{way, port: where, ...ruling, certain}] : [];
		});
		if (found.length === 0) {
			return {status: 'skipped', summary: 'No rules of a firewall were seen.'};
		}

		for (const facts of found) {
			context.observe('server.firewall', {...facts, rule: context.safe(facts.rule)});
		}

		const [incoming] = packets;
		if (incoming) {
			const places = letInBeside(rules, incoming[1]);
			observePlaces(
				context,
				places.map(place => ({kind: 'firewall', ...place})),
				client,
			);
		}

		const against = found.filter(({verdict}) => verdict !== 'accept');
		const [first] = against;
		return first
			? {
					status: 'warned',
					summary: `${inWords[first.way]} are ${first.verdict === 'drop' ? 'dropped' : 'rejected'} at port ${first.port}, by ${first.rule.startsWith('the policy') ? '' : 'the rule '}${context.safe(first.rule)}`,
				}
			: {status: 'passed', summary: 'Mail connections pass, in both directions.'};
	},
};
