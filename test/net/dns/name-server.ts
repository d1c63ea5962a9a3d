// A name server on loopback, over UDP and TCP on one port, that says whatever a test wants.
import {createSocket, type Socket as UdpSocket} from 'node:dgram';
import {once} from 'node:events';
import {createServer, type Server, type Socket} from 'node:net';
import {
	AUTHENTIC_DATA,
	decode,
	type DecodedPacket,
	encode,
	type Packet,
	RECURSION_AVAILABLE,
} from 'dns-packet';
import {onTestFinished} from 'vitest';
import type {ResolverAddress} from '../../../source/core/options.ts';

export type Asked = {
	query: DecodedPacket;
	over: 'udp' | 'tcp';
	from: number;
	/** Answers this query at another time. */
	reply(said: Partial<Packet> | Buffer): void;
};

/** What is said: a message that answers the query, raw bytes, several of them, or nothing. */
export type Said = Partial<Packet> | Buffer | ReadonlyArray<Partial<Packet> | Buffer> | undefined;

export const rcodes = {formerr: 1, servfail: 2, nxdomain: 3, notimp: 4, refused: 5} as const;
export const authentic = AUTHENTIC_DATA;

export function messageFor(query: DecodedPacket, said: Partial<Packet> | Buffer): Buffer {
	if (Buffer.isBuffer(said)) {
		return said;
	}

	const flags = RECURSION_AVAILABLE | (said.flags ?? 0);
	const {id = 0, questions = []} = query;
	return encode({type: 'response', id, questions, ...said, flags});
}

function withLength(message: Buffer): Buffer {
	const length = Buffer.alloc(2);
	length.writeUInt16BE(message.length);
	return Buffer.concat([length, message]);
}

/** Takes a port that is free for UDP and TCP alike. */
async function takePort(udp: () => UdpSocket, tcp: Server): Promise<UdpSocket> {
	for (;;) {
		const socket = udp();
		socket.bind(0, '127.0.0.1');
		await once(socket, 'listening');
		tcp.listen(socket.address().port, '127.0.0.1');
		try {
			await once(tcp, 'listening');
			return socket;
		} catch {
			socket.close();
		}
	}
}

/** Answers until the test ends; returns its address. */
export async function serveNames(say: (asked: Asked) => Said): Promise<ResolverAddress> {
	const connections = new Set<Socket>();
	const messages = (asked: Asked): readonly Buffer[] => {
		const said = say(asked);
		const list = said === undefined ? [] : Array.isArray(said) ? said : [said];
		return list.map(each => messageFor(asked.query, each));
	};

	const tcp = createServer({noDelay: true}, socket => {
		connections.add(socket);
		socket.on('error', () => {});
		socket.once('data', (bytes: Buffer) => {
			const query = decode(bytes.subarray(2));
			const reply = (said: Partial<Packet> | Buffer) =>
				socket.write(withLength(messageFor(query, said)));
			const from = socket.remotePort ?? 0;
			const answers = messages({query, over: 'tcp', from, reply});
			for (const byte of Buffer.concat(answers.map(withLength))) {
				socket.write(Buffer.of(byte));
			}

			if (answers.length === 0) {
				socket.end();
			}
		});
	});
	const udp = await takePort(() => createSocket('udp4'), tcp);
	udp.on('message', (bytes, {port}) => {
		const query = decode(bytes);
		const send = (message: Buffer) => udp.send(message, port, '127.0.0.1');
		const reply = (said: Partial<Packet> | Buffer) => send(messageFor(query, said));
		for (const message of messages({query, over: 'udp', from: port, reply})) {
			send(message);
		}
	});
	onTestFinished(() => {
		udp.close();
		tcp.close();
		for (const socket of connections) {
			socket.destroy();
		}
	});
	return {address: '127.0.0.1', port: udp.address().port};
}
