import fc from 'fast-check';
import {expect, test} from 'vitest';
import {defaultSettings} from '../../../source/lab/settings/default-settings.ts';
import {smtpdSettings} from '../../../source/lab/settings/smtpd-settings.ts';
import {createLineReader, type Line} from '../../../source/lab/smtpd/line-reader.ts';
import {createSmtpdSession} from '../../../source/lab/smtpd/smtpd-session.ts';

const values = {...defaultSettings, smtpd_sasl_auth_enable: 'yes', smtpd_tls_auth_only: 'no'};
const context = {
	settings: smtpdSettings(values, 'smtp', 'mail.shop.example'),
	client: {name: 'unknown', address: '127.0.0.1'},
	authenticate: () => false,
	isLocalUser: (localPart: string) => localPart === 'ada',
	nextQueueId: () => 'ID',
};

function linesOf(chunks: readonly Uint8Array[], limit = 2048): Line[] {
	const reader = createLineReader(limit);
	const lines: Line[] = [];
	for (const chunk of chunks) {
		reader.push(Buffer.from(chunk));
		for (let line = reader.next(); line; line = reader.next()) {
			lines.push(line);
		}
	}

	return lines;
}

const command = fc.oneof(
	fc.constantFrom(
		'EHLO a',
		'MAIL FROM:<ada@shop.example>',
		'RCPT TO:<ada@shop.example>',
		'RCPT TO:<grace@customer.example>',
		'DATA',
		'.',
		'AUTH LOGIN',
		'AUTH PLAIN',
		'*',
		'RSET',
		'NOOP',
		'STARTTLS',
		'constructor',
		'__proto__',
	),
	fc.string({maxLength: 40}),
	fc
		.tuple(fc.constantFrom('MAIL FROM:', 'RCPT TO:', 'VRFY ', 'AUTH PLAIN '), fc.string())
		.map(([verb, rest]) => verb + rest),
);

test('whatever is sent, there is a reply in the form of SMTP, and an end to errors', () => {
	fc.assert(
		fc.property(fc.array(command, {maxLength: 60}), sent => {
			const session = createSmtpdSession(context, false);
			let refused = 0;
			for (const line of linesOf(sent.map(text => Buffer.from(`${text}\r\n`)))) {
				const {replies, afterwards} = session.receive(line);
				expect(replies.every(reply => /^[2-5]\d\d(?:[ -][^\r\n]*)?$/.test(reply))).toBe(true);
				refused += replies.filter(reply => /^[45]/.test(reply)).length;
				if (afterwards) {
					break;
				}
			}

			expect(refused).toBeLessThanOrEqual(21);
		}),
	);
});

test('lines are the same however they are cut up', () => {
	fc.assert(
		fc.property(
			fc.uint8Array({maxLength: 200}),
			fc.array(fc.integer({min: 0, max: 200}), {maxLength: 8}),
			(bytes, cuts) => {
				const at = [0, ...cuts, 200].toSorted((a, b) => a - b);
				const chunks = at.slice(1).map((end, i) => bytes.subarray(at[i], end));
				expect(linesOf(chunks, 20)).toEqual(linesOf([bytes], 20));
			},
		),
	);
});

test('of a line, at most the limit is kept, and all of it is counted', () => {
	fc.assert(
		fc.property(fc.integer({min: 0, max: 100}), fc.integer({min: 1, max: 40}), (size, limit) => {
			const [line] = linesOf([Buffer.from(`${'x'.repeat(size)}\n`)], limit);
			expect(line?.text).toHaveLength(Math.min(size, limit));
			expect(line).toMatchObject({octets: size + 1, ending: 'lf'});
		}),
	);
});

test('a message beyond the limit is refused at its end', () => {
	const session = createSmtpdSession(
		{...context, settings: {...context.settings, messageSizeLimit: 100}},
		false,
	);
	const say = (text: string) =>
		linesOf([Buffer.from(text)]).flatMap(line => session.receive(line).replies);
	say('MAIL FROM:<>\r\nRCPT TO:<ada@shop.example>\r\nDATA\r\n');
	expect(say(`${'x'.repeat(99)}\r\n.\r\n`)).toEqual(['552 5.3.4 Error: message file too big']);
	say('MAIL FROM:<>\r\nRCPT TO:<ada@shop.example>\r\nDATA\r\n');
	expect(say(`${'x'.repeat(98)}\r\n.\r\n`)).toEqual(['250 2.0.0 Ok: queued as ID']);
});
