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

const lowerHex = (text: string): string =>
	text.replaceAll(/%[\dA-F]{2}/g, escape => escape.toLowerCase());

/** application/x-www-form-urlencoded leaves fewer characters alone than encodeURIComponent. */
function formEncoded(text: string): string {
	return encodeURIComponent(text)
		.replaceAll(/[!'()~]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
		.replaceAll('%20', '+');
}

const entities: Readonly<Record<string, readonly string[]>> = {
	'&': ['&amp;', '&#38;', '&#x26;'],
	'<': ['&lt;', '&#60;', '&#x3c;'],
	'>': ['&gt;', '&#62;', '&#x3e;'],
	'"': ['&quot;', '&#34;', '&#x22;'],
	"'": ['&apos;', '&#39;', '&#x27;'],
};

/** HTML has several ways to write each special character; one way is used throughout. */
function htmlEscaped(text: string): string[] {
	const ways = [0, 1, 2].map(way => text.replaceAll(/[&<>"']/g, c => entities[c]?.[way] ?? c));
	// Most escapers write an apostrophe as a number (&#39;, &#x27;) or leave it.
	return [
		...ways,
		text.replaceAll(/[&<>"]/g, c => entities[c]?.[0] ?? c),
		text.replaceAll(/[&<>]/g, c => entities[c]?.[0] ?? c),
		text.replaceAll(/[&<>"']/g, c => entities[c]?.[c === "'" ? 1 : 0] ?? c),
		text.replaceAll(/[&<>"']/g, c => entities[c]?.[c === "'" ? 2 : 0] ?? c),
	];
}

function jsonEscaped(text: string): string[] {
	const json = JSON.stringify(text).slice(1, -1);
	const ascii = json.replaceAll(
		/[^\0-~]/g,
		c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
	return [json, ascii, json.replaceAll('/', '\\/')];
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
	/** Replaced on AUTH lines. */
	onAuthLines: readonly string[];
};

function formsOf({user = '', password}: Secret): Forms {
	const short = password.length < shortest;
	const wellFormed = password.isWellFormed();
	const alone = base64(bytesOf(password));
	const messages = ['', user].map(authzid => base64(bytesOf(`${authzid}\0${user}\0${password}`)));
	const encoded = [
		...(wellFormed ? [encodeURIComponent(password), formEncoded(password)] : []),
		...htmlEscaped(password),
		...jsonEscaped(password),
		visible(password),
	];
	const always = [
		alone,
		...(short ? [] : [withoutPadding(alone)]),
		...messages.flatMap(message => [message, withoutPadding(message)]),
		...[...encoded, ...encoded.map(lowerHex)].filter(form => !short || form !== password),
		...(short ? [] : [password]),
	];
	const pieces = base64Pieces(bytesOf(password)).filter(piece => piece.length >= tellingPiece);
	return {
		always: always.filter(form => form !== ''),
		pieces,
		onAuthLines: short && password !== '' ? [password] : [],
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
 * percent-, HTML- and JSON-escaped. A password of one or two characters is replaced as it is only on
 * AUTH lines. Occurrences that overlap are replaced together, so that no rest of one remains.
 * Apply it before {@link visible}.
 */
export function createRedactor(secrets: readonly Secret[]): (text: string) => string {
	const forms = secrets.map(formsOf);
	const always = [...new Set(forms.flatMap(form => form.always))];
	const pieces = [...new Set(forms.flatMap(form => form.pieces))];
	const onAuthLines = [...new Set(forms.flatMap(form => form.onAuthLines))];
	return text => {
		const isAuthLine = /^\s*AUTH\s/i.test(text);
		const spans = [
			...always.flatMap(form => spansOf(text, form)),
			...pieces.flatMap(piece => spansOf(text, piece).map(span => widened(text, span))),
			...(isAuthLine ? onAuthLines.flatMap(form => spansOf(text, form)) : []),
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
