import type {ResolverAddress} from '../../core/options.ts';
import type {DnsQuestion} from '../../core/ports.ts';
import {now} from '../now.ts';
import {startTimer} from '../start-timer.ts';
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
	edns: boolean,
	resolver: ResolverAddress,
	deadline: number,
	signal: AbortSignal,
): Promise<Reading> {
	const expiry = new AbortController();
	const timer = startTimer(deadline - now(), () => expiry.abort());
	const ended = AbortSignal.any([expiry.signal, signal]);
	try {
		for (const form of edns ? [true, false] : [false]) {
			const query = createQuery(question, form);
			const answer = await askUdp(query, resolver, ended);
			signal.throwIfAborted();
			switch (answer.kind) {
				case 'answer': {
					return answer.reading;
				}

				case 'truncated': {
					return await askTcp(query, resolver, deadline, signal);
				}

				case 'plain': {
					break;
				}
			}
		}

		return bare('servfail');
	} finally {
		clearTimeout(timer);
	}
}
