import type {TLSSocket} from 'node:tls';
import {errorCode} from './error-code.ts';
import {startTimer} from './start-timer.ts';

/** At least and at most this long, in milliseconds; in between twice what the handshake took. */
const limits = {least: 10, most: 500} as const;

/**
 * In TLS 1.3 the client is done before the server has seen what it sent (RFC 8446 4.4.4), so a refusal,
 * above all for want of a client certificate, comes after. Waits until it is known: a session ticket,
 * data or the end of the connection show that the server was content. Gives the alert if one came.
 */
export async function secondThoughts(
	socket: TLSSocket,
	handshakeTook: number,
	signal: AbortSignal,
): Promise<Error | undefined> {
	if (socket.getProtocol() !== 'TLSv1.3') {
		return undefined;
	}

	const {promise, resolve} = Promise.withResolvers<Error | undefined>();
	// Not from within the event: what is written while OpenSSL still reads can get stuck in Node 22
	const content = () => void setImmediate(resolve, undefined);
	const erred = (error: Error) => {
		resolve(errorCode(error).startsWith('ERR_SSL_') ? error : undefined);
	};

	const signs = ['session', 'data', 'end', 'close'] as const;
	for (const sign of signs) {
		socket.on(sign, content);
	}

	socket.on('error', erred);
	signal.addEventListener('abort', content, {once: true});
	const patience = Math.min(Math.max(limits.least, 2 * handshakeTook), limits.most);
	const timer = startTimer(patience, content);
	try {
		return await promise;
	} finally {
		clearTimeout(timer);
		signal.removeEventListener('abort', content);
		socket.off('error', erred);
		for (const sign of signs) {
			socket.off(sign, content);
		}
	}
}
