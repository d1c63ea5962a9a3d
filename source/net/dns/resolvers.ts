import {readFile} from 'node:fs/promises';
import {parseResolvConf, type ResolvConf} from './resolv-conf.ts';
import type {ResolverAddress} from '../../core/options.ts';

const dnsPort = 53;

/** This machine's resolv.conf, read anew: the user may have put it right meanwhile. */
export async function readResolvConf(): Promise<ResolvConf> {
	return parseResolvConf(await readFile('/etc/resolv.conf', 'utf8').catch(() => ''));
}

/** `192.0.2.1`, `192.0.2.1:5353` or `[2001:db8::1]:53` as Node names resolvers. */
function parseServer(server: string): ResolverAddress {
	const [, bracketed, v6Port] = /^\[(.*)\]:(\d+)$/.exec(server) ?? [];
	const [, v4, v4Port] = /^([\d.]+):(\d+)$/.exec(server) ?? [];
	return {address: bracketed ?? v4 ?? server, port: Number(v6Port ?? v4Port ?? dnsPort)};
}

/**
 * The resolvers to ask, in order: those of resolv.conf, on a system without one those that Node
 * finds, at last the one on this machine, as libresolv does.
 */
export async function systemResolvers(): Promise<readonly ResolverAddress[]> {
	const {nameservers} = await readResolvConf();
	if (nameservers.length > 0) {
		return nameservers.map(address => ({address, port: dnsPort}));
	}

	const {getServers} = await import('node:dns');
	const found = getServers().map(parseServer);
	return found.length > 0 ? found.slice(0, 3) : [{address: '127.0.0.1', port: dnsPort}];
}

/** A resolver as text; the port only where it is not 53. */
export function resolverName({address, port}: ResolverAddress): string {
	if (port === dnsPort) {
		return address;
	}

	return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
