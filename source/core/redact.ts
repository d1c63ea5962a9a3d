import {visible} from './escape.ts';

/** What must never be printed. `user` is not hidden itself; it is part of SASL messages. */
export type Secret = {user?: string; password: string};

/** What stands where a secret stood. */
export const redacted = '[redacted]';

/** A password shorter than this would turn up in ordinary words. */
const shortest = 3;
/** A piece of base64 shorter than this could be there by chance. */
const tellingPiece = 6;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function base64(bytes: Uint8Array): string {
	return btoa(String.fromCharCode(...bytes));
}

const withoutPadding = (text: string): string => text.replace(/=+$/, '');

const base64Url = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_');

const literally = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** A number in hexadecimal, in capitals or not, as a pattern. */
function hexPattern(number: number, digits: number): string {
	const hex = number.toString(16).padStart(digits, '0');
	return hex.replaceAll(/[a-f]/g, letter => `[${letter}${letter.toUpperCase()}]`);
}

const entities: Readonly<Record<string, string>> = {
	'&': 'amp',
	'<': 'lt',
	'>': 'gt',
	'"': 'quot',
	"'": 'apos',
};

/** One character in each way in which text formats write it: percent, HTML, JSON, and as it is. */
function characterPattern(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	const entity = entities[character];
	const units = character.split('').map(unit => `\\\\u${hexPattern(unit.charCodeAt(0), 4)}`);
	const ways = [
		literally(character),
		Array.from(bytesOf(character), byte => `%${hexPattern(byte, 2)}`).join(''),
		...(character === ' ' ? ['\\+'] : []),
		`&#0*${code};`,
		`&#[xX]0*${hexPattern(code, 1)};`,
		...(entity ? [`&${entity};`] : []),
		units.join(''),
		literally(JSON.stringify(character).slice(1, -1)),
		`\\\\${literally(character)}`,
		literally(visible(character)),
	];
	return `(?:${[...new Set(ways)].join('|')})`;
}

/** The password in any of these forms, and in any mixture of them, as servers and logs quote text. */
function anyForm(password: string): RegExp {
	return new RegExp(Array.from(password, characterPattern).join(''), 'g');
}

/**
 * The base64 characters that bytes have wherever they stand inside a longer message, for each of the
 * three alignments; the edges, which the neighbours share, are left out.
 */
function base64Pieces(bytes: Uint8Array): string[] {
	return [0, 1, 2].map(before => {
		const padded = new Uint8Array(before + bytes.length);
		padded.set(bytes, before);
		const from = Math.ceil((before * 8) / 6);
		const to = Math.floor((padded.length * 8) / 6);
		return base64(padded).slice(from, to);
	});
}

type Forms = {
	/** Replaced wherever they are. */
	always: readonly string[];
	/** Replaced with the whole run of base64 around them. */
	pieces: readonly string[];
	/** The password as text; a short one counts on AUTH lines alone. */
	text: {pattern: RegExp; short: boolean};
};

function formsOf({user = '', password}: Secret): Forms {
	const short = password.length < shortest;
	const alone = base64(bytesOf(password));
	const messages = ['', user].map(authzid => base64(bytesOf(`${authzid}\0${user}\0${password}`)));
	const always = [
		alone,
		...(short ? [] : [withoutPadding(alone)]),
		...messages.flatMap(message => [message, withoutPadding(message)]),
	];
	const pieces = base64Pieces(bytesOf(password)).filter(piece => piece.length >= tellingPiece);
	return {
		always: [...always, ...always.map(base64Url)],
		pieces: [...pieces, ...pieces.map(base64Url)],
		text: {pattern: anyForm(password), short},
	};
}

type Span = readonly [from: number, to: number];

/** All places of a form, also those that overlap: `aaa` is in `aaaa` twice. */
function spansOf(text: string, form: string): Span[] {
	const spans: Span[] = [];
	for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + 1)) {
		spans.push([at, at + form.length]);
	}

	return spans;
}

/** As {@link spansOf}, for a pattern that matches at least one character. */
function matchesOf(text: string, pattern: RegExp): Span[] {
	const spans: Span[] = [];
	pattern.lastIndex = 0;
	for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
		spans.push([match.index, match.index + match[0].length]);
		pattern.lastIndex = match.index + 1;
	}

	return spans;
}

/** Widens the place of a piece of base64 to the whole run that it stands in. */
function widened(text: string, [from, to]: Span): Span {
	const isBase64 = (at: number) => /[\w+/=-]/.test(text.charAt(at));
	let start = from;
	let end = to;
	while (start > 0 && isBase64(start - 1)) {
		start--;
	}

	while (end < text.length && isBase64(end)) {
		end++;
	}

	return [start, end];
}

function replaceSpans(text: string, spans: readonly Span[]): string {
	let result = '';
	let done = 0;
	let open = -1;
	for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
		if (from >= done || open === -1) {
			result += `${text.slice(done, from)}${redacted}`;
			open = from;
		}

		done = Math.max(done, to);
	}

	return result + text.slice(done);
}

/**
 * Makes a function that replaces each occurrence of the secrets by `[redacted]`: the password as it
 * is, as base64 alone (AUTH LOGIN) and inside SASL messages (PLAIN of RFC 4616 and others), and
 * percent-, HTML- and JSON-escaped, or in a mixture. A password of one or two characters is replaced
 * as text only on AUTH lines. Occurrences that overlap are replaced together, so that no rest of one remains.
 * Apply it before {@link visible}.
 */
export function createRedactor(secrets: readonly Secret[]): (text: string) => string {
	const forms = secrets.filter(({password}) => password !== '').map(formsOf);
	const always = [...new Set(forms.flatMap(form => form.always))];
	const pieces = [...new Set(forms.flatMap(form => form.pieces))];
	return text => {
		const isAuthLine = /^\s*AUTH\s/i.test(text);
		const spans = [
			...always.flatMap(form => spansOf(text, form)),
			...pieces.flatMap(piece => spansOf(text, piece).map(span => widened(text, span))),
			...forms.flatMap(({text: {pattern, short}}) =>
				short && !isAuthLine ? [] : matchesOf(text, pattern),
			),
		];
		return spans.length === 0 ? text : replaceSpans(text, spans);
	};
}

/**
 * A client's line as it may be shown, whatever the secrets are: AUTH keeps its mechanism and loses
 * its initial response (RFC 4954), a `response` to a SASL challenge is not shown at all.
 */
export function redactCommand(line: string, kind: 'command' | 'response' = 'command'): string {
	if (kind === 'response') {
		return redacted;
	}

	// `=` is the empty initial response and tells nothing.
	return line.replaceAll(/^(\s*AUTH[ \t]+\S+)[ \t]+(?!=\s*$)\S.*$/gim, `$1 ${redacted}`);
}
