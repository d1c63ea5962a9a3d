import type {DnsStatus} from '../../core/observation.ts';
import type {ResolverAddress} from '../../core/options.ts';
import type {DnsAnswer, DnsQuestion} from '../../core/ports.ts';
import {now} from '../now.ts';
import {startTimer} from '../start-timer.ts';
import {askResolver} from './ask-resolver.ts';
import {queryName} from './domain-name.ts';
import {bare, type Reading} from './read-answer.ts';
import {resolverName} from './resolvers.ts';

type Reply = {reading: Reading; resolver: ResolverAddress};

/** A resolver knows: no other is asked. */
function settles({reading: {status}}: Reply): boolean {
	return status === 'ok' || status === 'nodata' || status === 'nxdomain';
}

/** Of answers that settle nothing, the one that says most comes first. */
const byWorth: readonly DnsStatus[] = ['servfail', 'refused', 'malformed', 'silent', 'unreachable'];

function worth({reading: {status}}: Reply): number {
	return byWorth.indexOf(status);
}

/** Waits for the first of some promises, but no longer than so many milliseconds. */
async function within(milliseconds: number, ...waited: ReadonlyArray<Promise<void>>) {
	const {promise: over, resolve: end} = Promise.withResolvers<void>();
	const timer = startTimer(milliseconds, end);
	await Promise.race([...waited, over]);
	clearTimeout(timer);
}

/**
 * Asks resolvers in their order until one knows, as libresolv does. In a first round each has its share
 * of a third of the time. Where none said anything, those that were silent are asked again, without
 * EDNS, in case that is what gets lost; late answers count all the time. `askOne` asks one of them once.
 * Rejects for an abort alone.
 */
export async function resolve(
	{timeout, ...question}: DnsQuestion,
	resolvers: readonly ResolverAddress[],
	signal: AbortSignal,
	askOne: typeof askResolver = askResolver,
): Promise<DnsAnswer> {
	signal.throwIfAborted();
	const began = now();
	const [first = {address: '127.0.0.1', port: 53}] = resolvers;
	const answer = ({reading, resolver}: Reply): DnsAnswer => ({
		...reading,
		resolver: resolverName(resolver),
		after: now() - began,
	});
	const name = queryName(question.name);
	if (name === undefined) {
		return answer({reading: bare('nxdomain'), resolver: first});
	}

	const deadline = began + timeout;
	const done = new AbortController();
	const inner = AbortSignal.any([signal, done.signal]);
	const {promise: settled, resolve: settle} = Promise.withResolvers<void>();
	signal.addEventListener('abort', () => settle(), {once: true, signal: done.signal});
	const replies: Reply[] = [];
	const open = new Set<Promise<void>>();
	const ask = async (resolver: ResolverAddress, edns: boolean) => {
		const reading = await askOne({...question, name}, edns, resolver, deadline, inner);
		const reply = {reading, resolver};
		replies.push(reply);
		if (settles(reply)) {
			settle();
		}
	};

	const begin = (resolver: ResolverAddress, edns: boolean): Promise<void> => {
		const asked = ask(resolver, edns).catch((error: unknown) => {
			if (!inner.aborted) {
				throw error;
			}
		});
		open.add(asked);
		return asked.finally(() => open.delete(asked));
	};

	const round = async (servers: readonly ResolverAddress[], time: number, edns: boolean) => {
		for (const server of servers) {
			if (!replies.some(settles) && !signal.aborted) {
				await within(time / servers.length, begin(server, edns), settled);
			}
		}
	};

	try {
		await round(resolvers, timeout / 3, true);
		if (replies.every(({reading}) => reading.status === 'unreachable')) {
			const silent = resolvers.filter(server => !replies.some(r => r.resolver === server));
			await round(silent, (timeout * 2) / 3, false);
			await Promise.race([Promise.all(open), settled]);
		}

		signal.throwIfAborted();
	} finally {
		done.abort();
	}

	const best = replies.find(settles) ?? replies.toSorted((a, b) => worth(a) - worth(b))[0];
	return answer(best ?? {reading: bare('silent'), resolver: first});
}
