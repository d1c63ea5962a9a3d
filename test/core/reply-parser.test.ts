import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	createReplyParser,
	defaultLimits,
	replyText,
	type ParserEvent,
	type ParserLimits,
} from '../../source/core/reply-parser.ts';
import type {SmtpReply} from '../../source/core/smtp-reply.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** What a parser makes of bytes that come in one piece, or in pieces that end at `cuts`. */
function parse(
	bytes: Uint8Array,
	cuts: readonly number[] = [],
	limits: Partial<ParserLimits> = {},
): ParserEvent[] {
	const parser = createReplyParser(limits);
	const events: ParserEvent[] = [];
	let from = 0;
	for (const cut of [...cuts.toSorted((a, b) => a - b), bytes.length]) {
		events.push(...parser.push(bytes.subarray(from, cut)));
		from = cut;
	}

	return [...events, ...parser.end()];
}

const repliesIn = (events: readonly ParserEvent[]): SmtpReply[] =>
	events.flatMap(event => (event.kind === 'reply' ? [event.reply] : []));
const replies = (text: string, limits: Partial<ParserLimits> = {}) =>
	repliesIn(parse(bytesOf(text), [], limits));

/** Bytes as servers send them, and as no server should. */
const piece = fc.oneof(
	fc.constantFrom('220 ', '250-', '250 ', '250', '2500 ', '\r\n', '\n', '\r', '\0', '5.7.1 ', 'x'),
	fc.constantFrom('\u00e9', '\u{1f4e7}', '\u202e', '550-5.1.1 ', '999 ', '099-', '-', ' '),
	fc.string({maxLength: 12}),
);
const someBytes = fc.oneof(
	fc.array(piece, {maxLength: 30}).map(pieces => bytesOf(pieces.join(''))),
	fc.uint8Array({maxLength: 200}),
);
const someCuts = fc.array(fc.nat(400), {maxLength: 12});
const smallLimits = fc.record({
	line: fc.integer({min: 4, max: 40}),
	lines: fc.integer({min: 1, max: 5}),
	reply: fc.integer({min: 4, max: 90}),
});

test('however the bytes are cut up, the same events come of them', () => {
	fc.assert(
		fc.property(someBytes, someCuts, smallLimits, (bytes, cuts, limits) => {
			const inside = cuts.map(cut => Math.min(cut, bytes.length));
			const everyByte = Array.from(bytes, (_, index) => index);
			const whole = parse(bytes, [], limits);
			expect(parse(bytes, inside, limits)).toEqual(whole);
			expect(parse(bytes, everyByte, limits)).toEqual(whole);
		}),
	);
});

test('whatever comes, no more is kept than the limits allow', () => {
	fc.assert(
		fc.property(someBytes, smallLimits, (bytes, limits) => {
			const parser = createReplyParser(limits);
			const events: ParserEvent[] = [];
			for (const byte of bytes) {
				events.push(...parser.push(Uint8Array.of(byte)));
				expect(parser.pending()).toBeLessThanOrEqual(limits.line);
			}

			for (const event of [...events, ...parser.end()]) {
				if (event.kind === 'reply') {
					expect(event.reply.lines.length).toBeLessThanOrEqual(limits.lines);
					const size = event.reply.lines.join('').length;
					expect(size).toBeLessThanOrEqual(limits.reply + limits.line);
				} else {
					expect(event.text.length).toBeLessThanOrEqual(limits.line);
				}
			}
		}),
	);
});

test('a well-formed reply comes back as it was, and so do replies that run together', () => {
	const text = fc.string({
		unit: fc.constantFrom('a', 'b', ' ', '5.', '<', '>', 'é', '@'),
		maxLength: 30,
	});
	const reply = fc.record({
		code: fc.integer({min: 200, max: 599}),
		lines: fc.array(text, {minLength: 1, maxLength: 6}),
	});
	const wire = ({code, lines}: {code: number; lines: readonly string[]}) =>
		lines
			.map((line, index) => `${code}${index < lines.length - 1 ? '-' : ' '}${line}\r\n`)
			.join('');
	fc.assert(
		fc.property(fc.array(reply, {maxLength: 4}), sent => {
			const heard = replies(sent.map(wire).join(''));
			expect(heard.map(({code, lines}) => ({code, lines}))).toEqual(sent);
			expect(heard.every(({fault}) => fault === undefined)).toBe(true);
		}),
	);
});

test('a greeting of several lines is complete with its last one, not before', () => {
	const parser = createReplyParser();
	expect(repliesIn(parser.push(bytesOf('220-mx.example ESMTP\r\n220-please wait\r\n')))).toEqual(
		[],
	);
	expect(repliesIn(parser.push(bytesOf('220 mx.example')))).toEqual([]);
	const [reply] = repliesIn(parser.push(bytesOf(' ready\r\n')));
	expect(reply).toEqual({
		code: 220,
		lines: ['mx.example ESMTP', 'please wait', 'mx.example ready'],
	});
	expect(reply && replyText(reply)).toBe('mx.example ESMTP\nplease wait\nmx.example ready');
});

test.each<[name: string, wire: string, expected: Record<string, unknown>]>([
	['a code alone', '250\r\n', {code: 250, lines: [''], fault: undefined}],
	['a bare LF ends a line, and is noted', '250 ok\n', {code: 250, lines: ['ok'], fault: 'bare-lf'}],
	['the end of the connection ends a line', '421 bye', {code: 421, fault: 'bare-lf'}],
	['codes that differ', '250-a\r\n251 b\r\n', {code: 250, fault: 'codes-differ'}],
	['no separator', '250ok\r\n', {code: 250, lines: ['ok'], fault: 'no-separator'}],
	['a code that is no reply code', '199 hm\r\n', {code: 199, fault: 'bad-code'}],
	[
		'a line without a code inside',
		'250-a\r\nhm\r\n250 b\r\n',
		{lines: ['a', 'hm', 'b'], fault: 'bad-code'},
	],
	['NUL stays in the text', '250 a\0b\r\n', {lines: ['a\0b'], fault: undefined}],
	['a bare CR is no line ending', '250 a\rb\r\n', {lines: ['a\rb']}],
	['an enhanced code', '550 5.1.1 no such user\r\n', {enhanced: '5.1.1'}],
	['an enhanced code in a later line', '550-sorry\r\n550 5.1.1 no\r\n', {enhanced: '5.1.1'}],
	['an enhanced code of another class', '550 2.1.1 no\r\n', {enhanced: undefined}],
	['an address is no enhanced code', '550 5.6.7.8 is listed\r\n', {enhanced: undefined}],
	['UTF-8', '250 grüße\r\n', {lines: ['grüße']}],
])('%s', (_, wire, expected) => {
	const [reply, ...more] = replies(wire);
	expect(more).toEqual([]);
	expect({...reply}).toMatchObject(
		Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== undefined)),
	);
	for (const [key, value] of Object.entries(expected)) {
		if (value === undefined) {
			expect(reply).not.toHaveProperty(key);
		}
	}
});

test('bytes that are no UTF-8 are read as Latin-1, and none is lost', () => {
	const wire = Uint8Array.of(...bytesOf('250 '), 0xe9, 0xff, 0x80, 13, 10);
	expect(repliesIn(parse(wire))[0]?.lines).toEqual(['\u00e9\u00ff\u0080']);
});

test('a line that begins with no code where a reply begins is not SMTP', () => {
	expect(parse(bytesOf('SSH-2.0-OpenSSH_9.2\r\n'))).toEqual([
		{kind: 'line', text: 'SSH-2.0-OpenSSH_9.2'},
		{kind: 'not-smtp', text: 'SSH-2.0-OpenSSH_9.2'},
	]);
	expect(parse(bytesOf('2205 is no code\r\n')).at(-1)?.kind).toBe('not-smtp');
});

test('an endless line is given out once, at the limit, and the next reply is read again', () => {
	const parser = createReplyParser();
	const endless = bytesOf(`250 ${'x'.repeat(100_000)}`);
	const [reply, ...more] = repliesIn([...parser.push(endless), ...parser.push(endless)]);
	expect(reply).toMatchObject({code: 250, fault: 'line-too-long'});
	expect(reply?.lines[0]?.length).toBe(defaultLimits.line - 4);
	expect(more).toEqual([]);
	expect(parser.pending()).toBeLessThanOrEqual(defaultLimits.line);
	expect(repliesIn(parser.push(bytesOf('tail\r\n221 bye\r\n')))).toEqual([
		{code: 221, lines: ['bye']},
	]);
});

test('an endless reply is given out once, and what follows of it is skipped', () => {
	const parser = createReplyParser();
	const line = bytesOf('220-again and again\r\n');
	let given = 0;
	for (let count = 0; count < 5000; count++) {
		given += repliesIn(parser.push(line)).length;
	}

	expect(given).toBe(1);
	expect(repliesIn(parser.push(bytesOf('220 over\r\n250 next\r\n')))).toEqual([
		{code: 250, lines: ['next']},
	]);
});

test('what makes a reply too long is named', () => {
	const many = replies('250-x\r\n'.repeat(600));
	expect(many.map(({fault}) => fault)).toEqual(['too-many-lines']);
	const long = replies(`250-${'x'.repeat(8000)}\r\n`.repeat(40));
	expect(long.map(({fault}) => fault)).toEqual(['reply-too-long']);
});

test('discard forgets the open reply, for what follows STARTTLS', () => {
	const parser = createReplyParser();
	parser.push(bytesOf('250-first\r\n250 sec'));
	expect(new TextDecoder().decode(parser.discard())).toBe('250 sec');
	expect(parser.pending()).toBe(0);
	expect(repliesIn(parser.push(bytesOf('220 fresh\r\n')))).toEqual([{code: 220, lines: ['fresh']}]);
});

test('an open reply ends with the connection and is none', () => {
	expect(replies('250-first\r\n')).toEqual([]);
	expect(replies('')).toEqual([]);
});
