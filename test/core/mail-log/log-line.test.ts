import {expect, test} from 'vitest';
import {readLogLines} from '../../../source/core/mail-log/log-line.ts';

const today = new Date('2026-11-26T14:00:00Z');
const read = (text: string) => readLogLines(text, today);
const at = Date.UTC(2026, 10, 26, 11, 59, 46);
const text = '99EE353: client=app.example.test[192.0.2.10]';
const expected = {program: 'postfix/smtpd', pid: 175, text, at};

test.each([
	['syslog', `Nov 26 11:59:46 mail postfix/smtpd[175]: ${text}`],
	['BusyBox', `Nov 26 11:59:46 mail mail.info postfix/smtpd[175]: ${text}`],
	['rsyslog', `2026-11-26T11:59:46.123456+01:00 mail postfix/smtpd[175]: ${text}`],
	['journalctl -o short-iso', `2026-11-26T11:59:46+0100 mail postfix/smtpd[175]: ${text}`],
	['with a carriage return', `Nov 26 11:59:46 mail postfix/smtpd[175]: ${text}\r`],
	[
		'journalctl -o json',
		JSON.stringify({
			__REALTIME_TIMESTAMP: `${at}000`,
			SYSLOG_IDENTIFIER: 'postfix/smtpd',
			_PID: '175',
			MESSAGE: text,
		}),
	],
	[
		'journalctl -o json, where the message is bytes',
		JSON.stringify({
			__REALTIME_TIMESTAMP: `${at}000`,
			SYSLOG_IDENTIFIER: 'postfix/smtpd',
			SYSLOG_PID: '175',
			MESSAGE: [...new TextEncoder().encode(text)],
		}),
	],
])('%s', (_, line) => {
	expect(read(line)).toMatchObject([expected]);
});

const id = '1xWYBm-00008Z-02 Completed';

test.each([
	['mainlog', `2026-11-26 11:59:46 ${id}`, null],
	['with pid', `2026-11-26 11:59:46 [612] ${id}`, 612],
	['with time zone and milliseconds', `2026-11-26 11:59:46.123 +0100 [612] ${id}`, 612],
	['through syslog', `Nov 26 11:59:46 mail exim[612]: 2026-11-26 11:59:46 ${id}`, 612],
	['through syslog without its time', `Nov 26 11:59:46 mail exim[612]: ${id}`, 612],
])('Exim’s log: %s', (_, line, pid) => {
	expect(read(line)).toMatchObject([{program: 'exim', pid, text: id, at}]);
});

test('a time without a year is of the last one, where this year it would lie ahead', () => {
	const years = ['Dec 31 23:59:59', 'Nov 26 13:00:00', 'Nov 27 02:00:00'].map(time =>
		new Date(read(`${time} mail smtpd[1]: x`)[0]?.at ?? 0).getUTCFullYear(),
	);
	expect(years).toEqual([2025, 2026, 2026]);
});

test('what is no line of a log is left out', () => {
	expect(read('\n-- Journal begins at Tue --\n{"a":1}\n{broken\nhello: world\n')).toEqual([]);
});
