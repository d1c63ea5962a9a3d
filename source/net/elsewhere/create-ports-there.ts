import {isIP} from 'node:net';
import {addressesOfFib, addressesOfInet6, addressesOfIp} from '../../core/machine-addresses.ts';
import {defaultTimeout, type ResolverAddress} from '../../core/options.ts';
import type {Connected, Endpoint, Ports, SystemAnswer} from '../../core/ports.ts';
import {
	isDeclared,
	lookByHand,
	type Look,
	type Seen,
	type ServerAccess,
} from '../../core/server-access.ts';
import {noWayBecause} from '../../core/views/no-way.ts';
import {askTcp} from '../dns/ask-tcp.ts';
import {queryName} from '../dns/domain-name.ts';
import {createQuery} from '../dns/query.ts';
import {parseResolvConf} from '../dns/resolv-conf.ts';
import {resolve} from '../dns/resolve.ts';
import {fetchText} from '../fetch-text.ts';
import {addressesOf, parseHosts, type HostsEntry} from '../hosts-file.ts';
import {now} from '../now.ts';
import {isFullyQualified} from '../own-name.ts';
import {looksThere} from './looks.ts';

/** What is told of the use of the other machine. */
export type Told = {
	/** A look that was taken there, the first time that it was. */
	looked(look: {command: string; why: string; status: Seen['status']}): void;
	/** It makes no connections for us; said once. */
	noWay(why: string): void;
};

/** The port of the discard service (RFC 863), at which mostly nothing listens. */
const harmless = {address: '127.0.0.1', port: 9} as const;

const outputOf = (seen: Seen) => (seen.status === 'seen' ? seen.output : '');

/** Runs something once, whoever asks for it. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
	let begun: Promise<T> | undefined;
	return async () => (begun ??= work());
}

/**
 * The network as another machine has it: connections are made there, by its sshd, and names are those that its
 * applications get, and that its resolvers give over TCP. What cannot be known from there (firmware, a trace
 * of the path) is empty. A policy of MTA-STS is fetched from here: it is the same text for everybody.
 */
export function createPortsThere(
	access: ServerAccess,
	{dns}: {dns?: ResolverAddress},
	told: Told,
): Ports {
	const known = new Set<string>();
	const calm = new AbortController().signal;
	let own: readonly string[] = [];
	let isTold = false;

	const look = async (wanted: Look, signal: AbortSignal = calm): Promise<Seen> => {
		if (!isDeclared(wanted, Object.values(looksThere))) {
			return {status: 'absent', why: 'it is no name'}; // It could be read as an option
		}

		const seen = await access.look(wanted, signal);
		const command = lookByHand(wanted);
		if (!known.has(command)) {
			known.add(command);
			told.looked({command, why: wanted.why, status: seen.status});
		}

		return seen;
	};

	const hosts = once(async (): Promise<readonly HostsEntry[]> =>
		parseHosts(outputOf(await look(looksThere.hosts))),
	);
	const resolvers = once(async (): Promise<readonly ResolverAddress[]> => {
		const {nameservers} = parseResolvConf(dns ? '' : outputOf(await look(looksThere.resolvers)));
		const found = nameservers.map(address => ({address, port: 53}));
		return dns ? [dns] : found.length > 0 ? found : [{address: '127.0.0.1', port: 53}];
	});

	/** Whether its sshd makes connections at all, before anything is concluded from those that it does not make. */
	const tryConnecting = async (signal: AbortSignal): Promise<string | undefined> => {
		const connected = await access.connect({...harmless, timeout: defaultTimeout}, signal);
		const command = `a connection to ${harmless.address} port ${harmless.port}`;
		const why = 'whether its sshd makes connections for others';
		told.looked({command, why, status: 'seen'});
		if (connected.ok) {
			connected.wire.destroy();
			return undefined;
		}

		return noWayBecause(connected.code);
	};

	const ways = new Map<string, Promise<string>>();
	/** The address from which that machine connects to another. */
	const sourceFor = async (address: string): Promise<string> => {
		const way = ways.get(address) ?? wayTo(address);
		ways.set(address, way);
		return way;
	};

	const wayTo = async (address: string): Promise<string> => {
		const seen = await look({...looksThere.way, run: ['ip', '-o', 'route', 'get', address]});
		return / src ([\da-f.:]+)/i.exec(outputOf(seen))?.[1] ?? '';
	};

	const dial = async (endpoint: Endpoint, signal: AbortSignal, local = ''): Promise<Connected> => {
		const connected = await access.connect(endpoint, signal, local);
		const why = connected.ok ? undefined : noWayBecause(connected.code);
		if (why !== undefined && !isTold) {
			isTold = true;
			told.noWay(why);
		}

		return connected;
	};

	const connect: Ports['connect'] = async (endpoint, signal) => {
		const local = isIP(endpoint.address) === 0 ? '' : await sourceFor(endpoint.address);
		const connected = await dial(endpoint, signal, local);
		return connected.ok || local === '' ? connected : {...connected, source: local};
	};

	const ask: Ports['resolve'] = async (question, signal) =>
		resolve(question, await resolvers(), signal, async (asked, edns, server, deadline, ended) =>
			askTcp(createQuery(asked, edns), server, deadline, ended, dial),
		);

	const lookup = async (name: string, signal: AbortSignal): Promise<SystemAnswer> => {
		const began = now();
		const ascii = queryName(name) ?? name;
		const seen = await look({...looksThere.names, run: ['getent', 'ahosts', ascii]}, signal);
		const given = outputOf(seen)
			.split('\n')
			.map(line => line.split(/\s/)[0] ?? '');
		const addresses = [...new Set(given.filter(address => isIP(address) !== 0))];
		// getent does not say why it found nothing; where there is none, DNS answers for it
		const code = addresses.length > 0 ? null : seen.status === 'seen' ? 'ENOTFOUND' : 'EAI_FAIL';
		return {addresses, code, after: now() - began};
	};

	return {
		now,
		today: () => new Date(),
		async prepare(signal) {
			const why = await access.prepare(signal);
			if (why !== undefined) {
				return why;
			}

			own = addressesOfIp(outputOf(await look(looksThere.addresses, signal)));
			if (own.length === 0) {
				own = [
					...addressesOfFib(outputOf(await look(looksThere.routes, signal))),
					...addressesOfInet6(outputOf(await look(looksThere.routes6, signal))),
				];
			}

			return tryConnecting(signal);
		},
		connect,
		resolve: ask,
		lookup,
		hostsEntries: async name => addressesOf(await hosts(), name),
		async ownName(signal) {
			const name = outputOf(await look(looksThere.name, signal)).trim();
			return isFullyQualified(name) ? name : undefined;
		},
		ownAddresses: () => own,
		async firmware() {
			return [];
		},
		async execute() {
			return {status: null, output: ''};
		},
		fetchText,
		async cryptography() {
			const {cryptography} = await import('../cryptography.ts');
			return cryptography;
		},
	};
}
