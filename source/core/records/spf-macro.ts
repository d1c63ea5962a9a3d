import {dotted, type Octets} from './ip-address.ts';

/** What the macros of a record stand for (RFC 7208 7.2). */
export type MacroValues = {
	/** The whole sender; `postmaster@` in front where only a domain is known. */
	sender: string;
	domain: string;
	client: Octets;
	helo: string;
	/** The validated reverse name, or `unknown`. */
	pointer: string;
};

/** The longest name of DNS, in characters (RFC 7208 7.3). */
const longestName = 253;

function valueOf(letter: string, {sender, domain, client, helo, pointer}: MacroValues): string {
	const at = sender.lastIndexOf('@');
	switch (letter) {
		case 's': {
			return sender;
		}

		case 'l': {
			return sender.slice(0, at);
		}

		case 'o': {
			return sender.slice(at + 1);
		}

		case 'd': {
			return domain;
		}

		case 'i':
		case 'c': {
			return dotted(client);
		}

		case 'p': {
			return pointer;
		}

		case 'v': {
			return client.length === 4 ? 'in-addr' : 'ip6';
		}

		case 'h': {
			return helo;
		}

		default: {
			// `r` and `t` name the receiver and the time, which are not known here
			return 'unknown';
		}
	}
}

function transformed(value: string, digits: string, reverse: boolean, delimiters: string): string {
	const splitters = new Set(delimiters === '' ? '.' : delimiters);
	const parts: string[] = [''];
	for (const character of value) {
		if (splitters.has(character)) {
			parts.push('');
		} else {
			parts.push(`${parts.pop() ?? ''}${character}`);
		}
	}

	const ordered = reverse ? parts.toReversed() : parts;
	return (digits === '' ? ordered : ordered.slice(-Number(digits))).join('.');
}

/** Text with its macros replaced. A capital letter means: as in a URL (RFC 3986 2.1). */
export function expandMacros(text: string, values: MacroValues): string {
	return text.replaceAll(
		/%(?:\{([a-z])(\d*)(r?)([.\-+,/_=]*)\}|([%_-]))/gi,
		(_, letter?: string, digits = '', reverse = '', delimiters = '', sign = '') => {
			if (letter === undefined) {
				return sign === '%' ? '%' : sign === '_' ? ' ' : '%20';
			}

			const value = valueOf(letter.toLowerCase(), values);
			const expanded = transformed(value, digits, reverse !== '', delimiters);
			return /[A-Z]/.test(letter) ? encodeURIComponent(expanded) : expanded;
		},
	);
}

/** A name out of a `domain-spec`: what is too long loses labels on the left (RFC 7208 7.3). */
export function expandDomain(spec: string, values: MacroValues): string {
	let name = expandMacros(spec, values).replace(/\.$/, '');
	while (name.length > longestName && name.includes('.')) {
		name = name.slice(name.indexOf('.') + 1);
	}

	return name;
}

/** Whether the reverse name has to be looked up before macros can be replaced. */
export function needsPointer(spec: string): boolean {
	return /%\{p/i.test(spec);
}
