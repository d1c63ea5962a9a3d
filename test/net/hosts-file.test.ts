import fc from 'fast-check';
import {expect, test} from 'vitest';
import {addressesOf, parseHosts} from '../../source/net/hosts-file.ts';

const text = `
127.0.0.1	localhost
127.0.1.1 host.example host # this machine
  2001:DB8:0::7   mail.example Mail
192.0.2.7 mail.example # old
192.0.2.8 # nobody
#192.0.2.9 mail.example
mail.example 192.0.2.10
192.0.2.7	MAIL.example\r
`;

test('an entry gives its address to each of its names', () => {
	const entries = parseHosts(text);
	expect(addressesOf(entries, 'host')).toEqual(['127.0.1.1']);
	expect(addressesOf(entries, 'host.example')).toEqual(['127.0.1.1']);
	expect(entries[1]?.names).toEqual(['host.example', 'host']);
});

test('a name has all its addresses once, as the system prints them, whatever its case', () => {
	const expected = ['2001:db8::7', '192.0.2.7'];
	expect(addressesOf(parseHosts(text), 'mail.example')).toEqual(expected);
	expect(addressesOf(parseHosts(text), 'MAIL.Example.')).toEqual(expected);
	expect(addressesOf(parseHosts(text), 'ail.example')).toEqual([]);
});

test('any text is read without a throw', () => {
	const word = fc.constantFrom('127.0.0.1', '::1', 'fe80::1%eth0', 'a', '#', '\n', '\t');
	fc.assert(
		fc.property(fc.array(fc.oneof(word, fc.string())), words => {
			for (const {address, names} of parseHosts(words.join(' '))) {
				expect(address).toMatch(/[.:]/);
				expect(names.length).toBeGreaterThan(0);
			}
		}),
	);
});
