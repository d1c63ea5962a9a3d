import type {X509Certificate} from 'node:crypto';
import {isIP} from 'node:net';
import type {Duplex} from 'node:stream';
import {setImmediate} from 'node:timers/promises';
import {connect, type SecureContext, type TLSSocket} from 'node:tls';
import type {TlsFacts} from '../core/observation.ts';
import type {ChannelBinding, Secured, TlsRequest} from '../core/ports.ts';
import {certificateFacts, sentCertificates} from './certificate-chain.ts';
import {channelBinding} from './channel-binding.ts';
import {errorCode} from './error-code.ts';
import {now} from './now.ts';
import {secondThoughts} from './second-thoughts.ts';
import {startTimer} from './start-timer.ts';
import {tlsFailure, unexpectedEnd} from './tls-failure.ts';
import {toAscii} from './to-ascii.ts';
import {trust} from './trust.ts';

/** A secured connection, and what ties a login to it. */
export type Channel = {socket: TLSSocket; binding: () => ChannelBinding | undefined};

/**
 * Does the handshake on a connected socket. `adopt` gets the channel in the very moment of success, so
 * that nothing that follows is missed. Rejects for an abort alone; after that, and after any failure,
 * the socket is destroyed.
 */
export type Handshake = (
	socket: Duplex,
	signal: AbortSignal,
	adopt: (channel: Channel) => void,
) => Promise<Secured>;

/** A host name as it stands in SNI and in certificates; an address without its zone. */
function asNamed(servername: string): string {
	const name = servername.replace(/\.$/, '').replace(/%.*$/, '');
	return toAscii(name) || name;
}

/** Node gives the code here, although its types speak of an error. */
function faultOf(error: unknown): string {
	return typeof error === 'string' && error !== '' ? error : 'UNSPECIFIED';
}

function factsOf(
	socket: TLSSocket,
	name: string,
	certificates: readonly X509Certificate[],
): TlsFacts {
	const {authorized, authorizationError} = socket;
	return {
		protocol: socket.getProtocol() ?? 'unknown',
		cipher: socket.getCipher().name,
		trusted: authorized,
		...(authorized ? {} : {fault: faultOf(authorizationError)}),
		name,
		chain: certificates.map(certificateFacts),
	};
}

/**
 * Prepares TLS as the client, which goes on whatever the certificate is worth. What is trusted is
 * loaded here, before the handshake, so that the time of that is the server's alone.
 */
export async function startTls(request: TlsRequest): Promise<Handshake> {
	let context: SecureContext;
	try {
		context = await trust(request);
	} catch (error) {
		const {code, message} = tlsFailure(error);
		return async () => ({ok: false, code, message, after: 0});
	}

	return async (socket, signal, adopt) => handshake(socket, request, context, signal, adopt);
}

/** Sends what this side says first; gives the time of that, where it was sent. */
async function sayFirst(
	socket: TLSSocket,
	{opening}: TlsRequest,
	trusted: boolean,
): Promise<number | undefined> {
	if (!opening || (!trusted && !opening.whenUntrusted)) {
		return undefined;
	}

	// Not from within the event: what is written while OpenSSL still reads can get stuck in Node 22
	await setImmediate();
	if (!socket.writable) {
		return undefined;
	}

	socket.write(opening.text);
	return now();
}

async function handshake(
	socket: Duplex,
	request: TlsRequest,
	secureContext: SecureContext,
	signal: AbortSignal,
	adopt: (channel: Channel) => void,
): Promise<Secured> {
	const began = now();
	const failed = (code: string, message: string): Secured => {
		socket.destroy();
		return {ok: false, code, message, after: now() - began};
	};
	if (socket.destroyed || socket.readableEnded) {
		const code = errorCode(socket.errored, unexpectedEnd);
		return failed(code, 'the connection was closed before the handshake began');
	}

	return new Promise((resolve, reject) => {
		const name = asNamed(request.servername);
		const tls = connect({
			socket,
			secureContext,
			// With `rejectUnauthorized` off the name is checked all the same, against this
			host: name,
			...(isIP(name) === 0 ? {servername: name} : {}),
			rejectUnauthorized: false,
		});
		const settle = () => {
			clearTimeout(timer);
			signal.removeEventListener('abort', aborted);
			tls.off('secureConnect', done);
		};

		const confirm = async (facts: TlsFacts, after: number): Promise<Secured> => {
			const thoughts = secondThoughts(tls, after, signal);
			const openedAt = await sayFirst(tls, request, facts.trusted);
			const alert = await thoughts;
			if (!alert && !signal.aborted) {
				return {ok: true, tls: facts, after, ...(openedAt === undefined ? {} : {openedAt})};
			}

			tls.destroy();
			signal.throwIfAborted();
			const {code, message} = tlsFailure(alert);
			return failed(code, message);
		};

		const done = () => {
			const after = now() - began;
			settle();
			tls.off('error', erred);
			const certificates = sentCertificates(tls);
			adopt({socket: tls, binding: () => channelBinding(tls, certificates[0])});
			resolve(confirm(factsOf(tls, name, certificates), after));
		};

		const erred = (error: Error) => {
			settle();
			const {code, message} = tlsFailure(error);
			tls.destroy();
			resolve(failed(code, message));
		};

		const aborted = () => {
			settle();
			tls.destroy();
			socket.destroy();
			reject(signal.reason);
		};

		const timer = startTimer(request.timeout, () => {
			settle();
			tls.destroy();
			resolve(failed('ETIMEDOUT', 'the handshake was not complete within the time limit'));
		});
		tls.once('secureConnect', done);
		tls.on('error', erred);
		signal.addEventListener('abort', aborted, {once: true});
	});
}
