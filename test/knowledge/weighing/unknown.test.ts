import {expect, test} from 'vitest';
import {causes} from '../../../source/knowledge/causes.ts';
import {weighed} from './weigh.ts';

test('nothing is confirmed, and nothing ruled out, where only the class is known', () => {
	for (const failure of new Set(causes.flatMap(({explains}) => explains))) {
		for (const {id, standing} of weighed(failure, [])) {
			expect(`${failure} ${id} ${standing}`).toBe(`${failure} ${id} possible`);
		}
	}
});
