// Where each message of a recorded log is: the same eleven messages, sent through four real servers.
import {readFileSync} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {LogEvent} from '../../../source/core/mail-log/log-event.ts';
import {logEvents} from '../../../source/core/mail-log/log-events.ts';
import {readLogLines} from '../../../source/core/mail-log/log-line.ts';
import {seekMessages} from '../../../source/core/mail-log/seek.ts';
import {followMessage, type Fate} from '../../../source/core/mail-log/trail.ts';

const today = new Date('2026-11-26T14:00:00Z');
const servers = ['postfix', 'exim', 'sendmail', 'opensmtpd'] as const;

function recorded(server: (typeof servers)[number]): string {
	return readFileSync(path.join(import.meta.dirname, `recorded/${server}.log`), 'utf8');
}

const eventsOf = (text: string) => logEvents(readLogLines(text, today));

/** The fate of the first message to this recipient. */
function fateOf(recipient: string, events: readonly LogEvent[]): Fate | undefined {
	const sought = {by: 'address', address: recipient, around: undefined} as const;
	const id = seekMessages(sought, events).at(-1) ?? '';
	return followMessage(id, events).fates.find(fate => fate.recipient === recipient);
}

const expected = [
	['ada@example.test', 'delivered', /./],
	['eve@elsewhere.test', 'passed-on', /queued as/],
	['grey@elsewhere.test', 'deferred', /450 4\.2\.0 .*Greylisted/],
	['full@elsewhere.test', 'bounced', /552 5\.2\.2 .*Mailbox full/],
	['spam@elsewhere.test', 'bounced', /554 5\.7\.1 .*rejected as spam/],
	['x@refused.test', 'deferred', /Connection refused/],
	['x@silent.test', 'deferred', /Connection time(?:d out|out)/],
	['x@nx.invalid', 'bounced', /Host not found|Unrouteable|Host unknown|Domain does not exist/],
] as const;

test.each(servers.flatMap(server => expected.map(row => [server, ...row] as const)))(
	'%s: what was for %s is %s',
	(server, recipient, where, reason) => {
		const events = eventsOf(recorded(server));
		const fate = fateOf(recipient, events);
		expect(fate).toMatchObject({where});
		if (where !== 'delivered') {
			expect(fate?.reason).toMatch(reason);
		}

		expect(fate?.line?.text).toContain(recipient);
	},
);

test.each(servers)('%s: the next server is named where there was one', server => {
	const events = eventsOf(recorded(server));
	expect(fateOf('grey@elsewhere.test', events)?.relay).toContain('mx2.example.test[203.0.113.26]');
	expect(fateOf('eve@elsewhere.test', events)?.next).toMatch(/^[\dA-F]{7}$/);
});

test.each(servers)('%s: three recipients of one message have their own ends', server => {
	const events = eventsOf(recorded(server));
	const trails = events
		.filter(event => event.kind === 'accepted')
		.map(({queueId}) => followMessage(queueId, events));
	const three = trails.find(({fates}) => fates.length === 3);
	expect(new Map(three?.fates.map(({recipient, where}) => [recipient, where]))).toEqual(
		new Map([
			['ada@example.test', 'delivered'],
			['grey@elsewhere.test', 'deferred'],
			['eve@elsewhere.test', 'passed-on'],
		]),
	);
});

test.each(['postfix', 'exim', 'sendmail'] as const)(
	'%s: a bounced message names its bounce, and that can be followed, too',
	server => {
		const events = eventsOf(recorded(server));
		const sought = {by: 'address', address: 'full@elsewhere.test', around: undefined} as const;
		const {bounceId} = followMessage(seekMessages(sought, events)[0] ?? '', events);
		expect(followMessage(bounceId, events).fates).toMatchObject([
			{recipient: 'bob@app.test', where: 'deferred'},
		]);
	},
);

test('a content filter that hands a message back gives it a second id, and the trail goes on', () => {
	const events = eventsOf(recorded('postfix'));
	const first = events.find(
		e => e.kind === 'accepted' && e.line.program === 'postfix/in/smtpd',
	) as Extract<LogEvent, {kind: 'accepted'}>;
	const trail = followMessage(first.queueId, events);
	expect(trail.queueIds).toHaveLength(2);
	expect(trail.fates).toMatchObject([
		{recipient: 'eve@elsewhere.test', where: 'passed-on', queueId: trail.queueIds[1]},
	]);
	expect(trail.settled).toBe(true);
	expect(trail.lines.some(({text}) => text.includes('10026'))).toBe(true);
});

test('what header checks and transports do without a word is found', () => {
	const events = eventsOf(recorded('postfix'));
	const actions = events.filter(event => event.kind === 'action');
	expect(actions.map(({action, reason}) => [action, reason])).toEqual([
		['discarded', 'discard: header Subject: throwaway: unwanted'],
		['held', 'hold: header Subject: holdit: look at it'],
	]);
	for (const {queueId, action} of actions) {
		expect(followMessage(queueId, events).fates).toMatchObject([{where: action}]);
	}

	expect(fateOf('x@dis.test', events)).toMatchObject({where: 'discarded', reason: 'gone'});
	const exim = eventsOf(recorded('exim'));
	expect(exim.filter(event => event.kind === 'action')).toMatchObject([
		{action: 'discarded', reason: 'blackhole (DATA ACL discarded recipients): unwanted'},
	]);
});

const postfixLine = (time: string, rest: string) => `Nov 26 ${time} mail postfix/${rest}`;

test('a short queue id that Postfix gives a second time is not taken for the first message', () => {
	const text = [
		postfixLine('10:00:00', 'smtpd[1]: 4BEF15B: client=a.test[192.0.2.1]'),
		postfixLine(
			'10:00:00',
			'smtp[2]: 4BEF15B: to=<old@a.test>, relay=none, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (no)',
		),
		postfixLine('10:00:00', 'qmgr[3]: 4BEF15B: removed'),
		postfixLine('11:00:00', 'smtpd[1]: 4BEF15B: client=b.test[192.0.2.2]'),
		postfixLine(
			'11:00:00',
			'local[2]: 4BEF15B: to=<new@b.test>, relay=local, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (delivered to mailbox)',
		),
	].join('\n');
	const {fates, lines} = followMessage('4BEF15B', eventsOf(text));
	expect(fates).toMatchObject([{recipient: 'new@b.test', where: 'delivered'}]);
	expect(lines).toHaveLength(2);
});

const told = [
	[
		'postfix/cleanup[1]: 4BEF15B: milter-discard: END-OF-MESSAGE from a.test[192.0.2.1]: milter triggers DISCARD action; from=<a@a.test> to=<b@b.test> proto=ESMTP helo=<a.test>',
		'filtered',
	],
	[
		'postfix/smtp[1]: 4BEF15B: to=<b@b.test>, relay=127.0.0.1[127.0.0.1]:10024, delay=0.4, delays=0/0/0/0.4, dsn=2.7.0, status=sent (250 2.7.0 Ok, discarded, id=00012-01 - spam)',
		'filtered',
	],
	['postfix/postsuper[1]: 4BEF15B: removed', 'deleted'],
	[
		"postfix/lmtp[1]: 4BEF15B: to=<b@b.test>, relay=mail[private/dovecot-lmtp], delay=0.4, delays=0/0/0/0.4, dsn=2.0.0, status=sent (250 2.0.0 <b@b.test> x1 Saved)\nNov 26 10:00:02 mail dovecot: lmtp(b@b.test)<1><x1>: sieve: msgid=<m1@a.test>: stored mail into mailbox 'Junk'",
		'filtered',
	],
	[
		'postfix/lmtp[1]: 4BEF15B: to=<b@b.test>, relay=mail[private/dovecot-lmtp], delay=0.4, delays=0/0/0/0.4, dsn=2.0.0, status=sent (250 2.0.0 <b@b.test> x1 Saved)\nNov 26 10:00:02 mail dovecot: lmtp(b@b.test)<1><x1>: sieve: msgid=<m1@a.test>: saved mail to INBOX',
		'delivered',
	],
	[
		'postfix/smtp[1]: 4BEF15B: to=<b@b.test>, relay=none, delay=400000, delays=0/0/0/1, dsn=4.4.1, status=deferred (connect to b.test[192.0.2.2]:25: Connection timed out)\nNov 26 10:00:02 mail postfix/qmgr[1]: 4BEF15B: from=<a@a.test>, status=expired, returned to sender',
		'bounced',
	],
] as const;

test.each(told)('%s means %s', (line, where) => {
	const text = [
		postfixLine('10:00:00', 'smtpd[1]: 4BEF15B: client=a.test[192.0.2.1]'),
		postfixLine('10:00:00', 'cleanup[1]: 4BEF15B: message-id=<m1@a.test>'),
		`Nov 26 10:00:01 mail ${line}`,
	].join('\n');
	expect(followMessage('4BEF15B', eventsOf(text))).toMatchObject({fates: [{where}], settled: true});
});

test('what has not been tried yet is waiting, and the trail is not settled', () => {
	const text = postfixLine('10:00:00', 'smtpd[1]: 4BEF15B: client=a.test[192.0.2.1]');
	expect(followMessage('4BEF15B', eventsOf(text))).toMatchObject({
		fates: [{where: 'waiting'}],
		settled: false,
	});
});

test('a message is found by its id, its Message-ID, or an address and a time', () => {
	const events = eventsOf(recorded('postfix'));
	const [event] = events.filter(e => e.kind === 'message-id');
	const id = event?.queueId ?? '';
	const messageId = event?.messageId ?? '';
	for (const sought of [id, messageId, messageId.slice(1, -1)]) {
		expect(seekMessages({by: 'id', id: sought}, events)).toEqual([id]);
	}

	const address = 'ADA@example.test';
	const at = event?.line.at ?? 0;
	expect(seekMessages({by: 'address', address, around: at}, events)[0]).toBe(id);
	expect(seekMessages({by: 'address', address, around: at + 3_600_000}, events)).toEqual([]);
	expect(seekMessages({by: 'id', id: '4BEF15C'}, events)).toEqual([]);
});

test('of another message’s deferral nothing is shown but its reason without mailboxes', () => {
	const text = [
		'2026-11-26 12:00:00 1xWYBn-000000-00 == eve@b.test R=dnslookup T=remote_smtp defer (-44) H=mx.b.test [192.0.2.2]: SMTP error from remote mail server after RCPT TO:<eve@b.test>: 450 4.2.0 <eve@b.test>: later',
		'2026-11-26 12:00:01 1xWYBn-000001-00 <= a@a.test H=a.test [192.0.2.1] P=esmtp S=9',
		"2026-11-26 12:00:01 1xWYBn-000001-00 == bob@b.test R=dnslookup T=remote_smtp defer (-54): retry time not reached for any host for 'b.test'",
	].join('\n');
	const [fate] = followMessage('1xWYBn-000001-00', eventsOf(text)).fates;
	expect(fate?.reason).toContain('450 4.2.0');
	expect(JSON.stringify(fate)).not.toContain('eve@');
});

test('no text breaks the reading of a log, and nothing comes from a line that is not in it', () => {
	const pieces = servers.flatMap(server => recorded(server).split('\n'));
	const line = fc.oneof(
		fc.constantFrom(...pieces),
		fc.string(),
		fc.tuple(fc.constantFrom(...pieces), fc.nat(200), fc.string()).map(([text, at, more]) => {
			return text.slice(0, at) + more + text.slice(at);
		}),
	);
	fc.assert(
		fc.property(fc.array(line, {maxLength: 30}), fc.string(), (lines, id) => {
			const events = eventsOf(lines.join('\n'));
			const ids = events.flatMap(event => ('queueId' in event ? [event.queueId] : []));
			for (const one of [id, ...ids]) {
				const trail = followMessage(one, events);
				expect(trail.fates.length).toBeGreaterThan(0);
				expect(trail.lines.every(({text}) => text.length <= 4096)).toBe(true);
			}
		}),
	);
});
