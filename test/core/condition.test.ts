import fc from 'fast-check';
import {expect, test} from 'vitest';
import {both, either, holds, never, saw, type Condition} from '../../source/core/condition.ts';
import {observation, type Observation} from '../../source/core/observation.ts';

const refused = (port: number, after: number): Observation =>
	observation('tcp.refused', {
		host: 'mail.example.com',
		address: '192.0.2.1',
		port,
		service: 'smtp',
		role: 'conversation',
		after,
		code: 'ECONNREFUSED',
	});
const missing = observation('auth.missing', {
	host: 'mail.example.com',
	address: '192.0.2.1',
	port: 25,
	service: 'smtp',
	secure: false,
	offeredBeforeTls: false,
});

test('a condition finds the observations that it names, and only those', () => {
	const seen = [refused(25, 30), refused(587, 31), missing];
	expect(holds(saw('tcp.refused'), seen)).toHaveLength(2);
	expect(holds(saw('tcp.refused', {port: 587}), seen)).toEqual([seen[1]]);
	expect(holds(saw('tcp.refused', {port: [25, 465]}), seen)).toEqual([seen[0]]);
	expect(holds(saw('tcp.refused', {after: {above: 30}}), seen)).toEqual([seen[1]]);
	expect(holds(saw('tcp.refused', {after: {below: 30}}), seen)).toBeUndefined();
	expect(holds(saw('tcp.refused', {host: /^mail\./}), seen)).toHaveLength(2);
	expect(holds(saw('tcp.silent'), seen)).toBeUndefined();
});

test('lists are asked for a member or for being empty', () => {
	const offered = observation('auth.offered', {
		host: 'a',
		address: 'b',
		port: 25,
		service: 'smtp',
		mechanisms: ['PLAIN'],
		secure: true,
	});
	expect(holds(saw('auth.offered', {mechanisms: {has: 'PLAIN'}}), [offered])).toBeDefined();
	expect(holds(saw('auth.offered', {mechanisms: {has: 'LOGIN'}}), [offered])).toBeUndefined();
	expect(holds(saw('auth.offered', {mechanisms: {empty: false}}), [offered])).toBeDefined();
	expect(holds(saw('auth.offered', {mechanisms: {empty: true}}), [offered])).toBeUndefined();
});

const someConditions = fc.constantFrom<Condition[]>(
	saw('tcp.refused'),
	saw('tcp.refused', {port: 25}),
	saw('auth.missing'),
	saw('tcp.silent'),
);
const someObservations = fc.array(fc.constantFrom(refused(25, 1), refused(587, 2), missing));

test('not, all and any follow the laws of logic', () => {
	fc.assert(
		fc.property(someConditions, someConditions, someObservations, (a, b, seen) => {
			const yes = (condition: Condition) => holds(condition, seen) !== undefined;
			expect(yes({not: a})).toBe(!yes(a));
			expect(yes(both(a, b))).toBe(yes(a) && yes(b));
			expect(yes(either(a, b))).toBe(yes(a) || yes(b));
			expect(yes({not: both(a, b)})).toBe(yes(either({not: a}, {not: b})));
		}),
	);
});

test('what was never seen holds without evidence', () => {
	expect(holds(never('tcp.silent'), [])).toEqual([]);
	expect(holds(never('auth.missing'), [missing])).toBeUndefined();
});
