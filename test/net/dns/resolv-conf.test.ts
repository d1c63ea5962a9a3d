import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parseResolvConf} from '../../../source/net/dns/resolv-conf.ts';

test('resolvers come in their order, with what stands around them', () => {
	const text = `# made by hand
; and by a machine
nameserver 192.0.2.53
	nameserver\tfe80::1%eth0  # comment
options edns0 trust-ad
nameserver 2001:db8::53\r
search a.example b.example.
`;
	expect(parseResolvConf(text)).toEqual({
		nameservers: ['192.0.2.53', 'fe80::1%eth0', '2001:db8::53'],
		search: ['a.example', 'b.example'],
	});
});

test('what is no address is no resolver, and a fourth is never asked', () => {
	const text = ['', 'dns.example', '192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4']
		.map(address => `nameserver ${address}`)
		.join('\n');
	expect(parseResolvConf(text).nameservers).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.3']);
});

test('the last of domain and search counts', () => {
	expect(parseResolvConf('search a.example\ndomain b.example').search).toEqual(['b.example']);
	expect(parseResolvConf('domain b.example\nsearch a.example').search).toEqual(['a.example']);
});

test('any text is read without a throw', () => {
	const word = fc.constantFrom('nameserver', 'search', 'domain', 'options', '#', '\n', ' ', '::1');
	fc.assert(
		fc.property(fc.array(fc.oneof(word, fc.string())), words => {
			const {nameservers, search} = parseResolvConf(words.join(' '));
			expect(nameservers.length).toBeLessThanOrEqual(3);
			expect(search.length).toBeLessThanOrEqual(6);
		}),
	);
});
