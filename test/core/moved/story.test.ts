// An old address in several places: one story, told only where there is one.
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	isWithin,
	othersAmong,
	parseNetwork,
	type LeftOut,
	type PlaceKind,
} from '../../../source/core/moved/left-out.ts';
import {storyOf} from '../../../source/core/moved/story.ts';

const client = '192.0.2.20';
const place = (kind: PlaceKind, ...names: readonly string[]): LeftOut => ({
	kind,
	place: `the ${kind}`,
	names,
	client,
});

describe('who stands in a place in the client’s stead', () => {
	test.each([
		['another address', ['192.0.2.10'], ['192.0.2.10']],
		['another address, written as a network', ['192.0.2.10/32'], ['192.0.2.10']],
		['a small network', ['203.0.113.0/28'], ['203.0.113.0/28']],
		['IPv6 in brackets, for a client of IPv4', ['[2001:db8::1]/128'], []],
		['loopback', ['127.0.0.0/8', '[::1]/128', '127.0.0.1'], []],
		['a site', ['10.0.0.0/8', '203.0.112.0/20'], []],
		['link-local and multicast', ['169.254.1.1', '224.0.0.5'], []],
		['the server itself', ['198.51.100.25', '198.51.100.0/24'], []],
		['no address at all', ['example.com', 'hash:/etc/postfix/net', ''], []],
		['the client beside another', ['192.0.2.10', '192.0.2.20/32'], []],
		['a network that has the client', ['192.0.2.10', '192.0.2.0/24'], []],
		['the same address twice', ['192.0.2.10', '192.0.2.10/32'], ['192.0.2.10']],
	])('%s', (_, named, others) => {
		expect(othersAmong(named, client, ['198.51.100.25/24', 'fe80::1'])).toEqual(others);
	});

	test('of IPv6, for a client of IPv6', () => {
		const named = ['192.0.2.10', '[2001:db8::1]/128', '2001:db8:1::/48', '2001:db8:2::/64'];
		expect(othersAmong(named, '2001:db8::2')).toEqual(['2001:db8::1', '2001:db8:2::/64']);
	});

	test('nobody, where the client’s own address is not known', () => {
		expect(othersAmong(['192.0.2.10'], '')).toEqual([]);
	});
});

describe('the story', () => {
	test('the same address in three places, told in one sentence', () => {
		const story = storyOf([
			place('firewall', '192.0.2.10'),
			place('mynetworks', '203.0.113.7', '192.0.2.10'),
			place('spf', '192.0.2.10'),
		]);
		expect(story).toMatchObject({old: ['192.0.2.10'], client, certainty: 'likely'});
		expect(story?.says).toBe(
			'192.0.2.10 is still named in the firewall, the mynetworks and the spf; this machine is 192.0.2.20. It looks like a move: what was set for the old address was not carried over to the new one.',
		);
	});

	test.each([
		['nothing', []],
		['one place', [place('mynetworks', '192.0.2.10')]],
		[
			'one kind of place twice',
			[
				{...place('mynetworks', '192.0.2.10'), place: 'mynetworks (main.cf, line 3)'},
				{...place('mynetworks', '192.0.2.10'), place: 'mynetworks (main.cf, line 4)'},
			],
		],
		[
			'two places with different addresses',
			[place('firewall', '192.0.2.10'), place('spf', '192.0.2.11')],
		],
		[
			'a whole farm of servers in both',
			(['mynetworks', 'spf'] as const).map(kind =>
				place(kind, '192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4', '192.0.2.5'),
			),
		],
	])('none: %s', (_, places) => {
		expect(storyOf(places)).toBeUndefined();
	});

	test('an address in one place, and the small network around it in another', () => {
		const story = storyOf([place('firewall', '203.0.113.0/28'), place('spf', '203.0.113.7')]);
		expect(story).toMatchObject({old: ['203.0.113.7'], places: ['the firewall', 'the spf']});
	});

	test('two places alone may be somebody else’s, who never was in them', () => {
		const story = storyOf([place('mynetworks', '192.0.2.10'), place('spf', '192.0.2.10')]);
		expect(story?.certainty).toBe('possible');
		expect(story?.says).toBe(
			'192.0.2.10 is named in the mynetworks and the spf, and this machine, 192.0.2.20, is not. If it has moved from there, or took the place of that one, this was not carried over.',
		);
	});

	test('two places, of which one is this machine’s own name: it has moved', () => {
		const story = storyOf([place('spf', '192.0.2.10'), place('address-record', '192.0.2.10')]);
		expect(story?.says).toContain('It looks like a move');
	});

	test('two that stand in both: neither of them is said to be the old one', () => {
		const story = storyOf(
			(['mynetworks', 'spf'] as const).map(kind => place(kind, '192.0.2.10', '192.0.2.11')),
		);
		expect(story?.old).toEqual(['192.0.2.10', '192.0.2.11']);
		expect(story?.says).toMatch(/^192\.0\.2\.10 and 192\.0\.2\.11 are named in .* in none of them/);
		expect(story?.says).not.toContain('looks like a move');
	});
});

const kinds: readonly PlaceKind[] = ['firewall', 'mynetworks', 'access-table', 'exim-hosts', 'spf'];
// Few of them, so that the same one stands in several places
const address = fc.oneof(
	fc.integer({min: 8, max: 22}).map(last => `192.0.2.${last}`),
	fc.ipV4(),
);
const network = fc
	.tuple(address, fc.integer({min: 0, max: 32}))
	.map(([base, bits]) => `${base}/${bits}`);
const named = fc.array(fc.oneof(address, network, fc.string({maxLength: 12})), {maxLength: 6});

describe('whatever the places name', () => {
	test('who is said to be another is, and is no larger than a small network', () => {
		fc.assert(
			fc.property(named, address, fc.array(address, {maxLength: 3}), (names, self, own) => {
				for (const other of othersAmong(names, self, own)) {
					const found = parseNetwork(other);
					expect(found?.bits).toBeGreaterThanOrEqual(24);
					for (const mine of [self, ...own]) {
						const one = parseNetwork(mine);
						expect(found && one && isWithin(one, found)).toBe(false);
					}
				}
			}),
		);
	});

	test('a client that one of the names has is never left out', () => {
		fc.assert(
			fc.property(named, address, fc.integer({min: 0, max: 32}), (names, self, bits) => {
				expect(othersAmong([...names, `${self}/${bits}`], self)).toEqual([]);
			}),
		);
	});

	test('a story names addresses that stand in at least two kinds of places, and never this machine', () => {
		const places = fc.array(
			fc.tuple(fc.constantFrom(...kinds), named).map(([kind, names]) => ({
				...place(kind),
				names: othersAmong(names, client),
			})),
			{maxLength: 6},
		);
		fc.assert(
			fc.property(places, leftOut => {
				const story = storyOf(leftOut);
				for (const old of story?.old ?? []) {
					const one = parseNetwork(old);
					const holding = leftOut.filter(({names}) =>
						names.some(text => {
							const other = parseNetwork(text);
							return one && other && isWithin(one, other);
						}),
					);
					expect(new Set(holding.map(({kind}) => kind)).size).toBeGreaterThan(1);
					expect(old).not.toBe(client);
					expect(story?.says).toContain(old);
				}

				for (const told of story?.places ?? []) {
					expect(story?.says).toContain(told);
				}
			}),
		);
	});

	test('the order of the places changes nothing but the order in which they are told', () => {
		const both = fc.tuple(address, fc.constantFrom(...kinds), fc.constantFrom(...kinds));
		fc.assert(
			fc.property(both, ([old, first, second]) => {
				const forth = storyOf([place(first, old), place(second, old)]);
				const back = storyOf([place(second, old), place(first, old)]);
				expect(forth?.old).toEqual(back?.old);
				expect(forth === undefined).toBe(first === second);
			}),
		);
	});
});
