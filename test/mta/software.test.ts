// Each server is recognised as itself, by all that it says, and as nothing else.
import {expect, onTestFinished, test} from 'vitest';
import {deliver} from './commands.ts';
import {startBed} from './harness/bed.ts';
import {servers} from './harness/images.ts';

test.each(servers)('%s is recognised', async server => {
	const bed = await startBed({server});
	onTestFinished(() => bed.stop());
	const runs = [await bed.exec(deliver()), await bed.exec(deliver('nosuch@example.test'))];
	const seen = runs.flatMap(({events}) =>
		events.flatMap(event =>
			event.type === 'observation' && event.kind === 'server.software' ? [event.facts] : [],
		),
	);
	expect(seen.some(({certainty}) => certainty === 'certain')).toBe(true);
	expect(seen.map(({mta}) => mta).filter(mta => mta !== server.replace(/7$/, ''))).toEqual([]);
});
