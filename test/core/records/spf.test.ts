// SPF, as far as it is decided without a network: form, macros, and limits that no zone can break.
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Asking, RecordAnswer} from '../../../source/core/records/asking.ts';
import {parseClient} from '../../../source/core/records/ip-address.ts';
import {merged, quoted, withAddress} from '../../../source/core/records/spf-advice.ts';
import {spfCost} from '../../../source/core/records/spf-cost.ts';
import {evaluateSpf} from '../../../source/core/records/spf-evaluate.ts';
import {expandMacros} from '../../../source/core/records/spf-macro.ts';
import {isSpfRecord, parseSpf} from '../../../source/core/records/spf-record.ts';

type Zone = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Answers the questions of a decision from a zone; returns it with the number of questions. */
function decide<T>(asking: Asking<T>, zone: Zone): {result: T; asked: number} {
	let asked = 0;
	let step = asking.next({status: 'ok', records: []});
	while (!step.done) {
		asked += 1;
		const {name, type} = step.value;
		const found = zone[name.toLowerCase()];
		const records = found?.[type];
		const answer: RecordAnswer = records
			? {status: 'ok', records}
			: {status: found ? 'nodata' : 'nxdomain', records: []};
		step = asking.next(answer);
	}

	return {result: step.value, asked};
}

const subject = {
	domain: 'email.example.com',
	sender: 'strong-bad@email.example.com',
	helo: 'mail.example.com',
	client: parseClient('192.0.2.3') ?? [],
};

const v6 = parseClient('2001:db8::cb01') ?? [];

test.each([
	['%{s}', 'strong-bad@email.example.com'],
	['%{o}', 'email.example.com'],
	['%{d4}', 'email.example.com'],
	['%{d2}', 'example.com'],
	['%{d1}', 'com'],
	['%{dr}', 'com.example.email'],
	['%{d2r}', 'example.email'],
	['%{l}', 'strong-bad'],
	['%{l-}', 'strong.bad'],
	['%{lr-}', 'bad.strong'],
	['%{l1r-}', 'strong'],
	['%{ir}.%{v}._spf.%{d2}', '3.2.0.192.in-addr._spf.example.com'],
	['%{lr-}.lp.%{ir}.%{v}._spf.%{d2}', 'bad.strong.lp.3.2.0.192.in-addr._spf.example.com'],
	['%{h}%%%_%-', 'mail.example.com% %20'],
	['%{S}', 'strong-bad%40email.example.com'],
])('the macro %s (RFC 7208 7.4)', (text, expanded) => {
	expect(expandMacros(text, {...subject, pointer: 'unknown'})).toBe(expanded);
});

test('IPv6 in macros is nibbles', () => {
	expect(expandMacros('%{ir}.%{v}', {...subject, client: v6, pointer: 'unknown'})).toBe(
		'1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6',
	);
});

test.each([
	'v=spf1 moo',
	'v=spf1 all:x',
	'v=spf1 a:',
	'v=spf1 a:foo-bar',
	'v=spf1 a/33',
	'v=spf1 a//129',
	'v=spf1 ip4:192.0.2.256',
	'v=spf1 ip4:192.0.2.0/33',
	'v=spf1 ip4:2001:db8::1',
	'v=spf1 ip6:192.0.2.1',
	'v=spf1 include',
	'v=spf1 include:%{x}.example.com',
	'v=spf1 exists:%{c}.example.com',
	'v=spf1 redirect=a.example redirect=b.example',
	'v=spf1 redirect:a.example',
	'v=spf1 mod=%',
	'v=spf1 -all exp=',
])('%s is void', text => {
	expect(parseSpf(text)).toHaveProperty('term');
});

test.each([
	'v=spf1',
	'V=SPF1 A MX -ALL',
	'v=spf1  a   mx/24//64 ~all',
	'v=spf1 exists:%{i}.x.example.com unknown=thing:else -all',
	'v=spf1 ip6:2001:db8::/32 ip6:::1 ?all',
	'v=spf1 redirect=%{d2}._spf.example.com',
])('%s is read', text => {
	expect(isSpfRecord(text)).toBe(true);
	expect(parseSpf(text)).not.toHaveProperty('term');
});

test.each(['v=spf10 -all', ' v=spf1 -all', 'v=spf2.0/pra -all', 'spf1 -all'])(
	'%j is no SPF record',
	text => {
		expect(isSpfRecord(text)).toBe(false);
	},
);

const terms = fc.constantFrom(
	'a',
	'mx',
	'ptr',
	'-all',
	'~all',
	'include:a.example',
	'include:b.example',
	'include:%{d}',
	'redirect=b.example',
	'exists:%{p}.a.example',
	'a:nothing.example',
	'ip4:192.0.2.0/24',
	'mx:a.example/8',
	'junk!',
);
const record = fc.array(terms, {maxLength: 14}).map(list => ['v=spf1', ...list].join(' '));
const zones = fc
	.record({email: record, a: fc.option(record), b: fc.option(record), mx: fc.nat(15)})
	.map(({email, a, b, mx}): Zone => ({
		'email.example.com': {TXT: [email]},
		...(a === null ? {} : {'a.example': {TXT: [a], MX: Array(mx).fill('10 m.example')}}),
		...(b === null ? {} : {'b.example': {TXT: [b, 'v=other'], A: ['192.0.2.3']}}),
	}));

test('whatever a zone holds, an evaluation ends, within the limits of RFC 7208 4.6.4', () => {
	fc.assert(
		fc.property(zones, zone => {
			const {result, asked} = decide(evaluateSpf(subject), zone);
			expect(result.lookups).toBeLessThanOrEqual(11);
			expect(result.voids).toBeLessThanOrEqual(3);
			expect(result.lookups === 11).toBe(result.fault === 'too-many-lookups');
			// Ten terms with eleven names each, and the record itself
			expect(asked).toBeLessThan(150);
			expect(result.fault !== '').toBe(['permerror', 'temperror'].includes(result.result));
		}),
	);
});

test('no text makes the reader fail', () => {
	fc.assert(
		fc.property(fc.string(), fc.string(), (text, other) => {
			parseSpf(`v=spf1 ${text}`);
			decide(evaluateSpf({...subject, sender: text, helo: other}), {
				'email.example.com': {TXT: [`v=spf1 exists:%{l}.%{h}.example ${text} -all`]},
			});
		}),
	);
});

test('a record to which the address was added lets it pass, wherever it failed before', () => {
	fc.assert(
		fc.property(zones, zone => {
			const before = decide(evaluateSpf(subject), zone).result;
			const [text = ''] = zone['email.example.com']?.['TXT'] ?? [];
			const cured = {...zone, 'email.example.com': {TXT: [withAddress(text, '192.0.2.3')]}};
			const after = decide(evaluateSpf(subject), cured).result;
			expect(after.result).toBe(
				before.fault === 'syntax' && before.path.length === 1 ? 'permerror' : 'pass',
			);
		}),
	);
});

test('the cost is told by what costs most, whichever term matches', () => {
	const zone: Zone = {
		'email.example.com': {
			TXT: ['v=spf1 ip4:192.0.2.3 mx include:a.example include:b.example -all'],
		},
		'a.example': {TXT: ['v=spf1 a mx include:b.example -all']},
		'b.example': {TXT: ['v=spf1 exists:%{i}.x.example include:email.example.com ~all']},
	};
	expect(decide(spfCost('email.example.com'), zone).result).toEqual({
		lookups: 10,
		parts: [
			{term: 'include:a.example', lookups: 6},
			{term: 'include:b.example', lookups: 3},
			{term: 'mx', lookups: 1},
		],
	});
});

test('several records become one in which everybody keeps his right', () => {
	expect(merged(['v=spf1 mx include:a.example -all', 'v=spf1 mx ip4:192.0.2.1 ~all'])).toBe(
		'v=spf1 mx include:a.example ip4:192.0.2.1 ~all',
	);
	expect(merged(['v=spf1 a', 'v=spf1 mx'])).toBe('v=spf1 a mx ~all');
});

test('a long record is cut into strings of 255 octets, and quotes are masked', () => {
	const long = `v=spf1 ${'ip4:192.0.2.1 '.repeat(30)}-all`;
	const strings = [...quoted(long).matchAll(/"([^"]*)"/g)].map(([, text = '']) => text);
	expect(strings.join('')).toBe(long);
	expect(Math.max(...strings.map(text => text.length))).toBe(255);
	expect(quoted('a"b\\c')).toBe(String.raw`"a\"b\\c"`);
});
