import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parseMailbox, parseTarget} from '../../source/command/target.ts';
import {UsageError} from '../../source/core/usage-error.ts';

test.each([
	['mail.example.com', {kind: 'host', host: 'mail.example.com'}, undefined],
	['mail.example.com.', {kind: 'host', host: 'mail.example.com.'}, undefined],
	['mail.example.com:587', {kind: 'host', host: 'mail.example.com'}, 587],
	['192.0.2.1', {kind: 'host', host: '192.0.2.1'}, undefined],
	['192.0.2.1:2525', {kind: 'host', host: '192.0.2.1'}, 2525],
	['[2001:db8::1]:25', {kind: 'host', host: '2001:db8::1'}, 25],
	['2001:db8::1', {kind: 'host', host: '2001:db8::1'}, undefined],
	['localhost', {kind: 'host', host: 'localhost'}, undefined],
	['mäil.example', {kind: 'host', host: 'xn--mil-qla.example'}, undefined],
	[
		'ada@example.com',
		{kind: 'mailbox', address: 'ada@example.com', domain: 'example.com'},
		undefined,
	],
	['ada@[192.0.2.1]', {kind: 'host', host: '192.0.2.1'}, undefined],
])('%s is understood', (text, target, port) => {
	const parsed = parseTarget(text);
	expect(parsed.target).toMatchObject(
		'host' in target ? {...target, host: target.host.replace(/\.$/, '')} : target,
	);
	expect(parsed.port).toBe(port);
});

test('with --mx a name is a domain', () => {
	expect(parseTarget('example.com', true).target).toEqual({kind: 'domain', domain: 'example.com'});
	expect(() => parseTarget('192.0.2.1', true)).toThrow(/no domain/);
});

test.each([
	['', /no target/],
	['mail.example.com:0', /1 to 65535/],
	['mail.example.com:99999', /1 to 65535/],
	['300.1.1.1', /no target/],
	['1.2.3', /no target/],
	['a b', /no target/],
	['-x', /no target/],
	['mail.example.com; reboot', /no target/],
	['$(reboot)', /no target/],
	['smtp://mail.example.com', /leave “smtp:\/\/” away/],
	['@example.com', /no mail address/],
	['ada@', /no mail address/],
	['a da@example.com', /no mail address/],
	['ada@example.com\r\nRCPT TO:<x@y>', /no mail address/],
	['[2001:db8::1', /no target/],
])('%j is refused with what would be right', (text, message) => {
	expect(() => parseTarget(text)).toThrow(message);
	expect(() => parseTarget(text)).toThrow(UsageError);
});

test('no text that is accepted can break out of an SMTP command', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), fc.string({unit: 'binary'}), (local, domain) => {
			let address: string;
			try {
				({address} = parseMailbox(`${local}@${domain}`));
			} catch (error) {
				expect(error).toBeInstanceOf(UsageError);
				return;
			}

			expect(address).not.toMatch(/\p{Cc}|>$/u);
		}),
	);
});

test('quoted local parts and internationalised mailboxes are taken', () => {
	expect(parseMailbox('"a b"@example.com').address).toBe('"a b"@example.com');
	expect(parseMailbox('jürgen@bücher.example').address).toBe('jürgen@xn--bcher-kva.example');
});
