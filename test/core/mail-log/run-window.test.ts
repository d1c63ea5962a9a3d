// Which lines of a log were written in this run, whatever the server's clock and time zone.
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {readLogLines} from '../../../source/core/mail-log/log-line.ts';
import {runWindow, writtenIn} from '../../../source/core/mail-log/run-window.ts';

const began = Date.parse('2026-11-26T10:00:00.400Z');
const text = 'postfix/smtpd[1]: connect from app.example.net[192.0.2.10]';
const linesAt = (...times: readonly string[]) =>
	readLogLines(times.map(time => `${time} mail ${text}`).join('\n'), new Date(began));

/** What is told of lines with these times, three seconds after the run began, on this machine itself. */
function toldOf(times: readonly string[], offset = 0) {
	const now = Math.floor(began / 1000) + 3;
	const lines = linesAt(...times);
	return lines.map(writtenIn(lines, runWindow(began, {now, offset}, null)));
}

test('a line of the second in which the run began may be of it, an older one is not', () => {
	expect(toldOf(['Nov 26 09:59:59', 'Nov 26 10:00:00', 'Nov 26 10:00:02'])).toEqual([
		'before',
		'during',
		'during',
	]);
});

test('the server’s time zone counts, unless the line names its own', () => {
	expect(toldOf(['Nov 26 10:00:01', 'Nov 26 12:00:01'], 7200)).toEqual(['before', 'during']);
	expect(
		toldOf(['2026-11-26T09:00:01+00:00', '2026-11-26T05:00:01-0500', '2026-11-26T10:00:01Z'], 7200),
	).toEqual(['before', 'during', 'during']);
});

test('a log on another clock than the server’s tells nothing of its times', () => {
	const ahead = ['Nov 26 09:00:00', 'Nov 26 10:00:01']; // UTC, five hours east of the server
	expect(toldOf(ahead, -18_000)).toEqual(['unknown', 'unknown']);
	expect(toldOf(ahead, 7200)).toEqual(['unknown', 'unknown']);
});

test('without the server’s clock, nothing is told', () => {
	const lines = linesAt('Nov 26 10:00:01');
	expect(lines.map(writtenIn(lines, undefined))).toEqual(['unknown']);
	expect(writtenIn(lines, undefined)({time: '', at: null, program: '', pid: null, text})).toBe(
		'unknown',
	);
});

test('whatever the clock of another server says, its lines of the run are taken, and no older ones', () => {
	fc.assert(
		fc.property(
			fc.integer({min: -90_000_000, max: 90_000_000}),
			fc.integer({min: -12, max: 14}),
			fc.integer({min: 0, max: 5000}),
			fc.integer({min: 0, max: 400}),
			(ahead, hours, after, latency) => {
				const offset = hours * 3600;
				const answered = began + 5000 + latency;
				const clock = {now: Math.floor((began + 5000 + ahead) / 1000), offset};
				const window = runWindow(began, clock, answered);
				const lineAt = (moment: number) => ({
					time: 'a wall clock',
					at: Math.floor((moment + ahead) / 1000) * 1000 + offset * 1000,
					program: 'postfix/smtpd',
					pid: 1,
					text,
				});
				const told = (moment: number) => {
					const line = lineAt(moment);
					return writtenIn([line], window)(line);
				};

				expect(told(began + after)).toBe('during');
				expect(told(began - 4000)).not.toBe('during');
			},
		),
	);
});
