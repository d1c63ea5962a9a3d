import type {Duplex} from 'node:stream';
import type {ChannelBinding, Secured, TlsRequest, Wire} from '../core/ports.ts';
import {createInbox, type Inbox} from './create-inbox.ts';
import {errorCode} from './error-code.ts';
import {now} from './now.ts';

/** More unread data than this, in bytes, and the socket is left to the kernel's flow control. */
const unreadLimit = 512 * 1024;
/** How long, in milliseconds, a peer has to answer FIN before the socket is freed. */
const closeWithin = 1000;

/** What a read meets after this side has closed. */
const closedHere = 'ERR_SOCKET_CLOSED';

/** A socket, or a stream through something else that stands for one. */
export type WireStream = Duplex & {unref?(): unknown};

type ConnectionFacts = Pick<Wire, 'local' | 'remote' | 'after' | 'connectedAt'>;

/** Leads what happens on a socket into an inbox, stamped as it comes. Returns how to stop that. */
function feed(socket: WireStream, inbox: Inbox): () => void {
	let failed = false;
	const data = (bytes: Uint8Array) => {
		inbox.push({kind: 'data', bytes, at: now()});
		if (inbox.weight > unreadLimit) {
			socket.pause();
		}
	};

	const end = () => {
		inbox.push({kind: 'end', at: now()});
	};

	const erred = (error: Error) => {
		failed = true;
		inbox.push({kind: 'error', code: errorCode(error), at: now()});
	};

	const closed = () => {
		// Freed without an error or FIN before: by this side
		if (!failed && !socket.readableEnded) {
			inbox.push({kind: 'error', code: closedHere, at: now()});
		}
	};

	if (socket.errored) {
		erred(socket.errored);
	}

	socket.on('data', data).on('end', end).on('error', erred).on('close', closed);
	return () => {
		socket.off('data', data).off('end', end).off('error', erred).off('close', closed);
		socket.on('error', () => {});
	};
}

/** Reads on without keeping anything, so that the peer's FIN is seen and no RST sent for the rest. */
function closeSoon(socket: WireStream): void {
	const timer = setTimeout(() => {
		socket.destroy();
	}, closeWithin);
	timer.unref();
	socket.unref?.();
	socket.once('close', () => {
		clearTimeout(timer);
	});
	socket.on('data', () => {});
	socket.resume();
	socket.end();
}

/** Makes a wire of a socket that has just connected. */
export function createWire(connected: WireStream, facts: ConnectionFacts): Wire {
	let socket = connected;
	let secure = false;
	let binding: (() => ChannelBinding | undefined) | undefined;
	let closing = false;
	const inbox = createInbox(() => {
		if (socket.isPaused() && inbox.weight <= unreadLimit / 2) {
			socket.resume();
		}
	});
	let stop = feed(socket, inbox);

	return {
		...facts,
		get secure() {
			return secure;
		},
		write(bytes) {
			if (socket.writable) {
				socket.write(bytes);
			}
		},
		read: async (deadline, signal) => inbox.take(deadline, signal),
		drain: () => inbox.drain(),
		async upgrade(request: TlsRequest, signal): Promise<Secured> {
			signal.throwIfAborted();
			// Most of what TLS takes to load is not needed for a verdict about a closed port
			const {startTls} = await import('./start-tls.ts');
			const begin = await startTls(request);
			signal.throwIfAborted();
			stop();
			// What came in plain must not count as said in TLS (CVE-2011-0411)
			const early = inbox.drain().flatMap(chunk => (chunk.kind === 'data' ? [chunk.bytes] : []));
			for (let bytes: unknown = socket.read(); bytes instanceof Uint8Array; bytes = socket.read()) {
				early.push(bytes);
			}

			const dropped = Buffer.concat(early);

			let code = closedHere;
			try {
				const secured = await begin(socket, signal, channel => {
					({socket, binding} = channel);
					secure = true;
					stop = feed(socket, inbox);
				});
				code = secured.ok ? code : secured.code;
				return dropped.length > 0 ? {...secured, dropped} : secured;
			} finally {
				if (!secure) {
					inbox.push({kind: 'error', code, at: now()});
				}
			}
		},
		binding: () => (socket.destroyed ? undefined : binding?.()),
		close() {
			if (!closing) {
				closing = true;
				stop();
				inbox.push({kind: 'error', code: closedHere, at: now()});
				closeSoon(socket);
			}
		},
		destroy() {
			closing = true;
			socket.destroy();
		},
	};
}
