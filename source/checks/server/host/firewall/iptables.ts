import {
	every,
	isDevice,
	isInState,
	not,
	within,
	type Fit,
	type Packet,
	type Ruling,
} from './packet.ts';

type Rule = {text: string; words: readonly string[]};
type Chain = {policy: string; rules: Rule[]};
type Filter = ReadonlyMap<string, Chain>;

/** Words as iptables-save writes them; quotes hold a comment together. */
function wordsOf(line: string): string[] {
	return (line.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? []).map(word => word.replace(/^"(.*)"$/, '$1'));
}

/** The chains of the table `filter` in the output of `iptables-save` or `ip6tables-save`. */
export function filterOf(output: string): Filter {
	const chains = new Map<string, Chain>();
	let inFilter = false;
	for (const line of output.split('\n')) {
		if (line.startsWith('*')) {
			inFilter = line.trim() === '*filter';
		} else if (inFilter && line.startsWith(':')) {
			const [name = '', policy = '-'] = line.slice(1).split(/\s+/);
			chains.set(name, {policy, rules: []});
		} else if (inFilter && line.startsWith('-A ')) {
			const [, name = '', ...words] = wordsOf(line);
			chains.get(name)?.rules.push({text: line.trim(), words});
		}
	}

	return chains;
}

function portsFit(port: number, text: string): boolean {
	return text.split(',').some(part => {
		const [from = '', to = from] = part.split(':');
		return port >= Number(from || 0) && port <= Number(to || 65_535);
	});
}

/** Options with one value that narrow a rule; any other cannot be judged from outside the kernel. */
const matchers: Readonly<Record<string, (packet: Packet, value: string) => Fit>> = {
	'-p': (_, value) => ['tcp', '6', 'all', '0'].includes(value),
	'-s': ({source}, value) => within(source, value),
	'-d': ({destination}, value) => within(destination, value),
	'-i': ({hook, device}, value) => (hook === 'input' ? isDevice(device, value) : false),
	'-o': ({hook, device}, value) => (hook === 'output' ? isDevice(device, value) : false),
	'--dport': ({destinationPort}, value) => portsFit(destinationPort, value),
	'--dports': ({destinationPort}, value) => portsFit(destinationPort, value),
	'--sport': ({sourcePort}, value) => portsFit(sourcePort, value),
	'--sports': ({sourcePort}, value) => portsFit(sourcePort, value),
	'--ports': ({sourcePort, destinationPort}, value) =>
		portsFit(sourcePort, value) || portsFit(destinationPort, value),
	'--ctstate': ({state}, value) => isInState(state, value.split(',')),
	'--state': ({state}, value) => isInState(state, value.split(',')),
	'--tcp-flags': () => undefined,
	'--dst-type': ({hook}, value) => isOfType(value, hook === 'input'),
	'--src-type': ({hook}, value) => isOfType(value, hook === 'output'),
};

/** Kinds of addresses, of which mail has two: this machine’s own, and those of others (one machine each). */
function isOfType(value: string, own: boolean): Fit {
	const types = value.split(',');
	return types.includes(own ? 'LOCAL' : 'UNICAST');
}

/** Modules of which the usual options are judged by the table above, or that narrow nothing. */
const judged = ['tcp', 'multiport', 'conntrack', 'state', 'comment', 'addrtype'];
const withoutMeaning = ['--comment'];

type Read = {fit: Fit; target: string; jumps: boolean};

function read({words}: Rule, packet: Packet): Read {
	const fits: Fit[] = [];
	let target = '';
	let jumps = true;
	for (let at = 0; at < words.length; at++) {
		const negated = words[at] === '!';
		const option = words[negated ? ++at : at] ?? '';
		const value = words[at + 1] ?? '';
		if (option === '-j' || option === '-g') {
			target = value;
			jumps = option === '-j';
			break;
		}

		if (option === '-m') {
			fits.push(judged.includes(value) ? true : undefined);
			at++;
			continue;
		}

		if (withoutMeaning.includes(option)) {
			at++;
			continue;
		}

		if (option === '--syn') {
			fits.push(negated ? packet.state !== 'new' : packet.state === 'new');
			continue;
		}

		const matcher = matchers[option];
		if (matcher) {
			const fit = matcher(packet, value);
			fits.push(negated ? not(fit) : fit);
			at += option === '--tcp-flags' ? 2 : 1;
		} else if (option.startsWith('-')) {
			fits.push(undefined);
		}
	}

	return {fit: every(fits), target, jumps};
}

const verdicts: Readonly<Record<string, Ruling['verdict']>> = {
	ACCEPT: 'accept',
	DROP: 'drop',
	REJECT: 'reject',
};
/** More jumps than this are a loop, which the kernel would not have taken. */
const deepest = 32;
/** A way through more chains than this is not followed to its end. */
const mostChains = 10_000;

/** A packet on its way, and through how many chains it has come. */
type Journey = {packet: Packet; chains: number};

/** Whether it would make a difference if a rule did fit: a chain that only writes to the log makes none. */
function mayDecide(chains: Filter, target: string, journey: Journey, depth: number): boolean {
	if (verdicts[target] || target === 'RETURN') {
		return true;
	}

	const inner = chains.has(target) ? walk(chains, target, journey, true, depth + 1) : undefined;
	return inner !== undefined && (inner.ruling !== undefined || !inner.certain);
}

type Walked = {ruling: Ruling | undefined; certain: boolean; returned: boolean};

function walk(chains: Filter, name: string, journey: Journey, sure: boolean, depth = 0): Walked {
	if (++journey.chains > mostChains) {
		return {ruling: undefined, certain: false, returned: false};
	}

	let certain = sure;
	const chain = chains.get(name);
	for (const rule of depth < deepest ? (chain?.rules ?? []) : []) {
		const {fit, target, jumps} = read(rule, journey.packet);
		const verdict = verdicts[target];
		if (fit === undefined && mayDecide(chains, target, journey, depth)) {
			certain = false;
		}

		if (fit !== true) {
			continue;
		}

		if (verdict) {
			const place = `filter ${name}`;
			return {ruling: {verdict, rule: rule.text, place, certain}, certain, returned: false};
		}

		if (target === 'RETURN') {
			return {ruling: undefined, certain, returned: true};
		}

		if (chains.has(target)) {
			const inner = walk(chains, target, journey, certain, depth + 1);
			certain = inner.certain;
			if (inner.ruling || !jumps) {
				return inner;
			}
		}
	}

	return {ruling: undefined, certain, returned: false};
}

/**
 * What the table `filter` of iptables(8) does with a packet; `undefined` where that table is not there.
 * Matches that only the kernel can judge (limits, sets, marks) make the ruling uncertain.
 */
export function ruleByIptables(output: string, packet: Packet): Ruling | undefined {
	const chains = filterOf(output);
	const name = packet.hook === 'input' ? 'INPUT' : 'OUTPUT';
	const chain = chains.get(name);
	if (!chain) {
		return undefined;
	}

	const {ruling, certain} = walk(chains, name, {packet, chains: 0}, true);
	return (
		ruling ?? {
			verdict: verdicts[chain.policy] ?? 'accept',
			rule: `the policy of the chain: -P ${name} ${chain.policy}`,
			place: `filter ${name}`,
			certain,
		}
	);
}
