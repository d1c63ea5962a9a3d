import type {ResolverAddress} from '../core/options.ts';
import type {Ports} from '../core/ports.ts';
import {connect} from './connect.ts';
import {addressesOf, readHosts} from './hosts-file.ts';
import {now} from './now.ts';
import {ownAddresses} from './own-addresses.ts';

/**
 * The real network of this machine. `dns`: the resolver to ask instead of those of the system.
 * What only some sessions need is loaded when it is asked for.
 */
export function createPorts({dns}: {dns?: ResolverAddress}): Ports {
	const resolvers = async (): Promise<readonly ResolverAddress[]> => {
		if (dns) {
			return [dns];
		}

		const {systemResolvers} = await import('./dns/resolvers.ts');
		return systemResolvers();
	};

	return {
		now,
		today: () => new Date(),
		async connect(endpoint, signal) {
			const connected = await connect(endpoint, signal);
			if (connected.ok) {
				return connected;
			}

			const {sourceAddress} = await import('./source-address.ts');
			const source = await sourceAddress(endpoint);
			return source === undefined ? connected : {...connected, source};
		},
		ownAddresses,
		async resolve(question, signal) {
			const [{resolve}, servers] = await Promise.all([import('./dns/resolve.ts'), resolvers()]);
			return resolve(question, servers, signal);
		},
		async lookup(name, signal) {
			const [{lookup}, servers] = await Promise.all([import('./lookup.ts'), resolvers()]);
			return lookup(name, servers, signal);
		},
		async firmware() {
			const {firmware} = await import('./firmware.ts');
			return firmware();
		},
		async execute(command, timeout, signal) {
			const {execute} = await import('./execute.ts');
			return execute(command, timeout, signal);
		},
		async fetchText(request, signal) {
			const {fetchText} = await import('./fetch-text.ts');
			return fetchText(request, signal);
		},
		async cryptography() {
			const {cryptography} = await import('./cryptography.ts');
			return cryptography;
		},
		hostsEntries: async name => addressesOf(await readHosts(), name),
		async ownName(signal) {
			const {ownName} = await import('./own-name.ts');
			return ownName(resolvers, signal);
		},
	};
}
