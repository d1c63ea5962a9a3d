// The library: the same events as the program, and the same care with what goes into a command.
import {expect, test} from 'vitest';
import {UsageError} from '../source/core/usage-error.ts';
import {check, classify, explain, type CheckOptions, type SessionEvent} from '../source/index.ts';
import {certificates, startScriptServer} from './helpers/script-server.ts';
import {smtp} from './helpers/smtp-script.ts';

async function all(options: CheckOptions): Promise<SessionEvent[]> {
	const events: SessionEvent[] = [];
	for await (const event of check(options)) {
		events.push(event);
	}

	return events;
}

const quick = {timeout: 2000, patience: 2000, helo: 'client.example.test'};

test('it yields the events of a session, the result last', async () => {
	const server = await startScriptServer(
		smtp({RCPT: '554 5.7.1 <eve@example.test>: Relay access denied'}),
	);
	const events = await all({...quick, target: `127.0.0.1:${server.port}`, to: 'eve@example.test'});
	expect(events[0]?.type).toBe('session');
	expect(events.at(-1)).toMatchObject({type: 'result', outcome: 'problem', class: 'relay-denied'});
	await server.idle();
});

test('a password is used and shown nowhere', async () => {
	const server = await startScriptServer(
		smtp({
			EHLO: '250-mail.example.test\n250 STARTTLS',
			tls: '250-mail.example.test\n250 AUTH PLAIN',
		}),
	);
	const events = await all({
		...quick,
		target: `127.0.0.1:${server.port}`,
		user: 'ada@example.test',
		password: 'open sesame',
		ca: certificates.ca,
	});
	expect(events.at(-1)).toMatchObject({outcome: 'healthy'});
	expect(server.heard.some(line => line.startsWith('AUTH PLAIN '))).toBe(true);
	expect(JSON.stringify(events)).not.toContain('sesame');
});

test('a mailbox as the target is whom the mail is for, with an address in brackets too', async () => {
	const server = await startScriptServer(smtp());
	await all({...quick, target: 'eve@[127.0.0.1]', port: server.port});
	expect(server.heard).toContain('RCPT TO:<eve@[127.0.0.1]>');
});

test.each<[string, Partial<CheckOptions>]>([
	['a line break in the sender', {from: 'a@b.example\r\nRCPT TO:<x@y.example>'}],
	['a bracket in the sender', {from: 'a@b.example> SIZE=1'}],
	['a line break in the recipient', {to: 'a@b.example\nDATA'}],
	['NUL in the recipient', {to: 'a\0@b.example'}],
	['a line break in the name', {helo: 'a.example\r\nQUIT'}],
	['a line break in the user', {user: 'ada\r\nQUIT', password: 'x'}],
	['a line break in the name for TLS', {servername: 'a\r\nb'}],
	['a size that is none', {size: Number.NaN}],
	['a port that is none', {port: 70_000}],
	['a user without a password', {user: 'ada'}],
	['no patience', {patience: 0}],
	['a resolver by name', {dns: {address: 'resolver.example', port: 53}}],
	['a mechanism that is not known', {user: 'ada', password: 'x', auth: 'NTLM\r\nQUIT'}],
	['a password in plain text that nobody allowed', {user: 'ada', password: 'x', tls: 'none'}],
	['a message to nobody', {send: true}],
	['an address of the other family', {family: 6}],
])('%s is a UsageError in one line, and nobody is asked', async (_, more) => {
	const server = await startScriptServer(smtp());
	const asked = all({
		...quick,
		target: `127.0.0.1:${more.port === undefined ? server.port : ''}`.replace(/:$/, ''),
		...more,
	});
	await expect(asked).rejects.toThrow(UsageError);
	await expect(asked).rejects.toThrow(/^[^\r\n]+$/);
	expect(server.connections).toBe(0);
});

test('an abort ends it: the result is inconclusive', async () => {
	const server = await startScriptServer(async () => {});
	const controller = new AbortController();
	const events: SessionEvent[] = [];
	for await (const event of check({
		...quick,
		patience: 60_000,
		target: `127.0.0.1:${server.port}`,
		signal: controller.signal,
	})) {
		events.push(event);
		if (event.type === 'step-started' && event.step === 'greeting') {
			controller.abort();
		}
	}

	expect(events.at(-1)).toMatchObject({type: 'result', outcome: 'inconclusive'});
	await server.idle();
});

test('whoever stops reading ends the session', async () => {
	const server = await startScriptServer(async () => {});
	for await (const event of check({
		...quick,
		patience: 60_000,
		target: `127.0.0.1:${server.port}`,
	})) {
		if (event.type === 'step-started' && event.step === 'greeting') {
			break;
		}
	}

	await server.idle();
	expect(server.connections).toBe(1);
});

test('classify and explain answer without a network', () => {
	expect(
		classify({
			stage: 'rcpt',
			code: 554,
			enhanced: '5.7.1',
			text: '<x@y.example>: Relay access denied',
		}).class,
	).toBe('relay-denied');
	expect(classify({stage: 'connect', error: 'ECONNREFUSED'}).class).toBe('refused');
	expect(explain('454 4.7.1 <x@y.example>: Relay access denied')).toMatchObject({
		found: true,
		class: 'relay-denied',
		code: 454,
	});
});
