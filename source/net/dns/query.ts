import {AUTHENTIC_DATA, CHECKING_DISABLED, encode, RECURSION_DESIRED} from 'dns-packet';
import type {DnsQuestion} from '../../core/ports.ts';

/** What can be sent without fragments on nearly every path (DNS flag day 2020). */
const payloadSize = 1232;

export type Query = {id: number; name: string; type: DnsQuestion['type']; bytes: Buffer};

/**
 * A question with a fresh id that nobody can guess. AD asks whether the resolver validated
 * (RFC 6840 5.7); `edns` is left out for servers that answer it with FORMERR.
 */
export function createQuery(
	{name, type, unchecked = false}: Omit<DnsQuestion, 'timeout'>,
	edns: boolean,
): Query {
	const [id = 0] = crypto.getRandomValues(new Uint16Array(1));
	const bytes = encode({
		type: 'query',
		id,
		flags: RECURSION_DESIRED | (unchecked ? CHECKING_DISABLED : AUTHENTIC_DATA),
		questions: [{type, name, class: 'IN'}],
		additionals: edns
			? [
					{
						type: 'OPT',
						name: '.',
						udpPayloadSize: payloadSize,
						extendedRcode: 0,
						ednsVersion: 0,
						flags: 0,
						flag_do: false,
						options: [],
					},
				]
			: [],
	});
	return {id, name, type, bytes};
}
