import {createSocket, type Socket as UdpSocket} from 'node:dgram';
import {once} from 'node:events';
import {createServer, type Server, type Socket} from 'node:net';
import {answerDns} from './dns-message.ts';
import {serverAddress} from './usual-records.ts';
import type {Zone} from './zone.ts';

export type DnsServer = {readonly address: string; readonly port: number; close(): Promise<void>};

/** UDP and TCP need the same number; another one is tried where it is taken by somebody else. */
const tries = 20;
const idleLimit = 10_000;
const connectionLimit = 20;

/** Answers on one TCP connection: each message with its length before it (RFC 1035 4.2.2). */
function serveTcp(zone: Zone, socket: Socket): void {
	let unread = Buffer.alloc(0);
	socket.setTimeout(idleLimit, () => socket.destroy());
	socket.on('error', () => socket.destroy());
	socket.on('data', (chunk: Buffer) => {
		unread = Buffer.concat([unread, chunk]);
		while (unread.length >= 2 && unread.length >= 2 + unread.readUInt16BE(0)) {
			const end = 2 + unread.readUInt16BE(0);
			const reply = answerDns(zone, unread.subarray(2, end), 'tcp');
			unread = unread.subarray(end);
			if (!reply) {
				socket.destroy();
				return;
			}

			const length = Buffer.alloc(2);
			length.writeUInt16BE(reply.length);
			socket.write(Buffer.concat([length, reply]));
		}
	});
}

function serveUdp(zone: Zone, socket: UdpSocket): void {
	socket.on('message', (message, from) => {
		const reply = answerDns(zone, message, 'udp');
		if (reply) {
			socket.send(reply, from.port, from.address);
		}
	});
	// An asker that has gone away (ICMP) is no fault of the server.
	socket.on('error', () => undefined);
}

async function bindBoth(tcp: Server): Promise<UdpSocket> {
	for (let left = tries; ; left--) {
		tcp.listen({host: serverAddress, port: 0});
		await once(tcp, 'listening');
		const bound = tcp.address();
		const udp = createSocket('udp4');
		try {
			udp.bind({address: serverAddress, port: typeof bound === 'object' ? (bound?.port ?? 0) : 0});
			await once(udp, 'listening');
			return udp;
		} catch (error) {
			udp.close();
			tcp.close();
			await once(tcp, 'close');
			if (left === 1) {
				throw error;
			}
		}
	}
}

/** Starts a small DNS server for a zone on loopback, over UDP and TCP on one high port. */
export async function startDnsServer(zone: Zone): Promise<DnsServer> {
	const connections = new Set<Socket>();
	const tcp = createServer(socket => {
		connections.add(socket);
		socket.once('close', () => connections.delete(socket));
		serveTcp(zone, socket);
	});
	tcp.maxConnections = connectionLimit;
	const udp = await bindBoth(tcp);
	serveUdp(zone, udp);
	tcp.on('error', () => undefined);
	let closed: Promise<void> | undefined;
	return {
		address: serverAddress,
		port: udp.address().port,
		async close() {
			closed ??= (async () => {
				const ends = Promise.all([once(tcp, 'close'), once(udp, 'close')]);
				tcp.close();
				udp.close();
				for (const socket of connections) {
					socket.destroy();
				}

				await ends;
			})();
			return closed;
		},
	};
}
