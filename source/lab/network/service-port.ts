import {once} from 'node:events';
import {createServer, type Server, type Socket} from 'node:net';
import type {PortState} from '../settings/port-states.ts';
import {holdPort, type Anchor} from './held-port.ts';
import {openSilentPort} from './silent-port.ts';
import {serverAddress} from './usual-records.ts';

/** The port of one service of the practice server, with the same number in every state. */
export type ServicePort = {
	readonly number: number;
	readonly state: PortState;
	/** Rejects with a sentence where the system cannot do it; the port is refused then. */
	enter(state: PortState): Promise<void>;
	/** Ends all connections and frees the port. */
	close(): Promise<void>;
};

const connectionLimit = 100;

async function listening(server: Server, port: number): Promise<void> {
	server.listen({host: serverAddress, port});
	await once(server, 'listening');
}

/** Takes a port, refused at first; `serve` gets the connections while it is open. */
export async function openServicePort(
	anchor: Anchor,
	serve: (socket: Socket) => void,
): Promise<ServicePort> {
	const held = await holdPort(anchor);
	const {number} = held;
	let state: PortState = 'refused';
	let leave: () => Promise<void> = async () => undefined;

	const listen = async (server: Server): Promise<void> => {
		try {
			await listening(server, number);
		} catch {
			// Not on Linux: here the port must be free before anybody listens on it.
			await held.release();
			await listening(server, number);
		}
	};

	const open = async (): Promise<() => Promise<void>> => {
		const connections = new Set<Socket>();
		const server = createServer(socket => {
			connections.add(socket);
			socket.once('close', () => connections.delete(socket));
			serve(socket);
		});
		server.maxConnections = connectionLimit;
		await listen(server);
		server.on('error', () => undefined);
		return async () => {
			const closed = once(server, 'close');
			server.close();
			for (const socket of connections) {
				socket.destroy();
			}

			await closed;
			await held.hold();
		};
	};

	return {
		number,
		get state() {
			return state;
		},
		async enter(next) {
			if (next === state) {
				return;
			}

			const before = leave;
			leave = async () => undefined;
			state = 'refused';
			await before();
			switch (next) {
				case 'refused': {
					return;
				}

				case 'open': {
					leave = await open();
					break;
				}

				case 'silent': {
					const silent = await openSilentPort(number, serverAddress);
					leave = silent.close;
					break;
				}
			}

			state = next;
		},
		async close() {
			const before = leave;
			leave = async () => undefined;
			state = 'refused';
			await before();
			await held.release();
		},
	};
}
