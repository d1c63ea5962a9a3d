// Addresses in text: as the system reads them, and in the forms that DNS has for them.
import {BlockList, isIP, SocketAddress} from 'node:net';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	dotted,
	inNetwork,
	isPublic,
	parseAddress,
	parseClient,
	pointerName,
	reversed,
} from '../../../source/core/records/ip-address.ts';
import {isGenericName} from '../../../source/core/records/reverse-name.ts';

const v4 = fc.ipV4();
const v6 = fc.ipV6();

test('an address is what the system takes for one', () => {
	fc.assert(
		fc.property(fc.oneof(v4, v6, fc.stringMatching(/^[\d.:a-f]{0,20}$/)), text => {
			expect(parseAddress(text) !== undefined, text).toBe(isIP(text) !== 0);
		}),
	);
});

test('the octets of IPv6 are those of the system', () => {
	fc.assert(
		fc.property(v6, text => {
			const groups = parseAddress(text)?.reduce<string[]>((found, octet, index) => {
				const hex = octet.toString(16).padStart(2, '0');
				return index % 2 === 0 ? [...found, hex] : [...found.slice(0, -1), `${found.at(-1)}${hex}`];
			}, []);
			const written = groups?.join(':') ?? '';
			const same = (address: string) => new SocketAddress({address, family: 'ipv6'}).address;
			expect(same(written)).toBe(same(text));
		}),
	);
});

test('networks hold the addresses that the system finds in them', () => {
	fc.assert(
		fc.property(v4, v4, fc.nat(32), (address, network, bits) => {
			const list = new BlockList();
			list.addSubnet(network, bits, 'ipv4');
			const [a = [], n = []] = [parseAddress(address), parseAddress(network)];
			expect(inNetwork(a, n, bits)).toBe(list.check(address, 'ipv4'));
		}),
	);
});

test('forms of DNS', () => {
	expect(pointerName(parseAddress('192.0.2.5') ?? [])).toBe('5.2.0.192.in-addr.arpa');
	expect(reversed(parseAddress('2001:db8::1') ?? [])).toBe(
		'1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2',
	);
	expect(dotted(parseAddress('192.0.2.5') ?? [])).toBe('192.0.2.5');
	expect(parseClient('::ffff:192.0.2.5')).toEqual([192, 0, 2, 5]);
});

test.each([
	['203.0.113.7', true],
	['2001:db8::7', true],
	['10.1.2.3', false],
	['172.31.0.1', false],
	['172.32.0.1', true],
	['100.64.3.2', false],
	['192.168.1.1', false],
	['127.0.0.1', false],
	['::ffff:10.0.0.1', false],
	['::1', false],
	['fe80::1%eth0', false],
	['fd00::1', false],
	['mail.example.com', false],
])('%s can be seen by others: %s', (address, seen) => {
	expect(isPublic(address)).toBe(seen);
});

test.each<[name: string, address: string, generic: boolean]>([
	['203-0-113-77.dyn.isp.example', '203.0.113.77', true],
	['77.113.0.203.static.isp.example', '203.0.113.77', true],
	['ip-203-0-113-77.ec2.internal.example', '203.0.113.77', true],
	['cb00714d.pool.isp.example', '203.0.113.77', true],
	['host77-113.pool.isp.example', '203.0.113.77', true],
	['mail.example.com', '203.0.113.77', false],
	['mx77.example.com', '203.0.113.77', false],
	['mx1.mail.pool.example.com', '203.0.113.77', false],
	['smtp-113-77.esp.example', '203.0.113.77', false],
	['2001-db8-0-0-0-0-25-7.v6.isp.example', '2001:db8::25:7', false],
	['20010db8000000000000000000250007.v6.isp.example', '2001:db8::25:7', true],
	['mail.example.com', '2001:db8::1', false],
])('%s for %s is generic: %s', (name, address, generic) => {
	expect(isGenericName(name, address)).toBe(generic);
});
