import type {DnsStatus} from '../../core/observation.ts';
import type {ResolverAddress} from '../../core/options.ts';
import type {DnsAnswer, DnsQuestion} from '../../core/ports.ts';
import {now} from '../now.ts';
import {askResolver} from './ask-resolver.ts';
import {queryName} from './domain-name.ts';
import {bare, type Reading} from './read-answer.ts';
import {resolverName} from './resolvers.ts';

type Reply = {reading: Reading; resolver: ResolverAddress};

/** A resolver knows: no other is asked. */
function settles(status: DnsStatus): boolean {
	return status === 'ok' || status === 'nodata' || status === 'nxdomain';
}

/** Of answers that settle nothing, the one that says most comes first. */
const byWorth: readonly DnsStatus[] = ['servfail', 'refused', 'malformed', 'silent', 'unreachable'];

function worth({reading}: Reply): number {
	return byWorth.indexOf(reading.status);
}

/**
 * Asks resolvers in their order until one knows, as libresolv does: a first round in a third of the
 * time, and where nobody said a word a second one. A late answer to an earlier question counts, too.
 * Rejects for an abort alone.
 */
export async function resolve(
	{timeout, ...question}: DnsQuestion,
	resolvers: readonly ResolverAddress[],
	signal: AbortSignal,
): Promise<DnsAnswer> {
	signal.throwIfAborted();
	const began = now();
	const [first = {address: '127.0.0.1', port: 53}] = resolvers;
	const answer = ({reading, resolver}: Reply): DnsAnswer => ({
		...reading,
		resolver: resolverName(resolver),
		after: now() - began,
	});
	const ascii = queryName(question.name);
	if (ascii === undefined) {
		return answer({reading: bare('nxdomain'), resolver: first});
	}

	const deadline = began + timeout;
	const done = new AbortController();
	const inner = AbortSignal.any([signal, done.signal]);
	const replies: Reply[] = [];
	let settled: Reply | undefined;
	const {promise: known, resolve: know} = Promise.withResolvers<void>();
	const ask = async (resolver: ResolverAddress) => {
		try {
			const reading = await askResolver({...question, name: ascii}, resolver, deadline, inner);
			replies.push({reading, resolver});
			if (settles(reading.status)) {
				settled ??= {reading, resolver};
				know();
			}
		} catch (error) {
			if (!inner.aborted) {
				throw error;
			}
		}
	};

	try {
		for (const round of [1, 2]) {
			const share = (round === 1 ? timeout / 3 : (timeout * 2) / 3) / resolvers.length;
			for (const resolver of resolvers) {
				await withinShare(Promise.race([ask(resolver), known]), share, signal);
				if (settled) {
					return answer(settled);
				}
			}

			const spoke = replies.some(({reading: {status}}) => status !== 'silent');
			if (spoke) {
				break;
			}
		}
	} finally {
		done.abort();
	}

	const [best] = replies.toSorted((a, b) => worth(a) - worth(b));
	return answer(best ?? {reading: bare('silent'), resolver: first});
}

/** Waits for a promise, but no longer than `share` milliseconds. Rejects for an abort alone. */
async function withinShare(
	waited: Promise<void>,
	share: number,
	signal: AbortSignal,
): Promise<void> {
	signal.throwIfAborted();
	const {promise: over, resolve: end, reject} = Promise.withResolvers<void>();
	const aborted = () => {
		reject(signal.reason);
	};

	const timer = setTimeout(end, share);
	signal.addEventListener('abort', aborted, {once: true});
	try {
		await Promise.race([waited, over]);
	} finally {
		clearTimeout(timer);
		signal.removeEventListener('abort', aborted);
	}
}
