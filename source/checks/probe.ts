import type {Check, CheckContext, StepEnd} from '../core/check.ts';
import {observation, type Observation} from '../core/observation.ts';
import type {Options} from '../core/options.ts';
import type {Ports} from '../core/ports.ts';
import type {Dialogue} from './dialogue.ts';
import {dns} from './dns.ts';
import {ehlo} from './ehlo.ts';
import {mail, rcpt} from './envelope.ts';
import {dial, greet} from './handshake.ts';
import {scan} from './scan.ts';
import {starttls, tlsImplicit} from './tls.ts';

/** A second view waits no longer than this for a reply, in milliseconds. */
const longestPatience = 20_000;

export type Probe = {
	ports: Ports;
	/** Where its dialogue stands; as it happens, or kept until there is room for it. */
	say: CheckContext['say'];
	/** What this view has other than the session. */
	options?: Partial<Options>;
	/** The address that the target has from here, where it is known beforehand; else DNS is asked. */
	address?: string;
};

/**
 * What a second view is asked to do: the same, but without a message, and in a time that a verdict can bear.
 */
function probeOptions(options: Options, more: Partial<Options>): Options {
	const patience = Math.min(options.patience, longestPatience);
	return {...options, send: false, patience, pipeline: false, ...more};
}

/** The same context with observations and a walk of its own, so that nothing in it decides the session. */
function asideOf(
	context: CheckContext,
	{ports, say, options = {}}: Probe,
	kept: Observation[],
): CheckContext<Dialogue> {
	return {
		...context,
		ports,
		say,
		options: probeOptions(context.options, options),
		observations: kept,
		walk: {began: context.walk.began, hosts: [], candidates: [], dialogue: undefined},
		ready() {
			// Nothing goes on beside it
		},
		observe(tag, data, lines) {
			kept.push(observation(tag, data, lines));
			if (tag === 'smtp.refusal') {
				context.provoked();
			}
		},
	};
}

/** Tries the ports, and goes on as soon as one for the dialogue is open; the rest is looked at meanwhile. */
async function scanBeside(context: CheckContext<Dialogue>): Promise<{finish(): Promise<void>}> {
	const hurry = new AbortController();
	const {promise: isReady, resolve: ready} = Promise.withResolvers<void>();
	// Once the session itself is done, a port that keeps silent is not waited for to the end
	const soon = AbortSignal.any([hurry.signal, context.hurry]);
	const whole = scan.run({...context, ready, hurry: soon});
	await Promise.race([whole, isReady]);
	return {
		async finish() {
			hurry.abort();
			await whole;
		},
	};
}

const banner: Pick<Check<Dialogue>, 'run'> = {
	async run(context): Promise<StepEnd> {
		const candidate = context.walk.candidates[0];
		const dialogue = context.walk.dialogue ?? (candidate && (await dial(context, candidate)));
		context.walk.dialogue = dialogue;
		return dialogue
			? greet(context, dialogue)
			: {status: 'failed', summary: 'There is no connection.'};
	},
};

/** The dialogue as far as RCPT; behind a login that is not made here, as far as TLS. */
async function speak(context: CheckContext<Dialogue>, signsIn: boolean): Promise<void> {
	const {options, walk, observations} = context;
	const chosen = observations.findLast(o => o.tag === 'endpoint.chosen');
	if (chosen?.tag !== 'endpoint.chosen') {
		return;
	}

	const isImplicit = chosen.data.mode === 'implicit';
	const steps: ReadonlyArray<() => Pick<Check<Dialogue>, 'run'> | undefined> = [
		() => (isImplicit ? tlsImplicit : undefined),
		() => banner,
		() => ehlo,
		() =>
			!isImplicit &&
			options.tls !== 'none' &&
			walk.dialogue?.capabilities?.keywords.includes('STARTTLS')
				? starttls
				: undefined,
		() => (signsIn ? undefined : mail),
		() => (signsIn || options.to === undefined ? undefined : rcpt),
	];
	for (const step of steps) {
		const end = await step()?.run(context);
		if (end?.status === 'failed') {
			return;
		}
	}
}

/**
 * The session’s probe once more, through other ports: names, ports, and the dialogue as far as RCPT. What it
 * sees is handed back and decides nothing. Rejects only with the signal’s reason.
 */
export async function probe(context: CheckContext, wanted: Probe): Promise<readonly Observation[]> {
	const kept: Observation[] = [];
	const aside = asideOf(context, wanted, kept);
	const {address} = wanted;
	if (address === undefined) {
		// TLSA records, which delivery asks for, are not compared
		const named = await dns.run({...aside, options: {...aside.options, tls: 'none'}});
		if (named.status === 'failed') {
			return kept;
		}
	} else {
		const {host} = hostOf(context);
		aside.walk.hosts = [{host, preference: 0, addresses: [address]}];
	}

	const {finish} = await scanBeside(aside);
	try {
		await speak(aside, context.options.user !== undefined);
	} finally {
		aside.walk.dialogue?.close();
		for (const {wire} of aside.walk.candidates) {
			wire?.destroy();
		}

		await finish();
	}

	return kept;
}

/** The name of the host that the session speaks to: certificates are held against it from anywhere. */
function hostOf({observations, options}: CheckContext): {host: string} {
	for (const o of observations.toReversed()) {
		if (o.tag === 'endpoint.chosen' || ('role' in o.data && o.data.role === 'conversation')) {
			return {host: 'host' in o.data ? o.data.host : ''};
		}
	}

	const {target} = options;
	return {host: target.kind === 'host' ? target.host : target.domain};
}
