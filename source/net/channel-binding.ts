import {createHash, type X509Certificate} from 'node:crypto';
import type {TLSSocket} from 'node:tls';
import type {ChannelBinding} from '../core/ports.ts';

/**
 * The digest for a certificate (RFC 5929 4.1): that of its signature, SHA-256 for MD5 and SHA-1.
 * Undefined where the signature has no digest of its own, or Node is too old to tell (before 24.9).
 */
function digestFor({signatureAlgorithm}: X509Certificate): string | undefined {
	const digest = /(md5|sha\d+)/i.exec(signatureAlgorithm ?? '')?.[1]?.toLowerCase();
	return digest === 'md5' || digest === 'sha1' ? 'sha256' : digest;
}

/** What ties a login to this TLS connection; `leaf` is the server's certificate. */
export function channelBinding(
	socket: TLSSocket,
	leaf: X509Certificate | undefined,
): ChannelBinding | undefined {
	if (socket.getProtocol() === 'TLSv1.3') {
		const data = socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0));
		return {type: 'tls-exporter', data};
	}

	const digest = leaf && digestFor(leaf);
	return leaf && digest
		? {type: 'tls-server-end-point', data: createHash(digest).update(leaf.raw).digest()}
		: undefined;
}
