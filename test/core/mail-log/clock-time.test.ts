import {expect, test} from 'vitest';
import {clockTime, isClockTime} from '../../../source/core/mail-log/clock-time.ts';

/** The end of the log. */
const newest = Date.UTC(2026, 10, 26, 14, 0, 0);

test.each([
	['13:59', Date.UTC(2026, 10, 26, 13, 59)],
	['9:05:07', Date.UTC(2026, 10, 26, 9, 5, 7)],
	['14:29', Date.UTC(2026, 10, 26, 14, 29)],
	// What has not come yet was yesterday
	['14:31', Date.UTC(2026, 10, 25, 14, 31)],
	['2026-11-24 06:25', Date.UTC(2026, 10, 24, 6, 25)],
	// As the lines of a log have it
	['Nov 24 06:25:01', Date.UTC(2026, 10, 24, 6, 25, 1)],
	['Nov  4 06:25:01', Date.UTC(2026, 10, 4, 6, 25, 1)],
	['Dec 31 23:59', Date.UTC(2025, 11, 31, 23, 59)],
	['2026-11-24T06:25:01.123456+01:00', Date.UTC(2026, 10, 24, 6, 25, 1)],
])('%s', (text, at) => {
	expect(isClockTime(text)).toBe(true);
	expect(clockTime(text, newest)).toBe(at);
});

test.each(['', 'noon', '25:00', '14:60', '2026-13-01 14:30', '2026-02-30 14:30', 'Foo 12 14:30'])(
	'“%s” is no time',
	text => {
		expect(isClockTime(text)).toBe(false);
		expect(clockTime(text, newest)).toBeUndefined();
	},
);

test('without a log a time needs its date', () => {
	expect(clockTime('14:30', undefined)).toBeUndefined();
	expect(clockTime('2026-11-24 06:25', undefined)).toBe(Date.UTC(2026, 10, 24, 6, 25));
});
