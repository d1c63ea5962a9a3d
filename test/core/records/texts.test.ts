// Keys, policies and headers as text, from whoever wrote them.
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {readListing, type Blocklist} from '../../../source/core/records/blocklist.ts';
import {readDkimKey} from '../../../source/core/records/dkim-key.ts';
import {readDmarc} from '../../../source/core/records/dmarc-record.ts';
import {readMessageHeader} from '../../../source/core/records/message-header.ts';
import {readStsPolicy, stsAllows, stsId} from '../../../source/core/records/mta-sts.ts';
import {fromBase64, rsaBits} from '../../../source/core/records/rsa-size.ts';
import {sendingAddress} from '../../../source/core/records/sending-address.ts';
import {
	correctedDmarc,
	correctedTlsRpt,
	isMeantForDmarc,
} from '../../../source/core/records/tag-advice.ts';
import {parseTagList} from '../../../source/core/records/tag-list.ts';
import {seen} from '../../knowledge/sample-facts.ts';

test('base64 is read as Node reads it', () => {
	fc.assert(
		fc.property(fc.uint8Array({maxLength: 300}), octets => {
			const text = Buffer.from(octets).toString('base64');
			expect(Buffer.from(fromBase64(text) ?? []).equals(Buffer.from(octets))).toBe(true);
		}),
	);
});

test('no octets make the reader of keys fail', () => {
	fc.assert(
		fc.property(fc.uint8Array({maxLength: 400}), fc.string(), (octets, text) => {
			rsaBits(octets);
			readDkimKey(text);
			readDkimKey(`v=DKIM1; p=${Buffer.from(octets).toString('base64')}`);
			parseTagList(text);
			readDmarc(`v=DMARC1; ${text}`);
			readStsPolicy(text);
			stsId(text);
		}),
	);
});

test('a tag that is there twice makes a list void', () => {
	expect(parseTagList('v=DMARC1; p=none; p=reject').fault).toBe('duplicate');
	expect(parseTagList(' a = 1 ;b=2;; ').tags).toEqual(
		new Map([
			['a', '1'],
			['b', '2'],
		]),
	);
});

test('only the header of a message counts, however hostile', () => {
	fc.assert(
		fc.property(fc.string(), text => {
			const {signatures, fromDomain} = readMessageHeader(
				`Subject: ${text}\r\n\r\nFrom: a@body.example`,
			);
			expect(fromDomain).not.toBe('body.example');
			for (const {domain, selector} of signatures) {
				expect(`${selector}.${domain}`).toMatch(/^[\w.-]+$/);
			}
		}),
	);
});

test.each([
	['From: Ada <ada@a.example>', 'a.example'],
	['From: "b@b.example" <ada@a.example>', 'a.example'],
	['From: ada@a.example (not c@c.example)', 'a.example'],
	['from:\r\n ada@A.Example', 'a.example'],
	['From: ada@a.example, bob@b.example', ''],
	['From: ada@a.example\r\nFrom: bob@b.example', ''],
	['Subject: From: x@y.example', ''],
])('%j is in the name of %j', (header, domain) => {
	expect(readMessageHeader(header).fromDomain).toBe(domain);
});

test.each<[mx: string, host: string, allowed: boolean]>([
	['mail.example.com', 'MAIL.example.com.', true],
	['*.example.com', 'mx1.example.com', true],
	['*.example.com', 'a.b.example.com', false],
	['*.example.com', 'example.com', false],
	['mail.example.com', 'mail.example.org', false],
])('the policy “mx: %s” allows %s: %s', (mx, host, allowed) => {
	expect(stsAllows({mode: 'enforce', maxAge: 1, mx: [mx]}, host)).toBe(allowed);
});

const list: Blocklist = {
	name: 'L',
	zone: 'l.example',
	kind: 'address',
	codes: [
		{code: '127.0.0.4-7', means: 'range', weight: 'block'},
		{code: '&8', means: 'bit', weight: 'note'},
	],
	refuses: ['127.0.0.1'],
	named: /l\.example/,
	delist: 'https://l.example/',
	about: 'A list.',
	source: 'here',
	asOf: '2026-01',
};

test.each<[codes: readonly string[], state: string]>([
	[['127.0.0.5'], 'listed'],
	[['127.0.0.1'], 'refused'],
	[['127.255.255.253'], 'refused'],
	[['127.0.0.5', '127.255.255.254'], 'refused'],
	[['192.0.2.1'], 'unknown'],
])('the answer %j is %s', (codes, state) => {
	expect(readListing(list, 'ok', codes).state).toBe(state);
});

test.each([
	['servfail', 'unknown'],
	['silent', 'unknown'],
	['refused', 'unknown'],
	['nxdomain', 'clear'],
	['nodata', 'clear'],
] as const)('%s is %s', (status, state) => {
	expect(readListing(list, status, []).state).toBe(state);
});

const connected = seen('endpoint.chosen', {client: '192.168.1.7', address: '198.51.100.25'});
const hello = (text: string) => seen('smtp.reply', {stage: 'ehlo', reply: {code: 250, text}});

test.each<[name: string, text: string, address: string]>([
	['Gmail', 'mx.google.com at your service, [203.0.113.7]', '203.0.113.7'],
	['Exim', 'mail.example.com Hello app.example.net [2001:db8::7]', '2001:db8::7'],
	['its own address is not ours', 'mail [198.51.100.25] hello', ''],
	['a private one is not what others see', 'Hello app [192.168.1.7]', ''],
	['a version is no address', 'mail ESMTP 4.96.1.2.3', ''],
])('where the server sees us: %s', (_, text, address) => {
	expect(sendingAddress([connected, hello(text)]).address).toBe(address);
});

test('the refusal says it, too; and the user knows best', () => {
	const refused = seen('smtp.refusal', {text: 'Client host [203.0.113.9] blocked'});
	expect(sendingAddress([connected, refused])).toEqual({
		address: '203.0.113.9',
		addressFrom: 'server',
		behind: '192.168.1.7',
	});
	expect(sendingAddress([connected, refused], '203.0.113.1')).toMatchObject({
		address: '203.0.113.1',
		addressFrom: 'option',
	});
});

test.each([
	[
		'v=DMARC1; p=quarntine; rua=ada@example.test',
		'v=DMARC1; p=quarantine; rua=mailto:ada@example.test',
	],
	['v=DMARC1; p=rejct; adkim=strict; fo=1', 'v=DMARC1; p=reject; adkim=s; fo=1'],
	['v=DMARC1; p=none; p=reject', 'v=DMARC1; p=reject'],
	['v=DMARC1; policy=reject; sp=quarantine', 'v=DMARC1; p=reject; sp=quarantine'],
	['v=DMARC1; p=block', 'v=DMARC1; p=POLICY'],
	['v=DMARC1 p=reject', 'v=DMARC1; p=POLICY'],
	[
		'v=DMARC1; p:reject; rau=malito:a@example.test, b@example.test',
		'v=DMARC1; p=reject; rua=mailto:a@example.test,mailto:b@example.test',
	],
])('a DMARC record is corrected to what it was meant to be: %s', (written, meant) => {
	expect(correctedDmarc(written)).toBe(`"${meant}"`);
});

test('a corrected DMARC record is never milder than any that was written, and names no other mailbox', () => {
	const policies = ['none', 'quarantine', 'reject'];
	const policy = fc.constantFrom(...policies, 'rejct', 'quarntine', 'block');
	const rua = fc.constantFrom('', '; rua=a@x.test', '; rua=mailto:a@x.test', '; rua=mailto:');
	fc.assert(
		fc.property(policy, policy, rua, (p, again, reports) => {
			const text = correctedDmarc(`v=DMARC1; p=${p}; p=${again}${reports}`).slice(1, -1);
			const read = readDmarc(text);
			const strictest = Math.max(policies.indexOf(p), policies.indexOf(again));
			expect(policies.indexOf(read?.p ?? '')).toBeGreaterThanOrEqual(
				text.includes('p=POLICY') ? 0 : strictest,
			);
			expect(text.includes('rua=')).toBe(reports.includes('a@x.test'));
		}),
	);
});

test('a record that was meant for DMARC is told from others at that name', () => {
	expect(['v=DMARC; p=none', 'DMARC1; p=reject', 'v=DMRAC1; p=rejct'].every(isMeantForDmarc)).toBe(
		true,
	);
	expect(['v=spf1 -all', 'v=DKIM1; p=MIGf', 'p'].some(isMeantForDmarc)).toBe(false);
});

test('TLS-RPT keeps the places for reports, and stands for none with a name in capitals', () => {
	expect(correctedTlsRpt(['v=TLSRPTv1; rua=tls@x.test'], 'x.test')).toBe(
		'"v=TLSRPTv1; rua=mailto:tls@x.test"',
	);
	expect(correctedTlsRpt(['v=TLSRPTv1'], 'x.test')).toBe('"v=TLSRPTv1; rua=mailto:MAILBOX@x.test"');
});
