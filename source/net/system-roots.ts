import {readFile} from 'node:fs/promises';
import {getCACertificates} from 'node:tls';

/**
 * Where systems keep the bundle that their tools make of shipped and installed CAs: Debian and
 * Alpine, Fedora and RHEL, older RHEL, SUSE, the BSDs and macOS.
 */
const bundles = [
	'/etc/ssl/certs/ca-certificates.crt',
	'/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
	'/etc/pki/tls/certs/ca-bundle.crt',
	'/etc/ssl/ca-bundle.pem',
	'/etc/ssl/cert.pem',
] as const;

const certificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The certificates of a PEM text, without what stands between them. */
export function certificatesIn(pem: string): readonly string[] {
	return pem.match(certificate) ?? [];
}

async function systemRoots(): Promise<readonly string[]> {
	for (const file of bundles) {
		const pem = await readFile(file, 'latin1').catch(() => '');
		const found = certificatesIn(pem);
		if (found.length > 0) {
			return found;
		}
	}

	try {
		// Slower by far where certificates are many files, so it is asked last
		return getCACertificates('system');
	} catch {
		return [];
	}
}

/** Roots that this machine trusts beyond those that came with Node, such as a company's own CA. */
export async function furtherRoots(): Promise<readonly string[]> {
	const body = (pem: string) => pem.replaceAll(/\s+/g, '');
	const known = new Set(getCACertificates('default').map(body));
	return (await systemRoots()).filter(pem => !known.has(body(pem)));
}
