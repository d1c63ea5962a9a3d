import {parseAddress, type Octets} from './ip-address.ts';

export type Qualifier = '+' | '-' | '~' | '?';

/** One mechanism of a record (RFC 7208 5); `domain` may hold macros, and is absent for the own domain. */
export type Mechanism = {
	/** As it stands in the record. */
	text: string;
	qualifier: Qualifier;
} & (
	| {kind: 'all'}
	| {kind: 'include' | 'exists'; domain: string}
	| {kind: 'ptr'; domain?: string}
	| {kind: 'a' | 'mx'; domain?: string; bits4: number; bits6: number}
	| {kind: 'ip'; network: Octets; bits: number}
);

export type SpfRecord = {mechanisms: readonly Mechanism[]; redirect?: string; exp?: string};

/** What is wrong with a record, and the term where it is. */
export type SpfSyntaxFault = {term: string};

/** Whether a TXT record is an SPF record (RFC 7208 4.5): its version stands alone. */
export function isSpfRecord(text: string): boolean {
	return /^v=spf1(?: |$)/i.test(text);
}

const macro = /%(?:\{[slodiphcrtv]\d*r?[.\-+,/_=]*\}|%|_|-)/gi;
/** The letters that only an explanation may use (RFC 7208 7.2). */
const onlyExplained = /%\{[crt]/i;

/** Whether macros are written as they must be (RFC 7208 7.1). */
export function macrosFit(text: string): boolean {
	const rest = text.replaceAll(macro, '');
	const [zero] = /%\{[a-z]0+r?[.\-+,/_=]*\}/i.exec(text) ?? [];
	return !rest.includes('%') && !zero && /^[!-~]*$/.test(rest);
}

/** A `domain-spec` (RFC 7208 7.1): it ends in a macro or in a top label that is no number. */
function isDomainSpec(text: string): boolean {
	const ends =
		/\.(?=[a-z\d-]*[a-z-])[a-z\d](?:[a-z\d-]*[a-z\d])?\.?$/i.test(text) ||
		/%(?:\{[^}]*\}|%|_|-)$/.test(text);
	return ends && macrosFit(text) && !onlyExplained.test(text);
}

function bitsOf(text: string | undefined, most: number): number | undefined {
	if (text === undefined) {
		return most;
	}

	const bits = /^(?:0|[1-9]\d{0,2})$/.test(text) ? Number(text) : most + 1;
	return bits <= most ? bits : undefined;
}

type Parts = {kind: string; separator: string; value: string};

function hostMechanism(
	kind: 'a' | 'mx',
	{separator, value}: Parts,
): {kind: 'a' | 'mx'; domain?: string; bits4: number; bits6: number} | undefined {
	const whole = separator === '/' ? `/${value}` : value;
	const [, domain = '', short, long] = /^(.*?)(?:\/(\d+))?(?:\/\/(\d+))?$/.exec(whole) ?? [];
	const bits4 = bitsOf(short, 32);
	const bits6 = bitsOf(long, 128);
	const named = separator === ':';
	if (
		bits4 === undefined ||
		bits6 === undefined ||
		(named ? !isDomainSpec(domain) : domain !== '')
	) {
		return undefined;
	}

	return {kind, ...(named ? {domain} : {}), bits4, bits6};
}

function network(length: 4 | 16, {separator, value}: Parts) {
	const [, address = '', prefix] = /^([^/]*)(?:\/(\d+))?$/.exec(value) ?? [];
	const octets = parseAddress(address);
	const bits = bitsOf(prefix, length * 8);
	return separator === ':' && octets?.length === length && bits !== undefined
		? {kind: 'ip' as const, network: octets, bits}
		: undefined;
}

function mechanism(term: string): Mechanism | undefined {
	const [, sign = '', name = '', separator = '', value = ''] =
		/^([+\-~?]?)([a-z\d]+)(?:([:/])(.*))?$/i.exec(term) ?? [];
	const kind = name.toLowerCase();
	const parts: Parts = {kind, separator, value};
	const common = {text: term, qualifier: (sign || '+') as Qualifier};
	const named = separator === ':' && isDomainSpec(value);
	switch (kind) {
		case 'all': {
			return separator === '' ? {...common, kind} : undefined;
		}

		case 'include':
		case 'exists': {
			return named ? {...common, kind, domain: value} : undefined;
		}

		case 'ptr': {
			return separator === ''
				? {...common, kind}
				: named
					? {...common, kind, domain: value}
					: undefined;
		}

		case 'a':
		case 'mx': {
			const host = hostMechanism(kind, parts);
			return host && {...common, ...host};
		}

		case 'ip4':
		case 'ip6': {
			const found = network(kind === 'ip4' ? 4 : 16, parts);
			return found && {...common, ...found};
		}

		default: {
			return undefined;
		}
	}
}

/** Reads a record; its first faulty term makes all of it void (RFC 7208 4.6). */
export function parseSpf(text: string): SpfRecord | SpfSyntaxFault {
	const mechanisms: Mechanism[] = [];
	const modifiers = new Map<string, string>();
	for (const term of text.split(' ').slice(1).filter(Boolean)) {
		const [, name, value = ''] = /^([a-z][\w.-]*)=(.*)$/i.exec(term) ?? [];
		if (name === undefined) {
			const found = mechanism(term);
			if (!found) {
				return {term};
			}

			mechanisms.push(found);
			continue;
		}

		const key = name.toLowerCase();
		const ours = key === 'redirect' || key === 'exp';
		// Unknown modifiers are passed over, if they are written as such (RFC 7208 6)
		if (ours ? modifiers.has(key) || !isDomainSpec(value) : !macrosFit(value)) {
			return {term};
		}

		modifiers.set(key, value);
	}

	const redirect = modifiers.get('redirect');
	const exp = modifiers.get('exp');
	return {
		mechanisms,
		...(redirect === undefined ? {} : {redirect}),
		...(exp === undefined ? {} : {exp}),
	};
}
