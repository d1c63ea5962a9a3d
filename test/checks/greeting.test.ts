// The greeting: waited for to its last line, whatever it is and however it comes.
import {expect, test} from 'vitest';
import {optionsFor, runSession} from '../helpers/run-session.ts';
import {startScriptServer, type Peer} from '../helpers/script-server.ts';
import {smtp} from '../helpers/smtp-script.ts';

test('nothing is said before the last line of a greeting that pauses between its lines', async () => {
	const early: string[] = [];
	const server = await startScriptServer(
		smtp({
			async greeting(peer) {
				await peer.say('220-mail.example.test ESMTP\r\n');
				await peer.pause(300);
				early.push(...server.packets);
				await peer.say('220-still waiting\r', '\n22', '0 mail.example.test');
				early.push(...server.packets);
				return ' ready';
			},
		}),
	);
	const {result, observed} = await runSession(optionsFor(server.port));
	expect(early).toEqual([]);
	expect(result).toMatchObject({outcome: 'healthy'});
	expect(observed('smtp.greeting')[0]?.reply.text).toBe(
		'mail.example.test ESMTP\nstill waiting\nmail.example.test ready',
	);
	expect(server.heard[0]).toBe('EHLO client.example.test');
});

test('where patience ends within the greeting, nothing is said either, not even QUIT', async () => {
	const server = await startScriptServer(async peer => {
		await peer.say('220-please wait\r\n');
	});
	const {result, lines} = await runSession(optionsFor(server.port, {patience: 300, timeout: 300}));
	expect(result).toMatchObject({outcome: 'problem', class: 'no-banner', stage: 'banner'});
	await server.idle();
	// The second connection tries TLS: a ClientHello is no SMTP
	expect(server.heard.filter(line => /^[A-Z]{4}/.test(line))).toEqual([]);
	expect(lines).toContain('S 220-please wait');
	expect(lines).not.toContain('C QUIT');
});

test('patience counts from the connection: bytes that trickle in do not start it again', async () => {
	const server = await startScriptServer(async peer => {
		do {
			await peer.say('2');
		} while (await peer.pause(20));
	});
	const {result, observed} = await runSession(
		optionsFor(server.port, {patience: 400, timeout: 300}),
	);
	expect(result).toMatchObject({class: 'no-banner', stage: 'banner'});
	const [facts] = observed('smtp.no-greeting');
	expect(facts?.waited).toBeGreaterThanOrEqual(400);
});

test.each([
	['554 5.7.1 mail.example.test no service for you', 'banner'],
	['421 4.3.2 mail.example.test all server ports are busy', 'banner'],
	['521 mail.example.test does not accept mail', 'banner'],
])('the greeting %j is a refusal with the words of the server', async (greeting, stage) => {
	const server = await startScriptServer(smtp({greeting}));
	const {result, observed, lines} = await runSession(optionsFor(server.port));
	expect(result).toMatchObject({outcome: 'problem', stage});
	expect(observed('smtp.refusal')[0]).toMatchObject({
		code: Number(greeting.slice(0, 3)),
		temporary: greeting.startsWith('4'),
	});
	expect(result.summary).toContain(greeting.slice(4).replace(/^\d\.\d\.\d /, ''));
	if (greeting.startsWith('4')) {
		expect(result.summary).toContain('temporary');
	}

	// A server that refuses is left as RFC 5321 3.1 wants it
	expect(lines).toContain('C QUIT');
	await server.idle();
	expect(server.heard).toEqual(['QUIT']);
});

test.each([
	['SSH-2.0-OpenSSH_9.2p1 Debian', 'SSH'],
	['+OK Dovecot ready.', 'POP3'],
	['* OK [CAPABILITY IMAP4rev1] ready', 'IMAP'],
	['HTTP/1.1 400 Bad Request', 'HTTP'],
	['\u0000\u0001\u0002garbage', 'another service'],
])('%j is no SMTP server but %s', async (banner, looksLike) => {
	const server = await startScriptServer(async peer => {
		await peer.say(`${banner}\r\n`);
	});
	const {result, observed} = await runSession(optionsFor(server.port));
	expect(result).toMatchObject({outcome: 'problem', class: 'not-smtp', stage: 'banner'});
	expect(observed('smtp.not-smtp')[0]?.looksLike).toBe(looksLike);
	await server.idle();
	expect(server.heard).toEqual([]);
});

test.each<[string, (peer: Peer) => void, string]>([
	['closes', peer => peer.close(), 'fin'],
	['resets', peer => peer.reset(), 'reset'],
])('a server that accepts and %s before a word', async (_, end, how) => {
	const server = await startScriptServer(async peer => end(peer));
	const {result, observed} = await runSession(optionsFor(server.port, {timeout: 500}));
	expect(result).toMatchObject({outcome: 'problem', class: 'reset-or-dropped', stage: 'banner'});
	expect(observed('smtp.closed')[0]).toMatchObject({stage: 'banner', how});
});

test('an endless greeting is bounded, and is no SMTP', async () => {
	let sent = 0;
	const line = `220-${'x'.repeat(500)}\r\n`;
	const server = await startScriptServer(async peer => {
		while (!peer.isGone && sent < 50_000_000) {
			await peer.say(line.repeat(100));
			sent += line.length * 100;
		}
	});
	const {result, events, observed} = await runSession(optionsFor(server.port));
	expect(result).toMatchObject({
		class: 'syntax-or-protocol',
		stage: 'banner',
		cause: 'malformed-reply',
	});
	expect(observed('smtp.malformed')[0]?.fault).toMatch(/too-many-lines|reply-too-long/);
	expect(events.filter(({type}) => type === 'line').length).toBeLessThan(600);
	expect(sent).toBeLessThan(20_000_000);
});

test('one endless line is bounded as well', async () => {
	const server = await startScriptServer(async peer => {
		await peer.say(`220 ${'x'.repeat(3_000_000)}`);
	});
	const {result, events, observed} = await runSession(optionsFor(server.port));
	expect(result).toMatchObject({class: 'syntax-or-protocol', stage: 'banner'});
	expect(observed('smtp.malformed')[0]?.fault).toBe('line-too-long');
	expect(JSON.stringify(events).length).toBeLessThan(200_000);
});

test('a late greeting is waited for, and is a warning', {timeout: 15_000}, async () => {
	const server = await startScriptServer(
		smtp({
			async greeting(peer) {
				await peer.pause(3200);
				return '220 mail.example.test at last';
			},
		}),
	);
	const {result} = await runSession(optionsFor(server.port, {patience: 10_000}));
	expect(result.outcome).toBe('healthy');
	expect(result.warnings.map(w => w.class)).toContain('slow');
	expect(server.connections).toBe(1);
});

test('what a server hides in its greeting is shown, and obeyed by nobody', async () => {
	const server = await startScriptServer(
		smtp({greeting: '220 mail.example.test \u001b[2J\u001b]0;owned\u0007\u009b31m \u202etxt.exe'}),
	);
	const {events} = await runSession(optionsFor(server.port));
	for (const event of events) {
		const texts: string[] = [];
		JSON.stringify(event, (_, value: unknown) => {
			if (typeof value === 'string') {
				texts.push(value);
			}

			return value;
		});
		for (const text of texts) {
			expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
		}
	}

	expect(events.some(e => e.type === 'line' && e.text.includes('\\x1b[2J'))).toBe(true);
});
