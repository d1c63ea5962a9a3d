// Resolvers, and who pretends to be one, may send anything.
import {encode} from 'dns-packet';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {DnsQuestion} from '../../../source/core/ports.ts';
import {createQuery} from '../../../source/net/dns/query.ts';
import {readAnswer} from '../../../source/net/dns/read-answer.ts';

const types: ReadonlyArray<DnsQuestion['type']> = [
	'A',
	'AAAA',
	'MX',
	'PTR',
	'TXT',
	'CNAME',
	'TLSA',
];
const type = fc.constantFrom(...types);
const printable = /^[!-~]*$/;

/** What can be said of any answer whatever. */
function expectSound(bytes: Buffer, asked: DnsQuestion['type'], id: number): void {
	const query = {...createQuery({name: 'mail.example', type: asked}, true), id};
	const read = readAnswer(bytes, query);
	if (read.kind !== 'answer') {
		return;
	}

	const {reading} = read;
	expect(reading.records.length > 0).toBe(reading.status === 'ok');
	expect(reading.records.length).toBeLessThanOrEqual(64);
	expect(reading.ttl ?? 0).toBeGreaterThanOrEqual(0);
	for (const record of asked === 'TXT' ? [] : reading.records) {
		const parts = record.split(' ');
		expect(parts).toHaveLength(asked === 'MX' ? 2 : asked === 'TLSA' ? 4 : 1);
		expect(parts.every(part => printable.test(part))).toBe(true);
	}
}

test('any bytes are read without a throw', () => {
	fc.assert(
		fc.property(fc.uint8Array({maxLength: 600}), type, (bytes, asked) => {
			expectSound(
				Buffer.from(bytes),
				asked,
				bytes.length < 2 ? 0 : Buffer.from(bytes).readUInt16BE(0),
			);
		}),
		{numRuns: 500},
	);
});

test('an answer that was changed in some places is read without a throw', () => {
	fc.assert(
		fc.property(
			type,
			fc.array(fc.tuple(fc.nat(400), fc.nat(255)), {maxLength: 6}),
			fc.nat(400),
			(asked, changes, cut) => {
				const name = 'mail.example';
				const bytes = encode({
					type: 'response',
					id: 7,
					questions: [{type: asked, name}],
					answers: [
						{type: 'CNAME', name, data: 'b.example', ttl: 5},
						{type: 'A', name: 'b.example', data: '192.0.2.1', ttl: 0xff_ff_ff_ff},
						{type: 'AAAA', name: 'b.example', data: '2001:db8::1'},
						{type: 'MX', name: 'b.example', data: {preference: 1, exchange: 'mx.example'}},
						{type: 'PTR', name: 'b.example', data: 'host.example'},
						{type: 'TXT', name: 'b.example', data: ['v=spf1', '-all']},
						{
							type: 'TLSA',
							name: 'b.example',
							data: {usage: 3, selector: 1, matchingType: 1, certificate: Buffer.alloc(32)},
						},
					],
				});
				for (const [place, octet] of changes) {
					// Id and flags stay, so that it is read to the end
					bytes[4 + (place % (bytes.length - 4))] = octet;
				}

				expectSound(bytes.subarray(0, Math.max(12, bytes.length - (cut % bytes.length))), asked, 7);
			},
		),
		{numRuns: 1000},
	);
});

test('a message made to keep its reader busy is not read', () => {
	// The first record holds pointers that each lead to the one before; all others begin at the last one
	const bytes = Buffer.alloc(0xff_ff);
	const query = createQuery({name: 'mail.example', type: 'A'}, false);
	query.bytes.copy(bytes);
	bytes.writeUInt16BE(0x80_00, 2);
	const chain = query.bytes.length + 11;
	const last = 0x3f_f0 + (chain % 2);
	bytes.writeUInt16BE(10, chain - 10);
	bytes.writeUInt16BE(1, chain - 8);
	bytes.writeUInt16BE(last + 2 - chain, chain - 2);
	for (let at = chain + 2; at <= last; at += 2) {
		bytes.writeUInt16BE(0xc0_00 + at - 2, at);
	}

	let count = 1;
	for (let at = last + 2; at + 12 <= bytes.length; at += 12) {
		bytes.writeUInt16BE(0xc0_00 + last, at);
		bytes.writeUInt16BE(10, at + 2);
		bytes.writeUInt16BE(1, at + 4);
		count += 1;
	}

	bytes.writeUInt16BE(count, 6);
	expect(count).toBeGreaterThan(4000);
	expect(readAnswer(bytes, query)).toMatchObject({reading: {status: 'malformed'}});
});
