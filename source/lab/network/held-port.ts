import {once} from 'node:events';
import {connect, createServer, type Server, type Socket} from 'node:net';
import {serverAddress} from './usual-records.ts';

/** The far end of the connections that hold ports. */
export type Anchor = {readonly port: number; close(): Promise<void>};

/**
 * A port that is ours although nothing listens on it, so that connections to it are refused: a
 * connected socket has it as its own end. The system gives such a port to nobody who asks for any,
 * and still lets us listen on it (on Linux beside it, elsewhere after `release`).
 */
export type HeldPort = {
	readonly number: number;
	/** Takes the port again where it was released. */
	hold(): Promise<void>;
	release(): Promise<void>;
};

export function portOf(server: Server): number {
	const bound = server.address();
	if (bound === null || typeof bound === 'string') {
		throw new TypeError('the server does not listen on a port');
	}

	return bound.port;
}

/** Opens a server that takes the connections of held ports and says nothing. */
export async function openAnchor(): Promise<Anchor> {
	const connections = new Set<Socket>();
	const server = createServer(socket => {
		connections.add(socket);
		socket.once('close', () => connections.delete(socket));
		socket.on('error', () => socket.destroy());
		socket.resume();
	});
	server.listen({host: serverAddress, port: 0});
	await once(server, 'listening');
	server.on('error', () => undefined);
	return {
		port: portOf(server),
		async close() {
			const closed = once(server, 'close');
			server.close();
			for (const socket of connections) {
				socket.destroy();
			}

			await closed;
		},
	};
}

async function occupy(anchor: Anchor, localPort: number): Promise<Socket> {
	const socket = connect({
		host: serverAddress,
		port: anchor.port,
		localAddress: serverAddress,
		localPort,
	});
	await once(socket, 'connect');
	socket.on('error', () => socket.destroy());
	socket.resume();
	return socket;
}

/** Takes a free high port. */
export async function holdPort(anchor: Anchor): Promise<HeldPort> {
	let socket: Socket | undefined = await occupy(anchor, 0);
	const number = socket.localPort ?? 0;
	return {
		number,
		async hold() {
			if (!socket || socket.destroyed) {
				socket = await occupy(anchor, number);
			}
		},
		async release() {
			const held = socket;
			socket = undefined;
			if (held && !held.destroyed) {
				const closed = once(held, 'close');
				held.resetAndDestroy();
				await closed;
			}
		},
	};
}
