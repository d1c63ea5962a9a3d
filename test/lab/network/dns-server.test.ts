import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {connect} from 'node:net';
import dnsPacket, {type DecodedPacket, type Packet} from 'dns-packet';
import fc from 'fast-check';
import {expect, onTestFinished, test} from 'vitest';
import {answerDns} from '../../../source/lab/network/dns-message.ts';
import {startDnsServer} from '../../../source/lab/network/dns-server.ts';
import {usualRecords} from '../../../source/lab/network/usual-records.ts';
import {createZone, recordTypes} from '../../../source/lab/network/zone.ts';

const long = Array.from({length: 40}, (_, i) => `many.example MX ${i} host${i}.many.example`);
const further = ['newbrand.example MX 10 mail.shop.example', 'nomail.example MX 0 .', ...long];
const zone = createZone(usualRecords, further);

async function start() {
	const server = await startDnsServer(zone);
	onTestFinished(async () => server.close());
	return server;
}

type Type = 'A' | 'AAAA' | 'MX' | 'PTR' | 'TXT';

const question = (name: string, type: Type, extra: Packet = {}): Packet => ({
	type: 'query',
	id: 4711,
	flags: dnsPacket.RECURSION_DESIRED,
	questions: [{name, type, class: 'IN'}],
	...extra,
});

async function overUdp(port: number, packet: Packet): Promise<DecodedPacket> {
	const socket = createSocket('udp4');
	socket.send(dnsPacket.encode(packet), port, '127.0.0.1');
	const [message] = (await once(socket, 'message')) as [Buffer];
	socket.close();
	return dnsPacket.decode(message);
}

async function overTcp(port: number, packets: readonly Packet[]): Promise<DecodedPacket[]> {
	const socket = connect(port, '127.0.0.1');
	const bytes = Buffer.concat(packets.map(packet => dnsPacket.streamEncode(packet)));
	// Cut where no message ends
	socket.write(bytes.subarray(0, 5));
	socket.write(bytes.subarray(5));
	let read = Buffer.alloc(0);
	const found: DecodedPacket[] = [];
	for await (const chunk of socket) {
		read = Buffer.concat([read, chunk as Buffer]);
		while (read.length >= 2 && read.length >= 2 + read.readUInt16BE(0)) {
			const end = 2 + read.readUInt16BE(0);
			found.push(dnsPacket.decode(read.subarray(2, end)));
			read = read.subarray(end);
		}

		if (found.length === packets.length) {
			break;
		}
	}

	return found;
}

const rcode = ({flags = 0}: DecodedPacket): number => flags & 0xf;
const data = ({answers = []}: DecodedPacket) =>
	answers.map(a => ('data' in a ? a.data : undefined));

test('the names of the lab are found, over UDP and over TCP', async () => {
	const {port} = await start();
	expect(data(await overUdp(port, question('mail.shop.example', 'A')))).toEqual(['127.0.0.1']);
	expect(data(await overUdp(port, question('CUSTOMER.example', 'MX')))).toEqual([
		{preference: 10, exchange: 'mx1.customer.example'},
		{preference: 20, exchange: 'mx2.customer.example'},
	]);
	const [mx, pointer] = await overTcp(port, [
		question('newbrand.example', 'MX'),
		question('1.0.0.127.in-addr.arpa', 'PTR'),
	]);
	expect(mx && data(mx)).toEqual([{preference: 10, exchange: 'mail.shop.example'}]);
	expect(pointer && data(pointer)).toEqual(['app01.shop.example']);
});

test('an alias is followed, and both records are in the answer', async () => {
	const {port} = await start();
	expect(data(await overUdp(port, question('www.shop.example', 'A')))).toEqual([
		'shop.example',
		'127.0.0.80',
	]);
});

test('a null MX is one record with the root as its host', async () => {
	const {port} = await start();
	expect(data(await overUdp(port, question('nomail.example', 'MX')))).toEqual([
		{preference: 0, exchange: '.'},
	]);
});

test.each([
	{name: 'nowhere.example', type: 'A' as const, says: 3},
	{name: 'mail.shop.example', type: 'AAAA' as const, says: 0},
	{name: 'example', type: 'A' as const, says: 0},
	{name: 'mail.example.com', type: 'A' as const, says: 5},
	{name: '9.9.9.127.in-addr.arpa', type: 'PTR' as const, says: 3},
])('$name $type is empty with RCODE $says', async ({name, type, says}) => {
	const {port} = await start();
	const reply = await overUdp(port, question(name, type));
	expect(rcode(reply)).toBe(says);
	expect(reply.answers).toEqual([]);
	expect(reply.id).toBe(4711);
	expect(reply.questions).toEqual([expect.objectContaining({name, type})]);
	expect(reply.authorities?.map(a => a.type)).toEqual(says === 5 ? [] : ['SOA']);
});

test('an answer that is too long for UDP is cut, and whole over TCP', async () => {
	const {port} = await start();
	const cut = await overUdp(port, question('many.example', 'MX'));
	expect((cut.flags ?? 0) & dnsPacket.TRUNCATED_RESPONSE).toBeTruthy();
	expect(cut.answers).toEqual([]);
	const [whole] = await overTcp(port, [question('many.example', 'MX')]);
	expect(whole?.answers).toHaveLength(long.length);
});

test('EDNS is answered with EDNS, and without it there is none', async () => {
	const {port} = await start();
	const opt = {
		type: 'OPT' as const,
		name: '.',
		udpPayloadSize: 1232,
		extendedRcode: 0,
		ednsVersion: 0,
		flags: 0,
		flag_do: false,
		options: [],
	};
	const asked = question('mail.shop.example', 'A', {additionals: [opt]});
	expect((await overUdp(port, asked)).additionals?.map(a => a.type)).toEqual(['OPT']);
	const plain = question('mail.shop.example', 'A');
	expect((await overUdp(port, plain)).additionals).toEqual([]);
});

test('what is no query gets no answer, and the server lives on', async () => {
	const {port} = await start();
	const socket = createSocket('udp4');
	socket.send(Buffer.from('no DNS at all'), port, '127.0.0.1');
	socket.send(
		dnsPacket.encode({...question('mail.shop.example', 'A'), type: 'response'}),
		port,
		'127.0.0.1',
	);
	expect(data(await overUdp(port, question('mail.shop.example', 'A')))).toEqual(['127.0.0.1']);
	socket.close();
	const stranger = connect(port, '127.0.0.1');
	stranger.write(Buffer.from([0, 3, 1, 2, 3]));
	stranger.resume();
	await once(stranger, 'close');
});

test('no bytes make the server fail', () => {
	fc.assert(
		fc.property(fc.uint8Array({maxLength: 300}), bytes => {
			const reply = answerDns(zone, bytes, 'udp');
			expect(reply === undefined || reply.length <= 1232).toBe(true);
		}),
	);
});

test('a name has what its records say, and no name has what nobody wrote', () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...recordTypes),
			fc.stringMatching(/^[a-z]{1,12}$/),
			(type, name) => {
				const own = createZone([], [`${name}.example ${type} there.example`]);
				expect(own.lookup(`${name.toUpperCase()}.example.`, type).status).toBe('ok');
				expect(own.lookup(`x${name}.example`, type).status).toBe('nxdomain');
				expect(own.lookup(name, type).status).toBe('refused');
			},
		),
	);
});
