import {parseAddress} from '../records/ip-address.ts';
import type {Listener} from './configuration.ts';

const same = (one: string, other: string): boolean =>
	parseAddress(one)?.join('.') === parseAddress(other)?.join('.');

/** How closely a listener fits an address: itself, every address, or a name of which that is not known. */
function closeness({on, family}: Listener, address: string): number {
	const isV6 = address.includes(':');
	if (on === 'socket' || (family !== undefined && (family === 6) !== isV6)) {
		return 0;
	}

	if (parseAddress(on)) {
		return same(on, address) ? 3 : on === (isV6 ? '::' : '0.0.0.0') ? 2 : 0;
	}

	// Behind a name stand the addresses of an interface, or of a host
	return (on === 'lo' || on === 'localhost') !== /^(?:127\.|::1$)/.test(address) ? 0 : 1;
}

/**
 * The listener that answers at an address and port. `others`: more fit as well, since they name
 * interfaces; then it is not certain.
 */
export function listenerAt(
	listeners: readonly Listener[],
	address: string,
	port: number,
): {listener: Listener; others: number} | undefined {
	const onPort = listeners.filter(listener => listener.port === port && listener.on !== 'socket');
	const fits = onPort
		.map(listener => ({listener, close: closeness(listener, address)}))
		.filter(({close}) => close > 0)
		.toSorted((a, b) => b.close - a.close);
	const [first, second] = fits;
	// Behind address translation the dialled address is on no listener
	const only = onPort.length === 1 ? onPort[0] : undefined;
	return first
		? {listener: first.listener, others: second?.close === first.close ? fits.length - 1 : 0}
		: only && {listener: only, others: 0};
}
