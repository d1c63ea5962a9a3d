// What was looked at on the server, and what could not be.
import {expect, test} from 'vitest';
import {observation} from '../../source/core/observation.ts';
import {insideLines} from '../../source/output/inside-lines.ts';

const shut = observation('server.closed-to-us', {where: 'box', why: 'Permission denied'});

test('where there was no way in, that is said, and why', () => {
	expect(insideLines([shut])).toEqual({
		place: 'box',
		looked: [],
		notSeen: ['there is no way in: Permission denied'],
	});
});

test('a way in that was found later is what counts', () => {
	const look = {where: 'box', command: 'ss -tln', why: 'x', status: 'seen'} as const;
	expect(insideLines([shut, observation('server.looked', look)])).toEqual({
		place: 'box',
		looked: ['ss -tln'],
		notSeen: [],
	});
});

test('what is not there stands on one line', () => {
	const look = (command: string, status: 'seen' | 'absent' | 'forbidden') =>
		observation('server.looked', {where: 'box', command, why: 'x', status});
	const seen = [
		look('a', 'absent'),
		look('b', 'seen'),
		look('c', 'absent'),
		look('d', 'forbidden'),
	];
	expect(insideLines(seen).looked).toEqual(['b', 'd (not allowed)', 'not there: a; c']);
});
