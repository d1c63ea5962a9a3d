import fc from 'fast-check';
import {expect, test} from 'vitest';
import {distance, nearest} from '../../source/core/nearest.ts';

test.each([
	['form', ['port', 'from', 'to'], 'from'],
	['chek', ['check', 'explain'], 'check'],
	['quarntine', ['none', 'quarantine', 'reject'], 'quarantine'],
	['mail.example.com', ['check', 'lab'], undefined],
])('by %s among %j %s is meant', (written, known, meant) => {
	expect(nearest(written, known, 3)).toBe(meant);
});

test('a distance is none to itself, the same both ways, and at most the longer word', () => {
	fc.assert(
		fc.property(fc.string({maxLength: 12}), fc.string({maxLength: 12}), (a, b) => {
			expect(distance(a, a)).toBe(0);
			expect(distance(a, b)).toBe(distance(b, a));
			expect(distance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
			expect(distance(a, b) === 0).toBe(a === b);
		}),
	);
});
