import {request, type RequestOptions} from 'node:https';
import type {SecureContext} from 'node:tls';
import type {Fetched, TextRequest} from '../core/ports.ts';
import {errorCode} from './error-code.ts';
import {trust} from './trust.ts';

/** What went wrong, in words, by Node's or OpenSSL's code. */
const words: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'the connection was refused',
	ECONNRESET: 'the connection was reset',
	EHOSTUNREACH: 'the host cannot be reached',
	ENETUNREACH: 'the host cannot be reached',
	ETIMEDOUT: 'there was no answer in time',
	ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is not for that name',
	CERT_HAS_EXPIRED: 'the certificate has expired',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
	SELF_SIGNED_CERT_IN_CHAIN: 'the certificate’s CA is not known',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate’s CA is not known',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate’s chain is incomplete or its CA not known',
};

/**
 * Gets one text from one address over HTTPS (RFC 9110), with its certificate checked against `host`. Reads
 * no more than `limit` octets, follows no redirect, and keeps no connection. Rejects for an abort alone.
 */
export async function fetchText(
	{address, port, host, path, ca, limit, timeout}: TextRequest,
	signal: AbortSignal,
): Promise<Fetched> {
	signal.throwIfAborted();
	const secureContext = await trust(ca === undefined ? {} : {ca});
	const ended = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
	const options: RequestOptions & {secureContext: SecureContext} = {
		host: address,
		port,
		path,
		servername: host,
		headers: {host, accept: 'text/plain'},
		agent: false,
		secureContext,
		signal: ended,
	};
	const fetched = await new Promise<Fetched>(resolve => {
		const fail = (why: string) => resolve({ok: false, why});
		const sent = request(options, response => {
			const {statusCode = 0, headers} = response;
			const chunks: Buffer[] = [];
			let size = 0;
			response.on('data', (chunk: Buffer) => {
				chunks.push(chunk);
				size += chunk.length;
				if (size > limit) {
					fail(`it is longer than ${limit} octets`);
					response.destroy();
				}
			});
			response.on('end', () => {
				const text = Buffer.concat(chunks).toString('utf8');
				resolve({ok: true, status: statusCode, contentType: headers['content-type'] ?? '', text});
			});
			response.on('error', () => fail('the connection broke off'));
		});
		sent.on('error', error => {
			const code = errorCode(error);
			fail(ended.aborted ? 'there was no answer in time' : (words[code] ?? code));
		});
		sent.end();
	});
	signal.throwIfAborted();
	return fetched;
}
