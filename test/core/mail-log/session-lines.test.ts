// Which lines of a log belong to our own connection, and that nobody else's do.
import {expect, test} from 'vitest';
import {logEvents} from '../../../source/core/mail-log/log-events.ts';
import {readLogLines} from '../../../source/core/mail-log/log-line.ts';
import {ownLines, type OwnTraits} from '../../../source/core/mail-log/session-lines.ts';
import {startFailure, withoutMended} from '../../../source/core/mail-log/start-failure.ts';

const today = new Date('2026-11-26T14:00:00Z');
const eventsOf = (lines: readonly string[]) => logEvents(readLogLines(lines.join('\n'), today));
const traits: OwnTraits = {
	client: '192.0.2.10',
	helo: 'app.example.net',
	sender: 'bob@app.test',
	recipient: 'eve@elsewhere.test',
	refusal: '',
	queueId: '',
};

const smtpd = (pid: number, text: string) => `Nov 26 10:00:00 mail postfix/smtpd[${pid}]: ${text}`;
const reject = (client: string, helo: string) =>
	`NOQUEUE: reject: RCPT from ${client}: 554 5.7.1 <eve@elsewhere.test>: Relay access denied; from=<bob@app.test> to=<eve@elsewhere.test> proto=ESMTP helo=<${helo}>`;

test('of several connections at once, the lines of ours are taken, and no others', () => {
	const events = eventsOf([
		smtpd(1, 'connect from app.example.net[192.0.2.10]'),
		smtpd(2, 'connect from other.test[203.0.113.9]'),
		smtpd(2, '4BEF15B: client=other.test[203.0.113.9]'),
		smtpd(1, reject('app.example.net[192.0.2.10]', 'app.example.net')),
		smtpd(
			2,
			'disconnect from other.test[203.0.113.9] ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5',
		),
		smtpd(
			1,
			'disconnect from app.example.net[192.0.2.10] ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4',
		),
	]);
	const own = ownLines(events, {
		...traits,
		refusal: '5.7.1 <eve@elsewhere.test>: Relay access denied',
	});
	expect(own.map(({pid}) => pid)).toEqual([1, 1, 1]);
});

test('behind NAT the HELO name and the envelope tell our connection', () => {
	const events = eventsOf([
		smtpd(1, 'connect from gateway.test[198.51.100.1]'),
		smtpd(1, reject('gateway.test[198.51.100.1]', 'somebody.test')),
		smtpd(2, 'connect from gateway.test[198.51.100.1]'),
		smtpd(2, reject('gateway.test[198.51.100.1]', 'app.example.net')),
	]);
	expect(ownLines(events, traits).map(({pid}) => pid)).toEqual([2, 2]);
});

test('a look whether the port is open is not taken for the dialogue', () => {
	const events = eventsOf([
		smtpd(1, 'connect from app.example.net[192.0.2.10]'),
		smtpd(1, 'disconnect from app.example.net[192.0.2.10] ehlo=1 quit=1 commands=2'),
		smtpd(2, 'connect from app.example.net[192.0.2.10]'),
		smtpd(2, 'disconnect from app.example.net[192.0.2.10] commands=0/0'),
	]);
	expect(ownLines(events, traits).map(({pid}) => pid)).toEqual([1, 1]);
});

test.each([
	[
		'Exim',
		'2026-11-26 10:00:00 H=app.example.net [192.0.2.10] F=<bob@app.test> rejected RCPT <eve@elsewhere.test>: relay not permitted',
		'2026-11-26 10:00:00 H=other.test [203.0.113.9] F=<x@other.test> rejected RCPT <eve@elsewhere.test>: relay not permitted',
		'relay not permitted',
	],
	[
		'Sendmail, a rule',
		'Nov 26 10:00:00 mail sm-mta[1]: 6AQC2E8b000172: ruleset=check_rcpt, arg1=<eve@elsewhere.test>, relay=app.example.net [192.0.2.10], reject=550 5.7.1 <eve@elsewhere.test>... Relaying denied',
		'Nov 26 10:00:00 mail sm-mta[1]: 6AQC2E8b000173: ruleset=check_rcpt, arg1=<eve@elsewhere.test>, relay=other.test [203.0.113.9], reject=550 5.7.1 <eve@elsewhere.test>... Relaying denied',
		'5.7.1 <eve@elsewhere.test>... Relaying denied',
	],
	[
		'Sendmail, an unknown user',
		'Nov 26 10:00:00 mail sm-mta[1]: 6AQC2E8b000172: <eve@elsewhere.test>... User unknown',
		'Nov 26 10:00:00 mail sm-mta[1]: 6AQC2E8b000172: <other@elsewhere.test>... User unknown',
		'5.1.1 <eve@elsewhere.test>... User unknown',
	],
	[
		'OpenSMTPD',
		'Nov 26 10:00:00 mail smtpd[1]: 2b23a5f0d2d22567 smtp connected address=192.0.2.10 host=app.example.net',
		'Nov 26 10:00:00 mail smtpd[1]: 2b23a5f0d2d22568 smtp connected address=203.0.113.9 host=other.test',
		'Invalid recipient',
	],
])('%s: our line is taken, and nobody else’s', (_, own, other, refusal) => {
	const found = ownLines(eventsOf([own, other]), {...traits, refusal});
	expect(found).toEqual(readLogLines(own, today));
});

test('where nothing is ours, nothing is shown', () => {
	const events = eventsOf([
		smtpd(2, 'connect from other.test[203.0.113.9]'),
		smtpd(2, reject('other.test[203.0.113.9]', 'other.test').replaceAll('bob@', 'x@')),
	]);
	expect(ownLines(events, traits)).toEqual([]);
});

test('the last words of a server count until it has started again', () => {
	const fatal =
		"Nov 26 10:00:01 mail postfix[2]: fatal: /etc/postfix/main.cf, line 50: missing '=' after attribute name";
	const started =
		'Nov 26 10:00:02 mail postfix/master[3]: daemon started -- version 3.7.11, configuration /etc/postfix';
	expect(startFailure(eventsOf([fatal]))?.text).toContain('line 50');
	expect(startFailure(eventsOf([fatal, started]))).toBeUndefined();
	expect(startFailure(eventsOf([started, fatal]))?.text).toContain('line 50');
	const answer =
		'Nov 26 10:00:03 mail postfix/postfix-script[9]: fatal: the Postfix mail system is not running';
	expect(startFailure(eventsOf([started, answer]))).toBeUndefined();
	const command =
		'Nov 26 10:00:03 mail postfix/postmap[9]: fatal: open /etc/postfix/none: No such file or directory';
	expect(startFailure(eventsOf([started, command]))).toBeUndefined();
});

test('the last words of a process count until another one serves, or the settings are read again', () => {
	const fatal = smtpd(1, 'fatal: no SASL authentication mechanisms');
	const again = smtpd(2, 'connect from other.test[203.0.113.9]');
	const reloaded =
		'Nov 26 10:00:02 mail postfix/postfix-script[3]: refreshing the Postfix mail system';
	const failureIn = (lines: readonly string[], isOfRun = false) =>
		startFailure(withoutMended(eventsOf(lines), () => isOfRun))?.text;
	expect(failureIn([again, fatal])).toContain('no SASL');
	expect(failureIn([fatal, again])).toBeUndefined();
	expect(failureIn([fatal, reloaded])).toBeUndefined();
	expect(failureIn([fatal, again], true)).toContain('no SASL');
});
