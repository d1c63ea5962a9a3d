import {expect, test} from 'vitest';
import {providers} from '../../source/knowledge/providers.ts';

test.each(providers.map(provider => [provider.name, provider] as const))(
	'%s: what is said of it can be checked',
	(_, {policy, lift, blocked, open, source, known, asOf, reverse}) => {
		expect(policy).toMatch(/^\p{Lu}.*\.$/u);
		expect(lift).toMatch(/^\p{Ll}.*\.$/u);
		expect(source).not.toBe('');
		expect(blocked.filter(port => open.includes(port))).toEqual([]);
		expect([...blocked, ...open].every(port => [25, 465, 587].includes(port))).toBe(true);
		expect(reverse.every(ending => /^[a-z\d-]+(\.[a-z\d-]+)+$/.test(ending))).toBe(true);
		expect(asOf ?? '2000').toMatch(/^20\d\d(-\d\d(-\d\d)?)?$/);
		expect(known === 'unverified').toBe(/not seen|unverified/.test(source));
	},
);

test('no provider stands there twice, and no trace leads to two', () => {
	const unique = (texts: readonly string[]) => expect([...new Set(texts)]).toEqual(texts);
	unique(providers.map(({name}) => name));
	unique(providers.flatMap(({dmi}) => dmi.map(text => text.toLowerCase())));
	unique(providers.flatMap(({reverse}) => reverse));
});
