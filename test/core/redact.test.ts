import fc from 'fast-check';
import {expect, test} from 'vitest';
import {visible} from '../../source/core/escape.ts';
import {createRedactor, redactCommand, redacted} from '../../source/core/redact.ts';

const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');
const percent = (text: string) =>
	encodeURIComponent(text).replaceAll(
		/[!'()*~]/g,
		c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
	);
const html = (text: string) =>
	text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll("'", '&#39;');
const json = (text: string) => JSON.stringify(text).slice(1, -1);

/** Every way in which a server, or a log that quotes it, might give a password back. */
const encodings: Readonly<Record<string, (password: string, user: string) => string>> = {
	'as it is': password => password,
	'base64, as in LOGIN': password => base64(password),
	'base64 without padding': password => base64(password).replace(/=+$/, ''),
	'in the message of PLAIN': (password, user) => base64(`\0${user}\0${password}`),
	'in the message of PLAIN with an authorization identity': (password, user) =>
		base64(`${user}\0${user}\0${password}`),
	'percent-encoded': percent,
	'percent-encoded in lower case': password =>
		percent(password).replaceAll(/%[\dA-F]{2}/g, escape => escape.toLowerCase()),
	'as a form value': password => new URLSearchParams({p: password}).toString().slice(2),
	'as HTML': html,
	'as JSON': json,
	'as JSON in ASCII': password =>
		json(password).replaceAll(
			/[^ -~]/g,
			unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
		),
	'as base64url': password => Buffer.from(password, 'utf8').toString('base64url'),
	'percent-encoded to the last character': password =>
		Array.from(Buffer.from(password), byte => `%${byte.toString(16).padStart(2, '0')}`).join(''),
	'as HTML by numbers': password =>
		Array.from(password, character => `&#x${character.codePointAt(0)?.toString(16)};`).join(''),
	'as the transcript escapes it': visible,
};

const character = fc.oneof(
	{weight: 6, arbitrary: fc.string({unit: 'grapheme-ascii', minLength: 1, maxLength: 1})},
	{weight: 1, arbitrary: fc.constantFrom('&', '<', '"', "'", ' ', '%', '+', '\\', '/', 'é', '📧')},
);
const somePassword = fc
	.array(character, {minLength: 3, maxLength: 24})
	.map(parts => parts.join(''));
/** Words around the secret that cannot be mistaken for a part of it, or for base64. */
const around = fc.constantFrom('', '535 5.7.8 ', ' failed', '; ', '“', '<', '| ');

test.each(Object.entries(encodings))('a password is found %s', (_, encode) => {
	fc.assert(
		fc.property(
			somePassword,
			fc.string({maxLength: 12}),
			around,
			around,
			(password, user, a, b) => {
				const secret = encode(password, user);
				const text = createRedactor([{user, password}])(`${a}${secret}${b}`);
				// A password such as “[re” is a part of the mark that replaces it.
				const rest = text.replaceAll(redacted, '\n');
				expect(rest).not.toContain(secret);
				expect(rest).not.toContain(password);
				expect(text).toContain(redacted);
			},
		),
	);
});

test('a password is found in base64 of a longer message, wherever it stands in it', () => {
	fc.assert(
		fc.property(
			fc.string({unit: 'grapheme-ascii', minLength: 6, maxLength: 24}),
			fc.uint8Array({maxLength: 12}),
			fc.uint8Array({maxLength: 12}),
			(password, before, after) => {
				const message = Buffer.concat([before, Buffer.from(password), after]).toString('base64');
				const text = createRedactor([{user: 'ada', password}])(`334 ${message} ok`);
				expect(text).toBe(`334 ${redacted} ok`);
			},
		),
	);
});

test('no rest of a password stays where its occurrences overlap or follow each other', () => {
	const redact = createRedactor([{user: 'ada', password: 'aXaXa'}]);
	expect(redact('aXaXaXa.aXaXa')).toBe(`${redacted}.${redacted}`);
	fc.assert(
		fc.property(somePassword, fc.array(fc.nat(30), {maxLength: 4}), (password, overlaps) => {
			let text = password;
			for (const overlap of overlaps) {
				text = `${text.slice(0, Math.max(0, text.length - overlap))}${password}`;
			}

			const rest = createRedactor([{password}])(text).replaceAll(redacted, '\n');
			expect(rest).not.toContain(password);
		}),
	);
});

test('several secrets are found side by side', () => {
	const redact = createRedactor([
		{user: 'ada', password: 'first secret'},
		{user: 'ada', password: 'second secret'},
	]);
	expect(redact('no first secret, no second secret')).toBe(`no ${redacted}, no ${redacted}`);
});

test('a password of one or two characters does not eat ordinary words, but an AUTH line', () => {
	const redact = createRedactor([{user: 'ada', password: 'ok'}]);
	expect(redact('250 2.1.5 ok')).toBe('250 2.1.5 ok');
	expect(redact('AUTH LOGIN ok')).toBe(`AUTH LOGIN ${redacted}`);
	expect(redact(`AUTH PLAIN ${base64('\0ada\0ok')}`)).toBe(`AUTH PLAIN ${redacted}`);
});

test('what holds no secret stays as it is', () => {
	fc.assert(
		fc.property(fc.string(), text => {
			fc.pre(!text.includes('hunter2'));
			expect(createRedactor([{user: 'ada', password: 'hunter2'}])(text)).toBe(text);
		}),
	);
	expect(createRedactor([])('anything')).toBe('anything');
	expect(createRedactor([{password: ''}])('anything')).toBe('anything');
});

test.each([
	['AUTH PLAIN AGFkYQBodW50ZXIy', `AUTH PLAIN ${redacted}`],
	['auth plain AGFkYQBodW50ZXIy', `auth plain ${redacted}`],
	['AUTH\tXOAUTH2\tdXNlcj1hZGE=', `AUTH\tXOAUTH2 ${redacted}`],
	['AUTH LOGIN', 'AUTH LOGIN'],
	['AUTH PLAIN =', 'AUTH PLAIN ='],
	['MAIL FROM:<ada@example.com>', 'MAIL FROM:<ada@example.com>'],
	['EHLO a\nAUTH PLAIN AGFkYQ', `EHLO a\nAUTH PLAIN ${redacted}`],
])('the client’s line %j is shown as %j, whatever the secrets are', (line, shown) => {
	expect(redactCommand(line)).toBe(shown);
});

test('an answer to a challenge is never shown', () => {
	expect(redactCommand('aHVudGVyMg==', 'response')).toBe(redacted);
});
