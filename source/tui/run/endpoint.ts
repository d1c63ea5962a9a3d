import type {SessionView} from './session-view.ts';

/** What the dialogue goes to: a name, and `address:port` once a port has been chosen. */
export function endpointOf({observations, target}: SessionView): {host: string; place: string} {
	const chosen = observations.findLast(o => o.tag === 'endpoint.chosen');
	return chosen?.tag === 'endpoint.chosen'
		? {host: chosen.data.host, place: `${chosen.data.address}:${chosen.data.port}`}
		: {host: target, place: ''};
}
