import {expect, test} from 'vitest';
import {observation, type Facts, type Observation} from '../../source/core/observation.ts';
import {hostTable} from '../../source/output/host-table.ts';

const port = (address: string, more: Partial<Facts['tcp.open']> = {}): Facts['tcp.open'] => ({
	host: 'mx.example.test',
	address,
	port: 25,
	service: 'smtp',
	role: 'conversation',
	after: 12,
	...more,
});
const has = (host: string, addresses: readonly string[], preference: number | null = null) =>
	observation('dns.address', {host, addresses, preference});

test('one address needs no table', () => {
	expect(hostTable([has('mx.example.test', ['192.0.2.1'])])).toEqual([]);
});

test('the hosts of a domain stand in the order of their preference, with what became of each', () => {
	const seen: Observation[] = [
		observation('dns.mx', {
			domain: 'example.test',
			source: 'mx',
			exchanges: [
				{preference: 20, exchange: 'mx2.example.test'},
				{preference: 5, exchange: 'mx1.example.test'},
				{preference: 30, exchange: 'gone.example.test'},
			],
		}),
		has('mx2.example.test', ['192.0.2.2'], 20),
		has('mx1.example.test', ['192.0.2.1', '2001:db8::1'], 5),
		observation('tcp.refused', {...port('192.0.2.1'), code: 'ECONNREFUSED'}),
		observation('tcp.silent', port('2001:db8::1', {after: 10_000})),
		observation('other.failed', {
			host: 'mx2.example.test',
			address: '192.0.2.2',
			port: 25,
			class: 'banner-rejected',
			family: 4,
			why: '554 no',
		}),
	];
	const [, ...rows] = hostTable(seen);
	expect(rows.map(row => row.trim().replaceAll(/ {2,}/g, ' | '))).toEqual([
		'MX | host | address | what it came to',
		'5 | mx1.example.test | 192.0.2.1 | port 25 refused (12 ms)',
		'5 | mx1.example.test | 2001:db8::1 | port 25 gave no answer in 10.0 s',
		'20 | mx2.example.test | 192.0.2.2 | 554 no',
		'30 | gone.example.test | - | has no address that mail could go to',
	]);
});
