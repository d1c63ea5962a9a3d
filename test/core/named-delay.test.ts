import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {countdown, namedDelay, spanOf, typedDelay} from '../../source/core/named-delay.ts';

const minutes = (count: number) => count * 60_000;

test.each([
	['451 4.7.1 Greylisting in action, please come back in 00:05:00', minutes(5)],
	['450 <a@b.example>: Recipient address rejected: Greylisted for 300 seconds', minutes(5)],
	['450 4.2.0 Greylisted, see http://postgrey.example/help (try again in 00:01:10)', 70_000],
	['452 4.3.1 Too many messages in 60 minutes, try again in 2 hours', minutes(120)],
	['421 4.7.0 Rate limit of 100 per 10 min exceeded. Please wait 90s.', 90_000],
	['451 4.7.1 Greylisted; 42 seconds left', 42_000],
	['450 4.7.1 Bitte in 15 Minuten erneut versuchen', minutes(15)],
	['450 4.7.1 Veuillez réessayer dans 3 minutes', minutes(3)],
	['451 4.7.1 请在 5 分钟 后重试', minutes(5)],
	['451 First contact, retry after 1:30', 90_000],
	['451 4.7.1 Service unavailable - try again in 5-minutes', minutes(5)],
])('%s', (reply, milliseconds) => {
	expect(namedDelay(reply)).toBe(milliseconds);
});

test.each([
	'452 4.2.1 Too many messages in 60 minutes',
	'450 4.3.2 Service currently unavailable',
	'421 4.7.0 10 connections in 60 seconds is the limit. Come back later.',
	'451 4.7.1 Please try again after 12:30:00 UTC',
	'451 4.7.1 try again later [2026-11-23T12:30:45.000Z 08DC853B9232A86]',
	'451 try again in 0 seconds',
	'421 192.0.2.10 try again',
])('%s names no time', reply => {
	expect(namedDelay(reply)).toBeUndefined();
});

describe('a time that is typed', () => {
	test.each([
		['5', minutes(5)],
		['0.5', 30_000],
		[' 90 s ', 90_000],
		['2 min', minutes(2)],
		['1h', minutes(60)],
		['5:30', 330_000],
		['00:05:00', minutes(5)],
	])('%s', (text, milliseconds) => {
		expect(typedDelay(text)).toBe(milliseconds);
	});

	test.each(['', 'soon', '-5', '5 5', '5 apples', '1 min please', '5,5'])('not %s', text => {
		expect(typedDelay(text)).toBeUndefined();
	});
});

test('a span and a countdown for people', () => {
	expect(spanOf(312_400)).toBe('5 min 12 s');
	expect(spanOf(minutes(60))).toBe('1 h');
	expect(spanOf(20)).toBe('1 s');
	expect(countdown(247_000)).toBe('4:07');
	expect(countdown(minutes(62) + 3000)).toBe('1:02:03');
	expect(countdown(-1)).toBe('0:00');
});

test('any time that is shown can be typed again', () => {
	fc.assert(
		fc.property(fc.integer({min: 0, max: 359_999}), seconds => {
			expect(typedDelay(countdown(seconds * 1000))).toBe(seconds * 1000);
		}),
	);
});

test('whatever a server says, it takes no time to read', () => {
	fc.assert(
		fc.property(fc.string({unit: 'grapheme', maxLength: 2000}), text => {
			const delay = namedDelay(text);
			expect(delay === undefined || delay > 0).toBe(true);
		}),
	);
});
