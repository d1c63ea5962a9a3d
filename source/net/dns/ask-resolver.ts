import type {ResolverAddress} from '../../core/options.ts';
import type {DnsQuestion} from '../../core/ports.ts';
import {now} from '../now.ts';
import {askTcp} from './ask-tcp.ts';
import {askUdp} from './ask-udp.ts';
import {createQuery} from './query.ts';
import {bare, type Reading} from './read-answer.ts';

/**
 * Asks one resolver: over UDP, again without EDNS where it does not know that, over TCP where the
 * answer was cut. Ends as silent at `deadline` (clock of `now()`). Rejects for an abort alone.
 */
export async function askResolver(
	question: Omit<DnsQuestion, 'timeout'>,
	resolver: ResolverAddress,
	deadline: number,
	signal: AbortSignal,
): Promise<Reading> {
	const expiry = new AbortController();
	const timer = setTimeout(
		() => {
			expiry.abort();
		},
		Math.max(0, deadline - now()),
	);
	try {
		for (const edns of [true, false]) {
			const query = createQuery(question, edns);
			const answer = await askUdp(query, resolver, AbortSignal.any([expiry.signal, signal]));
			signal.throwIfAborted();
			if (answer.kind === 'answer') {
				return answer.reading;
			}

			if (answer.kind === 'truncated') {
				return await askTcp(query, resolver, deadline, signal);
			}
		}

		return bare('servfail');
	} finally {
		clearTimeout(timer);
	}
}
