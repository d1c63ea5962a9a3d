import type {Configuration, Pki} from './configuration.ts';
import {listenerAt} from './listener-at.ts';

/**
 * The certificate and key of the listener that answers at an address and port. Of several, the one for
 * the name that was asked for; without any, the one by the name that the listener gives itself.
 */
export function pkiAt(
	{listeners, pkis}: Configuration,
	address: string,
	port: number,
	host: string,
): Pki | undefined {
	const listener = listenerAt(listeners, address, port)?.listener;
	if (!listener || listener.tls === 'none') {
		return undefined;
	}

	const wanted = host.toLowerCase();
	const [first] = listener.pki;
	const name = listener.pki.includes(wanted)
		? wanted
		: (first ?? listener.hostname?.toLowerCase() ?? wanted);
	return pkis.get(name) ?? pkis.get('*');
}
