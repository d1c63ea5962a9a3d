// Which keys Postfix looks up, in which order, and when a list fits.
import {describe, expect, test} from 'vitest';
import {fitCode, parseAction} from '../../../source/core/postfix/access-action.ts';
import {answered, type Answer, type Ask} from '../../../source/core/postfix/ask.ts';
import {answerFits} from '../../../source/core/postfix/blocklist-restrictions.ts';
import {
	addressKeys,
	domainKeys,
	mailAccessKeys,
	recipientKeys,
} from '../../../source/core/postfix/keys.ts';
import {isHostName} from '../../../source/core/postfix/name-restrictions.ts';
import {
	addressMatches,
	matchList,
	type ListKind,
} from '../../../source/core/postfix/pattern-list.ts';
import {placedDefault, wordsOf} from '../../../source/core/postfix/placed.ts';
import {lookUpAll, lookUpFirst} from '../../../source/core/postfix/table.ts';

describe('keys', () => {
	test('a host and the domains above it', () => {
		expect(domainKeys('a.b.example', true)).toEqual(['a.b.example', 'b.example', 'example']);
		expect(domainKeys('a.b.example', false)).toEqual(['a.b.example', '.b.example', '.example']);
		expect(domainKeys('192.0.2.1', true)).toEqual(['192.0.2.1']);
	});

	test('an address and the networks around it', () => {
		expect(addressKeys('192.0.2.1')).toEqual(['192.0.2.1', '192.0.2', '192.0', '192']);
		expect(addressKeys('2001:db8::1').slice(0, 2)).toEqual(['2001:db8::1', '2001:db8:']);
	});

	test('a mail address, with its extension and without', () => {
		expect(mailAccessKeys('ada+x@b.example', true, '+')).toEqual([
			'ada+x@b.example',
			'ada@b.example',
			'b.example',
			'example',
			'ada+x@',
			'ada@',
		]);
		expect(recipientKeys('ada+x@b.example', true, '+')).toEqual([
			'ada+x@b.example',
			'ada@b.example',
			'ada+x',
			'ada',
			'@b.example',
		]);
		expect(recipientKeys('ada-x@b.example', false, '+')).toEqual(['ada-x@b.example', '@b.example']);
	});
});

/** Answers from tables as `table → key → value`, and files. */
function from(
	tables: Readonly<Record<string, Readonly<Record<string, string>>>>,
	asked: string[] = [],
): (ask: Ask) => Answer {
	return ask => {
		if (ask.kind === 'dns') {
			return {status: 'nxdomain', records: []};
		}

		const [place, key] = ask.kind === 'file' ? ['file', ask.path] : [ask.table, ask.key];
		asked.push(`${place} ${key}`);
		const value = tables[place]?.[key];
		return value === undefined ? {status: 'missing'} : {status: 'found', value};
	};
}

describe('tables', () => {
	test('an indexed table is asked for each key, a table of patterns for the first alone', () => {
		const asked: string[] = [];
		const keys = ['a.example', 'example'];
		const found = answered(lookUpFirst('hash:/t', keys), from({'hash:/t': {example: 'OK'}}, asked));
		expect(found).toMatchObject({status: 'found', key: 'example'});
		answered(lookUpFirst('pcre:/p', keys), from({}, asked));
		expect(asked).toEqual(['hash:/t a.example', 'hash:/t example', 'pcre:/p a.example']);
	});

	test('several tables are asked key by key', () => {
		const asked: string[] = [];
		answered(lookUpAll(['hash:/a', 'regexp:/r', 'proxy:hash:/b'], ['x', 'y']), from({}, asked));
		expect(asked).toEqual(['hash:/a x', 'regexp:/r x', 'hash:/b x', 'hash:/a y', 'hash:/b y']);
	});

	test('a service behind a table is left alone', () => {
		const asked: string[] = [];
		const found = answered(lookUpFirst('tcp:127.0.0.1:9', ['x']), from({}, asked));
		expect(found.status).toBe('unseen');
		expect(asked).toEqual([]);
	});
});

describe('lists', () => {
	const cases: ReadonlyArray<readonly [string, string, ListKind, boolean, string, boolean]> = [
		['an address', '127.0.0.1 192.0.2.10', 'host', true, '192.0.2.10', true],
		['a network', '192.0.2.0/24', 'host', true, '192.0.2.10', true],
		['another network', '192.0.3.0/24', 'host', true, '192.0.2.10', false],
		['an IPv6 network in brackets', '[2001:db8::]/32', 'host', true, '2001:db8::7', true],
		[
			'the first pattern that fits counts',
			'!192.0.2.10, 192.0.2.0/24',
			'host',
			true,
			'192.0.2.10',
			false,
		],
		[
			'an exception behind it does not',
			'192.0.2.0/24 !192.0.2.10',
			'host',
			true,
			'192.0.2.10',
			true,
		],
		['a file', '/nets', 'host', true, '192.0.2.10', true],
		['everything but what a file has', '!/nets 0.0.0.0/0', 'host', true, '192.0.2.10', false],
		['a cidr table', 'cidr:/c', 'host', true, '192.0.2.10', true],
		['a domain', 'example.org', 'string', true, 'example.org', true],
		['capital letters', 'Example.ORG', 'string', true, 'example.org', true],
		[
			'a domain below, where only the domain counts',
			'example.org',
			'string',
			true,
			'a.example.org',
			false,
		],
		['a domain below', 'example.org', 'domain', true, 'a.example.org', true],
		['a domain below, by a leading dot', '.example.org', 'domain', false, 'a.example.org', true],
		['a domain below, without one', 'example.org', 'domain', false, 'a.example.org', false],
		['a domain below in a table', 'hash:/d', 'domain', true, 'a.example.net', true],
	];
	const answer = from({
		file: {'/nets': '# ours\n192.0.2.10/31, 198.51.100.1\n'},
		'cidr:/c': {'192.0.2.10': 'OK'},
		'hash:/d': {'example.net': 'OK'},
	});
	test.each(cases)('%s: %s', (_, patterns, kind, parents, subject, fits) => {
		const words = wordsOf(placedDefault('mynetworks', patterns));
		const asked = kind === 'host' ? {name: 'unknown', address: subject} : {name: subject};
		const result = answered(matchList({words, kind, parents}, asked), answer);
		expect(result.status).toBe(fits ? 'match' : 'no-match');
	});

	test('a file that is not there breaks the list', () => {
		const words = wordsOf(placedDefault('mynetworks', '/gone, 192.0.2.0/24'));
		const result = answered(
			matchList({words, kind: 'host', parents: true}, {address: '192.0.2.1'}),
			answer,
		);
		expect(result.status).toBe('broken');
	});

	test('IPv4 and IPv6 do not meet', () => {
		expect(addressMatches('192.0.2.1', '::/0')).toBe(false);
		expect(addressMatches('2001:db8::1', '2001:DB8:0:0:0:0:0:1')).toBe(true);
		expect(addressMatches('192.0.2.1', '192.0.2.1x')).toBe(false);
	});
});

test.each([
	['OK', {kind: 'permit'}],
	['1234567', {kind: 'permit'}],
	['relay', {kind: 'permit'}],
	['DUNNO never mind', {kind: 'dunno'}],
	['HOLD for a look', {kind: 'dunno'}],
	['DISCARD', {kind: 'discard'}],
	['REJECT', {kind: 'reject', enhanced: '5.7.1', text: ''}],
	['REJECT 5.1.8 No such domain', {kind: 'reject', enhanced: '5.1.8', text: 'No such domain'}],
	['defer', {kind: 'defer', enhanced: '4.7.1', text: ''}],
	['450 4.7.1 Later', {kind: 'code', code: 450, enhanced: '4.7.1', text: 'Later'}],
	['550 Not here', {kind: 'code', code: 550, enhanced: '5.7.1', text: 'Not here'}],
	['DEFER_IF_PERMIT wait', {kind: 'defer-if-permit', enhanced: '4.7.1', text: 'wait'}],
	['permit_mynetworks, reject', {kind: 'restrictions', text: 'permit_mynetworks, reject'}],
])('the right side “%s”', (value, action) => {
	expect(parseAction(value)).toEqual(action);
});

test.each([
	['5.1.1', 'sender', '5.1.7'],
	['5.1.2', 'sender', '5.1.8'],
	['5.1.8', 'recipient', '5.1.2'],
	['5.1.1', 'client', '5.0.0'],
	['5.7.1', 'client', '5.7.1'],
])('%s about a %s becomes %s', (code, about, fitted) => {
	expect(fitCode(code, about)).toBe(fitted);
});

test.each([
	['127.0.0.2', undefined, true],
	['127.0.0.2', '127.0.0.2', true],
	['127.0.0.9', '127.0.0.[2..8]', false],
	['127.0.0.9', '127.0.0.[2;4..11]', true],
	['127.255.255.254', '127.0.0.[2..254]', false],
])('a blocklist that answers %s fits %s: %s', (answer, pattern, fits) => {
	expect(answerFits(answer, pattern)).toBe(fits);
});

test.each([
	['mail.example', true],
	['mail_1.example', true],
	['-mail.example', false],
	['mail-.example', false],
	['mail..example', false],
	['192.0.2.1', false],
	['', false],
	['ma il', false],
])('%s is a host name: %s', (name, valid) => {
	expect(isHostName(name)).toBe(valid);
});
