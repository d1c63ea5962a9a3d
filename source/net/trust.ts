import {constants} from 'node:crypto';
import {
	createSecureContext,
	getCACertificates,
	type SecureContext,
	type SecureContextOptions,
} from 'node:tls';
import type {TlsRequest} from '../core/ports.ts';
import {furtherRoots} from './system-roots.ts';

/** What was given up (RFC 8996, small keys, SHA-1, renegotiation as before RFC 5746). */
const legacyOptions: SecureContextOptions = {
	minVersion: 'TLSv1',
	ciphers: 'ALL:@SECLEVEL=0',
	secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
};

const contexts = new Map<string, Promise<SecureContext>>();

async function build({ca, legacy}: Pick<TlsRequest, 'ca' | 'legacy'>): Promise<SecureContext> {
	const further = [...(await furtherRoots()), ...(ca ? [ca] : [])];
	return createSecureContext({
		// With no list Node takes its own, parsed already
		...(further.length > 0 ? {ca: [getCACertificates('default').join('\n'), ...further]} : {}),
		...(legacy ? legacyOptions : {}),
	});
}

/**
 * What is trusted: Node's roots, those of this machine, and `ca` (PEM). Made once for each request of
 * its kind, because it parses a hundred certificates and more. What is no PEM in
 * `ca` counts for nothing.
 */
export async function trust(request: Pick<TlsRequest, 'ca' | 'legacy'>): Promise<SecureContext> {
	const key = `${request.legacy ?? false} ${request.ca ?? ''}`;
	const context = contexts.get(key) ?? build(request);
	contexts.set(key, context);
	return context;
}
