// What takes a change back must not do harm of its own, in whichever order it is done.
import {expect, test} from 'vitest';
import {remedies} from '../../source/knowledge/remedies.ts';

const steps = remedies.flatMap(remedy =>
	remedy.steps.map(step => ({...step, name: `${remedy.cause} on ${remedy.mta}`})),
);
const undone = steps.flatMap(({name, command = '', undo = ''}) =>
	undo === '' ? [] : [{name, command, undo}],
);

test('a copy that other steps are taken back with is removed last, and the undo says so', () => {
	const removing = undone.filter(({undo}) => /\brm [^`]*\.before/.test(undo));
	expect(removing.length).toBeGreaterThan(0);
	for (const {name, undo} of removing) {
		expect(undo, name).toMatch(/^Leave the copy, .* last of all\.$/);
	}
});

test('what was enabled before stays so when a start is taken back', () => {
	const starting = undone.filter(({command}) => /\bsystemctl enable\b/.test(command));
	expect(starting.length).toBeGreaterThan(0);
	for (const {name, undo} of starting) {
		expect(undo, name).toMatch(
			/^`systemctl stop \S+`; and `systemctl disable \S+` only if it was not enabled before\.$/,
		);
	}

	expect(undone.filter(({undo}) => undo.includes('disable --now'))).toEqual([]);
});
