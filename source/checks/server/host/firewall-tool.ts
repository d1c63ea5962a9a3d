import type {Inspection, InspectionContext} from '../../../core/inspection.ts';
import {all, type Facts} from '../../../core/observation.ts';
import type {Look} from '../../../core/server-access.ts';
import {subjectOf} from '../../../core/subject.ts';
import {serviceOf, zoneIn, zoneOfChain} from './firewall/firewalld.ts';
import {isUfwOn, ufwCount, ufwDefault, ufwRuleFor} from './firewall/ufw.ts';

type Tool = Facts['server.firewall-tool'];
type Against = Facts['server.firewall'];

// The files, not `ufw status`, which takes a lock
const ufw = {
	isOn: {read: '/etc/ufw/ufw.conf', needs: 'anybody', why: 'whether ufw is switched on'},
	usual: {
		read: '/etc/default/ufw',
		needs: 'anybody',
		why: 'what ufw does with connections that no rule of it is about',
	},
	four: {read: '/etc/ufw/user.rules', needs: 'root', why: 'which rule of ufw decides (IPv4)'},
	six: {read: '/etc/ufw/user6.rules', needs: 'root', why: 'which rule of ufw decides (IPv6)'},
} as const satisfies Record<string, Look>;

const zone = {
	run: ['firewall-cmd', '--zone=<zone>', '--list-all'],
	needs: 'root',
	why: 'what the zone of firewalld that decides lets in',
} as const satisfies Look;

async function textOf({server}: InspectionContext, look: Look): Promise<string> {
	const seen = await server.look(look);
	return seen.status === 'seen' && seen.exit !== 1 ? seen.output : '';
}

/** The rule of ufw, or its default, that turns the connection away. */
async function byUfw(context: InspectionContext, against: Against): Promise<Tool | undefined> {
	const chain = against.place.replace(/^filter /, '');
	const ownRule = /^ufw6?-user-input$/.test(chain);
	const ownDefault = /^ufw6?-(?:reject|skip-to-policy)-input$/.test(chain) || chain === 'INPUT';
	if (!(ownRule || (ownDefault && isUfwOn(await textOf(context, ufw.isOn))))) {
		return undefined;
	}

	const subject = subjectOf(context.observations);
	const word = (name: string) => (typeof subject[name] === 'string' ? subject[name] : '');
	const [client, address] = [word('client'), word('address')];
	const {port} = subject;
	const is6 = (client || address).includes(':');
	const facts = {tool: 'ufw', port: Number(port), zone: '', service: ''} as const;
	if (!ownRule) {
		const usual = ufwDefault(await textOf(context, ufw.usual));
		return (
			usual && {
				...facts,
				rule: usual.text,
				isFor: 'the rest',
				file: ufw.usual.read,
				line: usual.line,
			}
		);
	}

	const four = await textOf(context, ufw.four);
	const six = is6 ? await textOf(context, ufw.six) : '';
	const rule = ufwRuleFor(
		is6 ? six : four,
		{
			hook: 'input',
			family: is6 ? 6 : 4,
			source: client,
			destination: address,
			sourcePort: 40_000,
			destinationPort: Number(port),
			state: 'new',
			device: '',
		},
		is6 ? ufwCount(four) : 0,
	);
	const file = (is6 ? ufw.six : ufw.four).read;
	return rule && {...facts, rule: rule.text, isFor: rule.isFor, file, line: rule.line};
}

/** The zone of firewalld that does not let the connection in. */
async function byFirewalld(
	context: InspectionContext,
	against: Against,
): Promise<Tool | undefined> {
	const chain = against.place.split(' ').at(-1) ?? '';
	const name = zoneOfChain(chain);
	if (!/\bfirewalld\b/.test(against.place) && name === '') {
		return undefined;
	}

	const {port} = subjectOf(context.observations);
	const seen = name
		? zoneIn(
				await textOf(context, {...zone, run: ['firewall-cmd', `--zone=${name}`, '--list-all']}),
			)
		: undefined;
	const none = (text: string) => text || 'none';
	return {
		tool: 'firewalld',
		port: Number(port),
		rule: seen
			? `services: ${none(seen.services)}; ports: ${none(seen.ports)}; target: ${seen.target}${seen.rich && `; rich rules: ${seen.rich}`}`
			: against.rule,
		isFor: 'the rest',
		file: '',
		line: 0,
		zone: name,
		service: serviceOf(Number(port)),
	};
}

/** Where the rule that decides is of ufw or firewalld: which of their own rules it comes from. */
export const firewallTool: Inspection = {
	id: 'firewall-tool',
	title: 'Firewall tool',
	question: 'reach',
	stage: 'connect',
	emits: ['server.firewall-tool'],
	looks: [...Object.values(ufw), zone],
	async run(context) {
		const against = all(context.observations, 'server.firewall').find(
			({way, verdict}) => way === 'in' && verdict !== 'accept',
		);
		const found =
			against && ((await byFirewalld(context, against)) ?? (await byUfw(context, against)));
		if (!found) {
			return {status: 'skipped', summary: 'No rule of ufw or firewalld decides.'};
		}

		const facts = {...found, rule: context.safe(found.rule).slice(0, 500)};
		context.observe('server.firewall-tool', facts);
		const {tool, rule, file, line} = facts;
		return {
			status: 'warned',
			summary:
				tool === 'ufw'
					? `ufw: ${rule} (${file}, line ${line})`
					: `firewalld’s zone ${facts.zone || 'that would decide is not known'}: ${rule}`,
		};
	},
};
