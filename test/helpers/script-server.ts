import {createServer, type AddressInfo, type Server, type Socket} from 'node:net';
import {TLSSocket, createSecureContext, type SecureContext} from 'node:tls';
import {onTestFinished} from 'vitest';
import {
	mintCertificates,
	type PracticeCertificates,
} from '../../source/lab/certificates/mint-certificates.ts';

/** One client of a scripted server, as the script sees it. */
export type Peer = {
	/** Number of the connection, from 1. */
	readonly number: number;
	/** Sends bytes, in as many pieces as are given, each in a packet of its own. */
	say(...pieces: ReadonlyArray<string | Uint8Array>): Promise<void>;
	/** The client's next line without its ending; `undefined` where it is gone. */
	hear(): Promise<string | undefined>;
	/** Lets time go by, or less where the client goes meanwhile. Returns whether it is still there. */
	pause(milliseconds: number): Promise<boolean>;
	startTls(certificates?: PracticeCertificates): Promise<void>;
	/** Sends FIN. */
	close(): void;
	/** Sends RST. */
	reset(): void;
	/** Resolves when the client has closed. */
	readonly gone: Promise<void>;
	readonly isGone: boolean;
};

export type Script = (peer: Peer) => Promise<void>;

export type ScriptServer = {
	readonly port: number;
	readonly address: string;
	/** Lines of the clients, in order, with what was sent under TLS as well. */
	readonly heard: string[];
	/** Pieces in which the clients’ bytes came, as text. */
	readonly packets: string[];
	/** Connections so far, those that stand now, and the most that stood at once. */
	readonly connections: number;
	readonly open: number;
	readonly most: number;
	/** Resolves when no connection stands. */
	idle(): Promise<void>;
};

/** One certificate for all tests of a file: minting takes a moment. */
export const certificates: PracticeCertificates = mintCertificates([
	'mail.example.test',
	'localhost',
]);

function contextOf({key, cert}: PracticeCertificates): SecureContext {
	return createSecureContext({key, cert});
}

const quiet = () => {};

function peerOf(first: Socket, number: number, heard: string[], packets: string[]): Peer {
	let socket = first;
	let buffer = '';
	const client = {isGone: false};
	const lines: string[] = [];
	let wake: () => void = quiet;
	let leave: () => void = quiet;
	const gone = new Promise<void>(resolve => {
		leave = () => {
			client.isGone = true;
			resolve();
			wake();
		};
	});
	first.once('end', leave).once('close', leave);
	const read = (bytes: Buffer) => {
		const text = bytes.toString('latin1');
		packets.push(text);
		const parts = `${buffer}${text}`.split('\r\n');
		buffer = parts.pop() ?? '';
		lines.push(...parts);
		heard.push(...parts);
		wake();
	};

	socket.on('data', read);
	return {
		number,
		gone,
		get isGone() {
			return client.isGone;
		},
		async say(...pieces) {
			for (const piece of pieces) {
				const written = new Promise<void>(resolve => {
					socket.write(piece, () => resolve());
				});
				await Promise.race([written, gone]);
				if (pieces.length > 1) {
					await new Promise(resolve => {
						setTimeout(resolve, 5);
					});
				}
			}
		},
		async hear() {
			while (lines.length === 0 && !client.isGone) {
				await new Promise<void>(resolve => {
					wake = resolve;
				});
			}

			return lines.shift();
		},
		async pause(milliseconds) {
			const time = new Promise(resolve => {
				setTimeout(resolve, milliseconds).unref();
			});
			await Promise.race([time, gone]);
			return !client.isGone;
		},
		async startTls(given = certificates) {
			socket.off('data', read);
			const secure = new TLSSocket(socket, {isServer: true, secureContext: contextOf(given)});
			secure.on('end', leave).on('close', leave).on('data', read);
			// After a failed handshake only the socket below can still be closed
			secure.on('error', () => first.destroy());
			socket = secure;
			await Promise.race([
				new Promise<void>(resolve => {
					secure.once('secure', () => resolve());
				}),
				gone,
			]);
		},
		close() {
			socket.end();
			if (client.isGone) {
				first.destroySoon();
			}
		},
		reset() {
			first.resetAndDestroy();
		},
	};
}

/**
 * A server on loopback that does what its script says, with each connection, and records what the
 * clients send. Without more to say it waits for the client to go. Ends with the test.
 */
export async function startScriptServer(
	script: Script,
	{address = '127.0.0.1', port = 0}: {address?: string; port?: number} = {},
): Promise<ScriptServer> {
	const sockets = new Set<Socket>();
	const heard: string[] = [];
	const packets: string[] = [];
	const waiting: Array<() => void> = [];
	let connections = 0;
	let most = 0;
	const server: Server = createServer({allowHalfOpen: true}, socket => {
		connections++;
		sockets.add(socket);
		most = Math.max(most, sockets.size);
		socket.on('error', quiet).on('close', () => {
			sockets.delete(socket);
			if (sockets.size === 0) {
				for (const done of waiting.splice(0)) {
					done();
				}
			}
		});
		const peer = peerOf(socket, connections, heard, packets);
		const play = async () => {
			await script(peer);
			await peer.gone;
			peer.close();
		};

		void play();
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject).listen(port, address, resolve);
	});
	onTestFinished(() => {
		for (const socket of sockets) {
			socket.destroy();
		}

		server.close();
	});
	return {
		port: (server.address() as AddressInfo).port,
		address,
		heard,
		packets,
		get connections() {
			return connections;
		},
		get open() {
			return sockets.size;
		},
		get most() {
			return most;
		},
		async idle() {
			if (sockets.size > 0) {
				await new Promise<void>(resolve => {
					waiting.push(resolve);
				});
			}
		},
	};
}
