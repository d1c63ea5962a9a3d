import {isDevice, within, type Packet} from './packet.ts';

/** A rule of ufw as `ufw status numbered` shows it, and where it is kept. */
export type UfwRule = {number: number; text: string; line: number; isFor: 'this port' | 'more'};

type Tuple = {
	action: string;
	protocol: string;
	port: string;
	destination: string;
	sourcePort: string;
	source: string;
	direction: string;
	line: number;
};

/** The rules in /etc/ufw/user.rules or user6.rules, which ufw keeps as comments beside those of iptables. */
function tuplesIn(text: string): readonly Tuple[] {
	return text.split('\n').flatMap((line, index) => {
		const [, words = ''] = /^### tuple ### (.*)$/.exec(line) ?? [];
		const parts = words.split(/\s+/).filter(part => !part.startsWith('comment='));
		const [action = '', protocol = '', port = '', destination = '', sourcePort = '', source = ''] =
			parts;
		const direction = parts.at(-1) ?? '';
		return parts.length < 7
			? []
			: [
					{
						action: action.replace(/_log(?:-all)?$/, ''),
						protocol,
						port,
						destination,
						sourcePort,
						source,
						direction,
						line: index + 1,
					},
				];
	});
}

const anywhere = (network: string) => network === '0.0.0.0/0' || network === '::/0';

function portFits(ports: string, port: number): boolean {
	return (
		ports === 'any' ||
		ports.split(',').some(part => {
			const [from = '', to = from] = part.split(':');
			return port >= Number(from) && port <= Number(to);
		})
	);
}

function fits(tuple: Tuple, packet: Packet): boolean {
	const device = /^in_(\S+)$/.exec(tuple.direction)?.[1];
	return (
		/^in(?:_|$)/.test(tuple.direction) &&
		!tuple.action.startsWith('route:') &&
		['any', 'tcp'].includes(tuple.protocol) &&
		portFits(tuple.port, packet.destinationPort) &&
		portFits(tuple.sourcePort, packet.sourcePort) &&
		(anywhere(tuple.source) || within(packet.source, tuple.source) === true) &&
		(anywhere(tuple.destination) || within(packet.destination, tuple.destination) === true) &&
		(device === undefined || isDevice(packet.device, device) === true)
	);
}

/**
 * The first of ufw’s own rules that fits a connection. `before` is how many rules are numbered before those
 * of this file: ufw counts those for IPv4 first.
 */
export function ufwRuleFor(text: string, packet: Packet, before: number): UfwRule | undefined {
	const tuples = tuplesIn(text);
	const at = tuples.findIndex(tuple => fits(tuple, packet));
	const found = tuples[at];
	if (!found) {
		return undefined;
	}

	const {action, port, protocol, source, line} = found;
	const to = port === 'any' ? 'Anywhere' : `${port}${protocol === 'any' ? '' : `/${protocol}`}`;
	const from = anywhere(source) ? 'Anywhere' : source;
	const number = before + at + 1;
	// The rule that `ufw allow PORT/tcp` would write over
	const isOwn =
		port === String(packet.destinationPort) &&
		protocol === 'tcp' &&
		anywhere(source) &&
		anywhere(found.destination) &&
		found.sourcePort === 'any' &&
		found.direction === 'in';
	const isFor = isOwn ? 'this port' : 'more';
	return {number, text: `[${number}] ${to} ${action.toUpperCase()} IN ${from}`, line, isFor};
}

/** How many rules a file has. */
export function ufwCount(text: string): number {
	return tuplesIn(text).length;
}

/** What ufw does with connections that no rule of it is about, by /etc/default/ufw. */
export function ufwDefault(text: string): {text: string; line: number} | undefined {
	const lines = text.split('\n');
	const at = lines.findIndex(line => /^\s*DEFAULT_INPUT_POLICY=/.test(line));
	return at < 0 ? undefined : {text: (lines[at] ?? '').trim(), line: at + 1};
}

/** ufw is switched on, by /etc/ufw/ufw.conf. */
export function isUfwOn(text: string): boolean {
	return /^\s*ENABLED=["']?yes/im.test(text);
}
