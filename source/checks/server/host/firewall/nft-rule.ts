import {isJson, textOf, type Json, type Rule} from './nft-ruleset.ts';
import {
	every,
	isDevice,
	isInState,
	not,
	some,
	within,
	type Fit,
	type Packet,
	type Ruling,
} from './packet.ts';

/** The side of a comparison that belongs to the packet, as a way to compare it with one value. */
function measured(left: unknown, packet: Packet): ((value: unknown) => Fit) | undefined {
	const {payload, meta, ct} = isJson(left) ? left : {};
	const number = (mine: number) => (value: unknown) => mine === Number(value);
	const text = (mine: readonly string[]) => (value: unknown) => mine.includes(String(value));
	if (isJson(payload)) {
		const {protocol, field} = payload;
		switch (`${textOf(protocol)} ${textOf(field)}`) {
			case 'tcp dport':
			case 'th dport': {
				return number(packet.destinationPort);
			}

			case 'tcp sport':
			case 'th sport': {
				return number(packet.sourcePort);
			}

			case 'ip saddr':
			case 'ip6 saddr': {
				return value => within(packet.source, String(value));
			}

			case 'ip daddr':
			case 'ip6 daddr': {
				return value => within(packet.destination, String(value));
			}

			case 'ip protocol':
			case 'ip6 nexthdr': {
				return text(['tcp', '6']);
			}

			default: {
				return textOf(protocol) === 'udp' || textOf(protocol).startsWith('icmp')
					? () => false
					: undefined;
			}
		}
	}

	if (isJson(meta)) {
		switch (textOf(meta['key'])) {
			case 'l4proto': {
				return text(['tcp', '6']);
			}

			case 'nfproto': {
				return text([packet.family === 4 ? 'ipv4' : 'ipv6']);
			}

			case 'iifname':
			case 'iif': {
				return value => (packet.hook === 'input' ? isDevice(packet.device, String(value)) : false);
			}

			case 'oifname':
			case 'oif': {
				return value => (packet.hook === 'output' ? isDevice(packet.device, String(value)) : false);
			}

			default: {
				return undefined;
			}
		}
	}

	switch (isJson(ct) ? textOf(ct['key']) : '') {
		case 'state': {
			return value => isInState(packet.state, [String(value)]);
		}

		case 'status': {
			return value => (['dnat', 'snat'].includes(String(value)) ? packet.translated : undefined);
		}

		default: {
			return undefined;
		}
	}
}

export type Lookup = (name: string) => readonly unknown[] | undefined;

/** Compares with a value, a range, a prefix, or whatever of these stands in a set. */
function fitsValue(compare: (value: unknown) => Fit, right: unknown, sets: Lookup): Fit {
	if (Array.isArray(right)) {
		return some(right.map(one => fitsValue(compare, one, sets)));
	}

	if (typeof right === 'string' && right.startsWith('@')) {
		const elements = sets(right.slice(1));
		return elements && some(elements.map(one => fitsValue(compare, one, sets)));
	}

	if (!isJson(right)) {
		return compare(right);
	}

	const {set, range, prefix, elem} = right;
	if (Array.isArray(set)) {
		return some(set.map(one => fitsValue(compare, one, sets)));
	}

	if (isJson(prefix)) {
		return compare(`${textOf(prefix['addr'])}/${Number(prefix['len'])}`);
	}

	if (Array.isArray(range)) {
		return fitsRange(compare, range);
	}

	return isJson(elem) ? fitsValue(compare, elem['val'], sets) : undefined;
}

const isPort = (value: unknown): value is number =>
	typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 65_535;

/** Ranges of ports are tried number by number, which is quick enough and needs no second comparison. */
function fitsRange(compare: (value: unknown) => Fit, [from, to]: readonly unknown[]): Fit {
	if (!isPort(from) || !isPort(to)) {
		return undefined;
	}

	for (let number = from; number <= to; number++) {
		if (compare(number) === true) {
			return true;
		}
	}

	return false;
}

function fitsMatch(match: Json, packet: Packet, sets: Lookup): Fit {
	const compare = measured(match['left'], packet);
	if (!compare) {
		return undefined;
	}

	const fit = fitsValue(compare, match['right'], sets);
	return match['op'] === '!='
		? not(fit)
		: ['==', 'in'].includes(textOf(match['op']))
			? fit
			: undefined;
}

/** What a verdict statement or the right side of a verdict map says. */
export type Verdict =
	| {kind: 'final'; verdict: Ruling['verdict']}
	| {kind: 'return'}
	| {kind: 'to'; chain: string; back: boolean};

function verdictIn(statement: Json): Verdict | undefined {
	for (const verdict of ['accept', 'drop', 'reject'] as const) {
		if (verdict in statement) {
			return {kind: 'final', verdict};
		}
	}

	if ('return' in statement) {
		return {kind: 'return'};
	}

	for (const word of ['jump', 'goto'] as const) {
		const target = statement[word];
		if (isJson(target)) {
			return {kind: 'to', chain: textOf(target['target']), back: word === 'jump'};
		}
	}

	return undefined;
}

/** Statements that neither narrow a rule nor decide. */
const harmless = ['counter', 'log', 'comment', 'quota counter'];

export type Read = {fit: Fit; verdict: Verdict | undefined};

function readMap(map: Json, packet: Packet, sets: Lookup): Read {
	const compare = measured(map['key'], packet);
	const data = isJson(map['data']) ? map['data']['set'] : undefined;
	if (!compare || !Array.isArray(data)) {
		return {fit: undefined, verdict: {kind: 'final', verdict: 'drop'}};
	}

	for (const pair of data) {
		const [value, statement] = Array.isArray(pair) ? pair : [];
		const fit = fitsValue(compare, value, sets);
		const verdict = isJson(statement) ? verdictIn(statement) : undefined;
		if (fit !== false && verdict) {
			return {fit, verdict};
		}
	}

	return {fit: false, verdict: undefined};
}

/** Whether a packet fits a rule, and what the rule then says. */
export function read({expressions}: Rule, packet: Packet, sets: Lookup): Read {
	const fits: Fit[] = [];
	for (const expression of expressions) {
		const {match, vmap} = expression;
		const verdict = verdictIn(expression);
		if (isJson(match)) {
			fits.push(fitsMatch(match, packet, sets));
		} else if (isJson(vmap)) {
			const inner = readMap(vmap, packet, sets);
			return {fit: every([...fits, inner.fit]), verdict: inner.verdict};
		} else if (verdict) {
			return {fit: every(fits), verdict};
		} else if (!Object.keys(expression).every(name => harmless.includes(name))) {
			fits.push(undefined);
		}
	}

	return {fit: every(fits), verdict: undefined};
}
