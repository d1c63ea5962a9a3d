import {isIP} from 'node:net';
import {defaultTimeout, type ResolverAddress} from '../core/options.ts';
import type {SystemAnswer} from '../core/ports.ts';
import {queryName} from './dns/domain-name.ts';
import {resolve} from './dns/resolve.ts';
import {resolverName} from './dns/resolvers.ts';
import {type Found, getaddrinfo, getaddrinfoAside} from './getaddrinfo.ts';
import {addressesOf, readHosts} from './hosts-file.ts';
import {now} from './now.ts';
import {startTimer} from './start-timer.ts';

/** How long, in milliseconds, a resolver may take to count as one that answers. */
const promptWithin = 1000;

/**
 * Whether getaddrinfo will come back soon: the name needs no DNS, or the first resolver, which is the
 * one that getaddrinfo waits for, answers both of its questions or is known to be absent at once.
 */
async function isPrompt(
	name: string,
	resolvers: readonly ResolverAddress[],
	signal: AbortSignal,
): Promise<boolean> {
	if (isIP(name) !== 0 || queryName(name) === undefined || name.startsWith('-')) {
		return true;
	}

	if (addressesOf(await readHosts(), name).length > 0) {
		return true;
	}

	const [first] = resolvers;
	const answers = await Promise.all(
		(['A', 'AAAA'] as const).map(async type =>
			resolve({name, type, timeout: promptWithin}, resolvers, signal),
		),
	);
	return answers.every(
		({status, resolver}) =>
			status !== 'silent' && first !== undefined && resolver === resolverName(first),
	);
}

/** Waits for getaddrinfo as long as it may take; what comes later comes to nobody. */
async function inTime(found: Promise<Found>, signal: AbortSignal): Promise<Found> {
	const {promise, resolve: settle, reject} = Promise.withResolvers<Found>();
	const aborted = () => reject(signal.reason);
	const timer = startTimer(defaultTimeout, () => settle({addresses: [], code: 'EAI_AGAIN'}));
	signal.addEventListener('abort', aborted, {once: true});
	try {
		return await Promise.race([found, promise]);
	} finally {
		clearTimeout(timer);
		signal.removeEventListener('abort', aborted);
	}
}

/**
 * What applications on this machine get for a name (getaddrinfo), within ten seconds. Where the resolver
 * does not answer, it is asked for in another process: within this one it would keep the program from
 * ending, long after the verdict or Ctrl-C. Rejects for an abort alone.
 */
export async function lookup(
	name: string,
	resolvers: readonly ResolverAddress[],
	signal: AbortSignal,
): Promise<SystemAnswer> {
	signal.throwIfAborted();
	const prompt = await isPrompt(name, resolvers, signal);
	const began = now();
	const aside = prompt ? undefined : await getaddrinfoAside(name, defaultTimeout, signal);
	signal.throwIfAborted();
	const found = aside ?? (await inTime(getaddrinfo(name), signal));
	return {...found, after: now() - began};
}
