import {hostname} from 'node:os';
import type {ResolverAddress} from '../core/options.ts';
import {resolve} from './dns/resolve.ts';
import {readResolvConf} from './dns/resolvers.ts';
import {readHosts} from './hosts-file.ts';

/** The name of this machine must not hold up EHLO: milliseconds for DNS. */
const patience = 500;

/** A host name with a domain (RFC 1123 2.1) that means something beyond this machine and link. */
export function isFullyQualified(name: string): boolean {
	const labels = name.split('.');
	return (
		labels.length > 1 &&
		name.length <= 253 &&
		labels.every(label => /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i.test(label)) &&
		!/^\d+$/.test(labels.at(-1) ?? '') &&
		!/\.(?:localdomain|localhost|local)$/i.test(name)
	);
}

/**
 * The fully qualified name of this machine: its host name where that has a domain, else the name
 * that the hosts file has for it, else its name in a domain of resolv.conf where DNS knows it (what
 * `hostname -f` comes to). Undefined where there is none. Rejects for an abort alone.
 */
export async function ownName(
	resolvers: () => Promise<readonly ResolverAddress[]>,
	signal: AbortSignal,
): Promise<string | undefined> {
	signal.throwIfAborted();
	const own = hostname();
	if (isFullyQualified(own)) {
		return own;
	}

	const short = own.split('.')[0]?.toLowerCase() ?? '';
	const entries = await readHosts();
	const entry = entries.find(({names}) => names.some(name => name.toLowerCase() === short));
	const canonical = entry?.names.find(isFullyQualified);
	if (canonical) {
		return canonical;
	}

	const {search} = await readResolvConf();
	const candidates = search.map(domain => `${short}.${domain}`).filter(isFullyQualified);
	if (candidates.length === 0) {
		return undefined;
	}

	const servers = await resolvers();
	const known = await Promise.all(
		candidates.flatMap(name =>
			(['A', 'AAAA'] as const).map(async type => {
				const answer = await resolve({name, type, timeout: patience}, servers, signal);
				return answer.status === 'ok' ? name : undefined;
			}),
		),
	);
	return known.find(name => name !== undefined);
}
