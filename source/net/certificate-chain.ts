import {createHash, type X509Certificate} from 'node:crypto';
import {type TLSSocket} from 'node:tls';
import type {CertificateFacts} from '../core/observation.ts';

/** More certificates or names than this are a server's whim, not a chain. */
const limits = {certificates: 16, names: 100, text: 500} as const;

/** A distinguished name on one line; OpenSSL has escaped line ends within its values. */
function onOneLine(name: string): string {
	return name.replaceAll('\n', ', ').slice(0, limits.text);
}

/** The names of a subjectAltName as Node prints it: `DNS:a, IP Address:192.0.2.1, email:"…"`. */
export function namesIn(subjectAltName: string): readonly string[] {
	const names: string[] = [];
	const entry = /(?:DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)/y;
	const other = /[^,"]*(?:"(?:[^"\\]|\\.)*"[^,"]*)*/y;
	for (let at = 0; at < subjectAltName.length && names.length < limits.names;) {
		entry.lastIndex = at;
		const [, value] = entry.exec(subjectAltName) ?? [];
		if (value) {
			names.push(unquote(value).slice(0, limits.text));
		}

		other.lastIndex = at;
		other.exec(subjectAltName);
		at = Math.max(other.lastIndex, at) + 1;
		while (subjectAltName[at] === ' ') {
			at += 1;
		}
	}

	return names;
}

function unquote(value: string): string {
	if (!value.startsWith('"')) {
		return value.trim();
	}

	try {
		return String(JSON.parse(value));
	} catch {
		return value;
	}
}

function isoDate(text: string): string {
	const date = new Date(text);
	return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

function isSelfSigned(certificate: X509Certificate): boolean {
	try {
		return certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey);
	} catch {
		return false;
	}
}

function keyBits(certificate: X509Certificate): number | undefined {
	try {
		return certificate.toLegacyObject().bits;
	} catch {
		return undefined;
	}
}

function publicKeySha256(certificate: X509Certificate): string | undefined {
	try {
		const key = certificate.publicKey.export({type: 'spki', format: 'der'});
		return createHash('sha256').update(key).digest('hex');
	} catch {
		return undefined;
	}
}

/** What is worth knowing about a certificate. */
export function certificateFacts(certificate: X509Certificate): CertificateFacts {
	const names = namesIn(certificate.subjectAltName ?? '');
	const common = /^CN=(.*)$/m.exec(certificate.subject)?.[1];
	const bits = keyBits(certificate);
	const keyHash = publicKeySha256(certificate);
	return {
		subject: onOneLine(certificate.subject ?? ''),
		issuer: onOneLine(certificate.issuer ?? ''),
		names: names.length === 0 && common ? [common.slice(0, limits.text)] : names,
		validFrom: isoDate(certificate.validFrom),
		validTo: isoDate(certificate.validTo),
		fingerprint: certificate.fingerprint256,
		selfSigned: isSelfSigned(certificate),
		...(bits ? {keyBits: bits} : {}),
		...(keyHash ? {publicKeySha256: keyHash} : {}),
	};
}

/**
 * The certificates in the order in which the server sent them. `getPeerCertificate(true)` would put
 * them in order and add the issuer from this machine's store; `getPeerX509Certificate()` links each
 * to the next one that came, whether or not that issued it. To be called once for a connection:
 * Node takes the chain out of OpenSSL's hands.
 */
export function sentCertificates(socket: TLSSocket): readonly X509Certificate[] {
	const chain: X509Certificate[] = [];
	let certificate = socket.getPeerX509Certificate();
	while (certificate && chain.length < limits.certificates) {
		chain.push(certificate);
		certificate = certificate.issuerCertificate;
	}

	return chain;
}
