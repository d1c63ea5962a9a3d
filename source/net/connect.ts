import {isIP, type Socket, connect as openSocket} from 'node:net';
import type {Connected, Endpoint} from '../core/ports.ts';
import {connectOutcome} from './connect-outcome.ts';
import {createWire} from './create-wire.ts';
import {errorCode} from './error-code.ts';
import {now} from './now.ts';
import {startTimer} from './start-timer.ts';

/**
 * Opens one TCP connection to one address. Never Node's choice among several addresses: that gives
 * each of them 250 ms and hides which one failed. Rejects for an abort alone, with its reason.
 */
export async function connect(endpoint: Endpoint, signal: AbortSignal): Promise<Connected> {
	signal.throwIfAborted();
	const {address, port, timeout} = endpoint;
	let began = now();
	const failed = (code: string): Connected => ({
		ok: false,
		outcome: connectOutcome(code),
		code,
		after: now() - began,
	});
	if (isIP(address) === 0) {
		return failed('EINVAL');
	}

	let socket: Socket;
	try {
		socket = openSocket({
			host: address,
			port,
			autoSelectFamily: false,
			noDelay: true,
			// The peer may be done with sending while it still reads
			allowHalfOpen: true,
		});
	} catch (error) {
		return failed(errorCode(error, 'EINVAL'));
	}

	return new Promise((resolve, reject) => {
		const settle = () => {
			clearTimeout(timer);
			signal.removeEventListener('abort', aborted);
			socket.off('connect', connected);
		};

		const connected = () => {
			const connectedAt = now();
			settle();
			socket.off('error', erred);
			resolve({
				ok: true,
				wire: createWire(socket, {
					local: {address: socket.localAddress ?? '', port: socket.localPort ?? 0},
					remote: {address, port},
					after: connectedAt - began,
					connectedAt,
				}),
			});
		};

		// Stays on a socket that is given up, so that a late error finds a listener
		const erred = (error: Error) => {
			const code = errorCode(error);
			if (code === 'ECONNRESET') {
				// The connection stood and was reset before this side came to see it: SYN is refused otherwise
				connected();
				return;
			}

			settle();
			resolve(failed(code));
		};

		const aborted = () => {
			settle();
			socket.destroy();
			reject(signal.reason);
		};

		const timer = startTimer(timeout, () => {
			settle();
			socket.destroy();
			resolve(failed('ETIMEDOUT'));
		});
		socket.once('connectionAttempt', () => {
			// Now SYN goes out; what it took to make the socket is not the network's time
			began = now();
		});
		socket.once('connect', connected);
		socket.on('error', erred);
		signal.addEventListener('abort', aborted, {once: true});
	});
}
