// The queues of four real servers, as their own programs list them.
import {readFileSync} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {readEximQueue} from '../../../source/core/queue/exim-queue.ts';
import {readSmtpctlQueue} from '../../../source/core/queue/opensmtpd-queue.ts';
import {readPostqueue, readPostqueueJson} from '../../../source/core/queue/postfix-queue.ts';
import {groupQueue, reasonsIn, summarizeQueue} from '../../../source/core/queue/queue-groups.ts';
import {
	ageOfDate,
	readClock,
	type QueuedMessage,
	type ServerClock,
} from '../../../source/core/queue/queued-message.ts';
import {readSendmailQueue} from '../../../source/core/queue/sendmail-queue.ts';
import {classify} from '../../../source/failure-wiring.ts';
import {howFailed, questionAbout} from '../../../source/core/mail-log/how-failed.ts';

const clock: ServerClock = {now: Date.UTC(2026, 10, 26, 12, 10) / 1000, offset: 0};
const recorded = (name: string) =>
	readFileSync(path.join(import.meta.dirname, `recorded/${name}.txt`), 'utf8');

const found = new Map([['1xWYBm-00008h-22', '450 4.2.0 Greylisted']]);
const readers: ReadonlyArray<
	readonly [string, (text: string) => readonly QueuedMessage[], number]
> = [
	['postqueue-j', text => readPostqueueJson(text, clock), 9],
	['postqueue-p', text => readPostqueue(text, clock), 9],
	['exim-bp', text => readEximQueue(text, found), 9],
	['smtpctl-show-queue', text => readSmtpctlQueue(text, clock), 7],
	['mailq', text => readSendmailQueue(text, clock), 8],
	['mailq-v', text => readSendmailQueue(text, clock), 8],
];

test.each(readers)('%s: each message once, with who waits for it', (name, read, count) => {
	const messages = read(recorded(name));
	expect(messages).toHaveLength(count);
	expect(new Set(messages.map(({id}) => id)).size).toBe(count);
	for (const {recipients, age, sender} of messages) {
		expect(recipients).toHaveLength(1);
		expect(age).toBeLessThan(900);
		expect(['', 'bob@app.test']).toContain(sender);
	}

	const grey = messages.filter(m => m.recipients[0]?.address === 'grey@elsewhere.test');
	expect(grey.length).toBeGreaterThan(0);
	expect(grey[0]).toMatchObject({state: 'deferred', sender: 'bob@app.test'});
});

test.each(readers)('%s: whatever the text, it is read without a fault', (name, read) => {
	const text = recorded(name);
	fc.assert(
		fc.property(fc.nat(text.length), fc.nat(40), fc.string(), (from, length, more) => {
			read(text.slice(0, from) + more + text.slice(from + length));
		}),
	);
});

test('Postfix’s two listings say the same', () => {
	const [json, plain] = [
		readPostqueueJson(recorded('postqueue-j'), clock),
		readPostqueue(recorded('postqueue-p'), clock),
	];
	const byId = (messages: readonly QueuedMessage[]) =>
		new Map(messages.map(message => [message.id, message]));
	expect(byId(plain)).toEqual(byId(json));
	expect(summarizeQueue(json)).toEqual({messages: 9, deferred: 8, held: 1, oldest: 520});
});

test('what is deferred is grouped by the class of the reason and by destination', () => {
	const messages = readPostqueueJson(recorded('postqueue-j'), clock);
	const classes = new Map(
		reasonsIn(messages).map(text => [text, classify(questionAbout(text)).class]),
	);
	const groups = groupQueue(messages, classes);
	const of = (by: string) =>
		groups.filter(group => group.by === by).map(({name, count}) => [name, count]);
	expect(of('reason')).toEqual([
		['refused', 4],
		['greylisted', 3],
		['timeout', 1],
	]);
	expect(of('destination')).toEqual([
		['elsewhere.test', 3],
		['app.test', 3],
		['refused.test', 1],
		['silent.test', 1],
	]);
	expect(groups.every(({reason}) => !/\w@/.test(reason))).toBe(true);
});

test('mail that a person must act on is held', () => {
	const frozen =
		'25h  2.9K 0t5C6f-0000c8-00 (Debian-exim) <ada@example.test> *** frozen ***\n          bob@b.test\n';
	expect(readEximQueue(frozen, new Map())).toMatchObject([
		{state: 'held', age: 90_000, sender: 'ada@example.test'},
	]);
	const since497 = ' 4m   436 1tBmFb-000000000rJ-2y4K <bob@app.test>\n          grey@b.test\n';
	expect(readEximQueue(since497, new Map())).toMatchObject([{id: '1tBmFb-000000000rJ-2y4K'}]);
});

test('ages are reckoned by the server’s own clock and zone', () => {
	const there = readClock('1795694700 +0200\n');
	expect(there).toEqual({now: 1_795_694_700, offset: 7200});
	expect(readClock('Thu Nov 26')).toBeUndefined();
	const local = {now: Date.UTC(2027, 0, 1, 0, 30) / 1000, offset: 3600};
	expect(ageOfDate('Thu Dec 31 23:30:00', local)).toBe(7200);
	expect(ageOfDate('Fri Jan  1 01:29', local)).toBe(60);
	expect(ageOfDate('yesterday', local)).toBeNull();
});

test.each([
	['connect to mx.b.test[192.0.2.2]:25: Connection refused', 'refused'],
	['connect to mx.b.test[192.0.2.2]:25: Connection timed out', 'timeout'],
	['connect to mx.b.test[2001:db8::2]:25: Network is unreachable', 'unreachable'],
	['connect to mx.b.test[192.0.2.2]:25: No route to host', 'unreachable'],
	[
		'host mx.b.test[192.0.2.2] said: 450 4.2.0 <a@b.test>: Greylisted (in reply to RCPT TO command)',
		'said',
	],
	[
		'Host or domain name not found. Name service error for name=b.test type=MX: Host not found, try again',
		'dns',
	],
	['lost connection with mx.b.test[192.0.2.2] while receiving the initial server greeting', 'lost'],
	[
		'SASL authentication failed; server relay.b.test[192.0.2.2] said: 535 5.7.8 Error: authentication failed',
		'login',
	],
	['Cannot start TLS: handshake failure', 'tls'],
	['TLS is required, but was not offered by host mx.b.test[192.0.2.2]', 'tls'],
	['host mx.b.test[192.0.2.2] said: 421 4.4.2 Timeout while waiting for command', 'said'],
	['Connection refused by mx.b.test.', 'refused'],
	['Network error on destination MXs: Connection timeout', 'timeout'],
	['retry time not reached for any host for ‘b.test’; before: Connection refused', 'refused'],
	[
		'Connection timed out H=mx.b.test [192.0.2.2]: SMTP timeout after initial connection',
		'timeout',
	],
])('%s: %s', (reason, how) => {
	expect(howFailed(reason, classify(questionAbout(reason)).class, '')).toBe(how);
});
