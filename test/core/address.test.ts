import {expect, test} from 'vitest';
import {inFamily, isAddress, isLoopback, literal} from '../../source/core/address.ts';

test.each([
	['192.0.2.1', '[192.0.2.1]'],
	['2001:db8::1', '[IPv6:2001:db8::1]'],
	// A zone means something on this machine alone (RFC 4007 11)
	['fe80::1%eth0', '[IPv6:fe80::1]'],
	['::ffff:192.0.2.1', '[IPv6:::ffff:192.0.2.1]'],
])('%s stands in EHLO as %s', (address, text) => {
	expect(literal(address)).toBe(text);
});

test('addresses are told from names, and this machine from others', () => {
	expect(['192.0.2.1', '::1', '2001:db8::1'].every(isAddress)).toBe(true);
	expect(['mail.example.com', 'localhost', '1.example', ''].some(isAddress)).toBe(false);
	expect(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'].every(isLoopback)).toBe(true);
	expect(['192.0.2.127', '2001:db8::1', '::'].some(isLoopback)).toBe(false);
});

test('an address is of one family', () => {
	expect([inFamily('192.0.2.1', 4), inFamily('192.0.2.1', 6)]).toEqual([true, false]);
	expect([inFamily('2001:db8::1', 4), inFamily('2001:db8::1', 6)]).toEqual([false, true]);
	expect([inFamily('192.0.2.1', undefined), inFamily('::1', undefined)]).toEqual([true, true]);
});
