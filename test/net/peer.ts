// The other end of a connection, on a real socket on loopback.
import {once} from 'node:events';
import {createServer, type Server, type Socket} from 'node:net';
import {createServer as createTlsServer, type TlsOptions, type TLSSocket} from 'node:tls';
import {onTestFinished} from 'vitest';
import type {Wire} from '../../source/core/ports.ts';
import {connect} from '../../source/net/connect.ts';

/** A signal that never aborts. */
export const calm: AbortSignal = new AbortController().signal;

/** Longer than any answer on loopback takes; nothing waits for it but a test that fails. */
export const patience = 5000;

async function open(server: Server, connections: Set<Socket>): Promise<number> {
	server.on('connection', socket => {
		connections.add(socket);
		socket.on('error', () => {});
	});
	server.listen(0, '127.0.0.1');
	onTestFinished(() => {
		server.close();
		for (const socket of connections) {
			socket.destroy();
		}
	});
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') {
		throw new TypeError('a TCP server has a port');
	}

	return address.port;
}

/** Serves until the test ends; returns the port. */
export async function listen(serve: (socket: Socket) => void): Promise<number> {
	return open(createServer({allowHalfOpen: true, noDelay: true}, serve), new Set());
}

/** The same with TLS from the first byte. */
export async function listenTls(
	options: TlsOptions,
	serve: (socket: TLSSocket) => void = () => {},
): Promise<number> {
	const server = createTlsServer(options, socket => {
		socket.on('error', () => {});
		serve(socket);
	});
	server.on('tlsClientError', () => {});
	return open(server, new Set());
}

/** A wire to a port of this machine. */
export async function dial(port: number): Promise<Wire> {
	const connected = await connect({address: '127.0.0.1', port, timeout: patience}, calm);
	if (!connected.ok) {
		throw new Error(`no connection: ${connected.code}`);
	}

	onTestFinished(() => connected.wire.destroy());
	return connected.wire;
}

/** A port of this machine that nothing listens on. */
export async function closedPort(): Promise<number> {
	const server = createServer();
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	if (address === null || typeof address === 'string') {
		throw new TypeError('a TCP server has a port');
	}

	return address.port;
}
