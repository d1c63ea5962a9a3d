// Names as questions carry them, and as answers are shown.
import {decode} from 'dns-packet';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {presented, queryName, sameName} from '../../../source/net/dns/domain-name.ts';
import {createQuery} from '../../../source/net/dns/query.ts';

test.each([
	['mail.example', 'mail.example'],
	['mail.example.', 'mail.example'],
	['_25._tcp.mail.example', '_25._tcp.mail.example'],
	['7.2.0.192.in-addr.arpa', '7.2.0.192.in-addr.arpa'],
	['MAIL.example', 'MAIL.example'],
	['bücher.example', 'xn--bcher-kva.example'],
	['例え.テスト', 'xn--r8jz45g.xn--zckzah'],
])('%s is asked for as %s', (given, asked) => {
	expect(queryName(given)).toBe(asked);
});

test('a name is either asked for as it is, or not at all', () => {
	fc.assert(
		fc.property(fc.oneof(fc.domain(), fc.string({unit: 'binary'}), fc.string()), given => {
			const asked = queryName(given);
			if (asked !== undefined) {
				const {bytes} = createQuery({name: asked, type: 'A'}, true);
				expect(decode(bytes).questions?.[0]?.name).toBe(asked);
			}
		}),
	);
});

test('any domain can be asked for', () => {
	fc.assert(fc.property(fc.domain(), domain => queryName(domain) === domain));
});

test('a shown name is printable, and as good as the name where that is', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), name => {
			expect(presented(name)).toMatch(/^[!-~]*$/);
		}),
	);
	fc.assert(fc.property(fc.domain(), domain => presented(`${domain}.`) === domain));
	expect(presented('.')).toBe('.');
});

test('names differ in more than ASCII case and the final dot', () => {
	expect(sameName('MAIL.example.', 'mail.EXAMPLE')).toBe(true);
	expect(sameName('mail.example', 'mail.example.org')).toBe(false);
	// The Kelvin sign is no k, whatever Unicode says
	expect(sameName('\u212A.example', 'k.example')).toBe(false);
});
