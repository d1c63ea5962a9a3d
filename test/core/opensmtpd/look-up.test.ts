// What fits an entry of a table, as smtpd compares it.
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	addressMatches,
	domainMatches,
	mailboxMatches,
} from '../../../source/core/opensmtpd/look-up.ts';
import {posixRegex} from '../../../source/core/opensmtpd/regex.ts';
import {entriesOfFile} from '../../../source/core/opensmtpd/table-file.ts';

describe('domains', () => {
	test.each([
		['example.test', 'EXAMPLE.test', true],
		['mail.example.test', '*.example.test', true],
		// After the star comes the first “.”, and there is no second try
		['a.mail.example.test', '*.example.test', false],
		['example.test', '*', true],
		['example.test', '**', true],
		['example.test', 'example.test.', false],
		['', '*', false],
	])('%s and %s: %s', (domain, pattern, fits) => {
		expect(domainMatches(domain, pattern)).toBe(fits);
	});

	test('a name fits itself, and any name fits a star', () => {
		fc.assert(
			fc.property(fc.domain(), domain => {
				expect(domainMatches(domain, domain.toUpperCase())).toBe(true);
				expect(domainMatches(domain, '*')).toBe(true);
				expect(domainMatches(`${domain}x`, domain)).toBe(false);
			}),
		);
	});
});

describe('mailboxes', () => {
	test.each([
		['bob@app.test', 'bob@app.test', true],
		['bob+x@app.test', 'bob@app.test', true],
		['bob@app.test', 'bob+x@app.test', false],
		['bob@app.test', '@app.test', true],
		['bob@app.test', 'bob', true],
		['bob@app.test', 'app.test', false],
		['bob@app.test', '@*.test', true],
		['@', '@', true],
		['bob@app.test', '@', true],
	])('%s and %s: %s', (mailbox, pattern, fits) => {
		expect(mailboxMatches(mailbox, pattern, '+')).toBe(fits);
	});
});

describe('addresses', () => {
	test.each([
		['192.0.2.10', '192.0.2.10', true],
		['192.0.2.10', '192.0.2.0/24', true],
		['192.0.2.10', '192.0.2', true],
		['192.0.2.10', '192.0.2.0', false],
		['10.1.2.3', '10/8', true],
		['10.1.2.3', '10', true],
		['172.16.0.1', '172.16', true],
		['2001:db8::1', '2001:db8::/32', true],
		['2001:db8::1', '[2001:db8::1]', true],
		['2001:db8::1', 'IPv6:2001:db8::1', true],
		['192.0.2.10', '::/0', false],
		['192.0.2.10', '0.0.0.0/0', true],
		['192.0.2.10', 'local', false],
	])('%s and %s: %s', (address, pattern, fits) => {
		expect(addressMatches(address, pattern)).toBe(fits);
	});

	test('every address is in each network of its own', () => {
		fc.assert(
			fc.property(fc.ipV4(), fc.integer({min: 0, max: 32}), (address, bits) => {
				expect(addressMatches(address, `${address}/${bits}`)).toBe(true);
			}),
		);
	});
});

describe('regular expressions', () => {
	test('those of POSIX are ours', () => {
		expect(posixRegex('^[[:alpha:]]+@(a|b)[.]test$')?.test('kim@b.test')).toBe(true);
		expect(posixRegex('(?i)^BOB')?.test('bob')).toBe(true);
	});

	test.each([
		'(a+)+$',
		'(a?a?)*b',
		'a*a*a*b',
		'a?a?a?a?a?b',
		'.*x.*y.*z',
		'(a|aa)*b',
		'((a)*)*',
		String.raw`\<word\>`,
		'[[.a.]]',
		'(?=a)',
		'a'.repeat(400),
	])('%s is not tried', pattern => {
		expect(posixRegex(pattern)).toBeUndefined();
	});

	test('none that is tried takes long', () => {
		const parts = fc.constantFrom(
			'a',
			'b',
			'(',
			')',
			'(a|a)',
			'(a?)',
			'|',
			'*',
			'+',
			'?',
			'.',
			'[ab]',
			'{2,}',
			'{1,9}',
		);
		const text = `${'a'.repeat(319)}!`;
		fc.assert(
			fc.property(fc.array(parts, {maxLength: 14}), all => {
				// An end is all that is asked for: without the bounds, there is none
				expect([true, false, undefined]).toContain(posixRegex(all.join(''))?.test(text));
			}),
			{numRuns: 1000},
		);
	});
});

describe('files of tables', () => {
	const of = (text: string) =>
		entriesOfFile(text, '/etc/t').map(({key, value, at}) => [key, value, at.line]);

	test('the first line tells a list from keys with values', () => {
		expect(of('# nets\n\n192.0.2.0/24\n 10.0.0.0/8 \n')).toEqual([
			['192.0.2.0/24', undefined, 3],
			['10.0.0.0/8', undefined, 4],
		]);
		expect(of('root: ada\ninfo\tada, kim\n')).toEqual([
			['root', 'ada', 1],
			['info', 'ada, kim', 2],
		]);
	});

	test('“@list” makes a list of IPv6 addresses, and brackets make one of them a key', () => {
		expect(of('# @list\n2001:db8::1\n')).toEqual([['2001:db8::1', undefined, 2]]);
		expect(of('[2001:db8::1] mail\n')).toEqual([['[2001:db8::1]', 'mail', 1]]);
	});
});
