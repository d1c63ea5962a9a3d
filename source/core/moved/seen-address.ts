import type {Observation} from '../observation.ts';
import {isPublic} from '../records/ip-address.ts';
import {subjectOf} from '../subject.ts';

/** This machine’s address as the server sees it. */
export type SeenAddress = {
	address: string;
	/** Something on the way translates addresses, so that this is only the one that was meant to be seen. */
	translated: boolean;
};

/**
 * The address from which the server sees this machine: its own on the connection, or of the attempt. From
 * a private network to a public server it is the one that the user names, if at all.
 */
export function seenAddress(
	observations: readonly Observation[],
	egress: string | undefined,
): SeenAddress | undefined {
	const {client, address: server} = subjectOf(observations);
	if (typeof client !== 'string' || client === '') {
		return egress === undefined ? undefined : {address: egress, translated: false};
	}

	const translated = !isPublic(client) && typeof server === 'string' && isPublic(server);
	return translated && egress !== undefined
		? {address: egress, translated: false}
		: {address: client, translated};
}
