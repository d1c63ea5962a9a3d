import fc from 'fast-check';
import {expect, test} from 'vitest';
import {inNetworks, parseNetworks} from '../../../source/lab/settings/network-list.ts';

function networks(value: string) {
	const parsed = parseNetworks(value);
	if ('wrong' in parsed) {
		throw new Error(parsed.wrong);
	}

	return parsed.networks;
}

function wrong(value: string): string | undefined {
	const parsed = parseNetworks(value);
	return 'wrong' in parsed ? parsed.wrong : undefined;
}

const dotted = (value: number): string =>
	[24, 16, 8, 0].map(shift => Math.floor(value / 2 ** shift) % 256).join('.');

const anAddress = fc.integer({min: 0, max: 2 ** 32 - 1});

test('an IPv4 address is in a network exactly where its first bits are the same', () => {
	fc.assert(
		fc.property(anAddress, anAddress, fc.integer({min: 0, max: 32}), (one, other, bits) => {
			const size = 2 ** (32 - bits);
			const base = Math.floor(one / size) * size;
			const list = networks(`${dotted(base)}/${bits}`);
			expect(inNetworks(dotted(one), list)).toBe(true);
			expect(inNetworks(dotted(other), list)).toBe(Math.floor(other / size) * size === base);
		}),
	);
});

test('a network with bits beyond its length is refused, and the better one that is named is taken', () => {
	fc.assert(
		fc.property(anAddress, fc.integer({min: 1, max: 31}), (address, bits) => {
			fc.pre(address % 2 ** (32 - bits) !== 0);
			const better = /you mean (\S+)\.$/.exec(wrong(`${dotted(address)}/${bits}`) ?? '')?.[1];
			expect(better).toMatch(/\/\d+$/);
			expect(inNetworks(dotted(address), networks(better ?? ''))).toBe(true);
		}),
	);
});

test('commas and white space both separate, and an address alone is a network of one', () => {
	const list = networks('192.0.2.0/28, 198.51.100.7\t[2001:db8::]/32 ,[::1]');
	expect(
		['192.0.2.15', '198.51.100.7', '2001:db8:5::1', '::1'].map(a => inNetworks(a, list)),
	).toEqual([true, true, true, true]);
	expect(['192.0.2.16', '198.51.100.8', '2001:db9::', '::2'].map(a => inNetworks(a, list))).toEqual(
		[false, false, false, false],
	);
});

test('the first pattern that fits decides, so an exception stands before its network', () => {
	expect(inNetworks('192.0.2.9', networks('!192.0.2.9 192.0.2.0/24'))).toBe(false);
	expect(inNetworks('192.0.2.9', networks('192.0.2.0/24 !192.0.2.9'))).toBe(true);
	expect(inNetworks('192.0.2.8', networks('!192.0.2.9 192.0.2.0/24'))).toBe(true);
});

test('an IPv4 client on an IPv6 socket is an IPv4 client', () => {
	expect(inNetworks('::ffff:192.0.2.1', networks('192.0.2.0/24'))).toBe(true);
	expect(inNetworks('192.0.2.1', networks('[2001:db8::]/32'))).toBe(false);
});

test.each([
	['2001:db8::/32', 'Postfix takes IPv6 networks in brackets: [2001:db8::]/32.'],
	['192.0.2.0/33', '/33 is too long for 192.0.2.0: at most /32.'],
	['192.0.2.300', '"192.0.2.300" is not an IP address.'],
	[
		'app01.shop.example',
		'"app01.shop.example" is not a network such as 192.0.2.0/24 or [2001:db8::]/32.',
	],
	[
		'192.0.2.1/24',
		'192.0.2.1/24 has bits set beyond the network part. Perhaps you mean 192.0.2.0/24.',
	],
])('%s is refused with a reason', (value, reason) => {
	expect(wrong(value)).toBe(reason);
});
