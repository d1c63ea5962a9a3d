import type {Candidate, Check, CheckContext, StepEnd} from '../core/check.ts';
import type {Dialogue} from './dialogue.ts';
import {conversationPorts, serviceOf, type Options} from '../core/options.ts';
import {duration} from '../core/phrase.ts';
import type {Wire} from '../core/ports.ts';
import type {TlsMode} from '../core/vocabulary.ts';
import {createConnector, observeAttempt, observeGivenUp, type Attempt} from './connections.ts';

/** How long better candidates are waited for once one is open: at least this, or 3 round trips. */
const graceAtLeast = 250;
/**
 * A scan that only holds up the verdict is cut after this, or so many round trips: sooner where the
 * ports that are missing are not those that the dialogue could have gone to.
 */
const limits = {
	conversation: {atLeast: 2000, roundTrips: 10},
	mail: {atLeast: 300, roundTrips: 4},
} as const;
/** How often it is looked at, in milliseconds, which of them are missing. */
const lookEvery = 50;
/** How long a port that is not spoken to is watched for being closed again at once. */
const watchAtLeast = 100;

/** How TLS begins on this port, before the server was heard. */
export function modeOf(port: number, options: Options): TlsMode {
	if (options.tls !== 'auto') {
		return options.tls;
	}

	return serviceOf(port, options) === 'submissions' ? 'implicit' : 'auto';
}

/** The ports of the scan (command-line.md): by option, by the scenario, or by the aim. */
function scannedPorts(options: Options): readonly number[] {
	const conversation = conversationPorts(options);
	const others =
		options.ports ?? (options.aim === 'submit' && !options.services ? [587, 465, 25, 2525] : []);
	return [...new Set([...conversation, ...others])];
}

/** Takes a candidate for the dialogue and says so. */
export function choose(context: CheckContext, candidate: Candidate, wire: Wire): void {
	const {host, address, port, service} = candidate;
	context.observe('endpoint.chosen', {
		host,
		address,
		port,
		service,
		mode: modeOf(port, context.options),
		client: wire.local.address,
		local: context.ports.ownAddresses().includes(address),
	});
}

type Opened = {attempt: Attempt; wire: Wire; connection: number; release(): void};

/**
 * Waits a moment for a server that accepts and closes at once, then lets the socket go. Where nothing
 * but this holds up the verdict, it is cut short.
 */
async function watchForClose(
	context: CheckContext,
	{attempt, wire, release}: Opened,
): Promise<void> {
	const {signal, hurry} = context;
	try {
		const until = context.ports.now() + Math.max(watchAtLeast, 2 * wire.after);
		const chunk = await wire.read(until, AbortSignal.any([signal, hurry]));
		if (chunk.kind === 'end' || chunk.kind === 'error') {
			const service = serviceOf(attempt.port, context.options);
			const how = chunk.kind === 'end' ? 'fin' : 'reset';
			context.observe('tcp.closed', {...attempt, service, how, after: wire.after});
		}
	} catch (error) {
		if (signal.aborted) {
			throw error;
		}
	} finally {
		wire.destroy();
		release();
	}
}

function summarise(context: CheckContext): StepEnd {
	const chosen = context.observations.findLast(o => o.tag === 'endpoint.chosen');
	const tried = context.observations.filter(
		o =>
			o.tag === 'tcp.open' ||
			o.tag === 'tcp.refused' ||
			o.tag === 'tcp.silent' ||
			o.tag === 'tcp.unreachable',
	);
	if (chosen?.tag === 'endpoint.chosen') {
		const {address, port} = chosen.data;
		const open = tried.find(
			o => o.tag === 'tcp.open' && o.data.address === address && o.data.port === port,
		);
		const after = open?.tag === 'tcp.open' ? ` (${duration(open.data.after)})` : '';
		return {status: 'passed', summary: `Port ${port} of ${address} is open${after}.`};
	}

	const conversation = tried.filter(o => o.data.role === 'conversation');
	const first =
		conversation.find(o => o.tag === 'tcp.refused') ??
		conversation.find(o => o.tag === 'tcp.silent') ??
		conversation[0];
	switch (first?.tag) {
		case 'tcp.refused': {
			const {port, after} = first.data;
			const summary = `Port ${port} refused the connection (${duration(after)}).`;
			return {status: 'failed', class: 'refused', summary};
		}

		case 'tcp.silent': {
			const {port, after} = first.data;
			const summary = `Port ${port} gave no answer in ${duration(after)}.`;
			return {status: 'failed', class: 'timeout', summary};
		}

		case 'tcp.unreachable': {
			const {port, code} = first.data;
			const summary = `Port ${port} cannot be reached: ${code}.`;
			return {status: 'failed', class: 'unreachable', summary};
		}

		default: {
			return {status: 'failed', summary: 'No port was tried.'};
		}
	}
}

/** All attempts, best candidate first: by MX preference, then by port, then by address. */
function attemptsOf(context: CheckContext): Attempt[] {
	const {options, walk} = context;
	const conversation = conversationPorts(options);
	return walk.hosts
		.toSorted((a, b) => a.preference - b.preference)
		.flatMap(({host, addresses}) =>
			scannedPorts(options).flatMap(port =>
				addresses.map(address => ({
					host,
					address,
					port,
					role: conversation.includes(port) ? ('conversation' as const) : ('mail' as const),
				})),
			),
		);
}

/**
 * Tries the mail ports of all addresses side by side. The plan goes on as soon as the port for the
 * dialogue is known; the rest is finished beside it. The chosen socket becomes the dialogue.
 */
export const scan: Check<Dialogue> = {
	id: 'scan',
	title: 'Ports',
	question: 'reach',
	stage: 'connect',
	touches: 'network',
	emits: [
		'tcp.open',
		'tcp.refused',
		'tcp.silent',
		'tcp.unreachable',
		'tcp.closed',
		'endpoint.chosen',
	],
	async run(context) {
		const {options, walk, ports} = context;
		const connector = createConnector(context);
		const attempts = attemptsOf(context);
		const pending = new Set(attempts);
		/** Those that the dialogue could go to. */
		const open: Opened[] = [];
		const watching: Array<Promise<void>> = [];
		let chosen: Wire | undefined;
		let grace: ReturnType<typeof setTimeout> | undefined;
		let roundTrip = 0;

		const watch = (opened: Opened) => {
			const watched = watchForClose(context, opened);
			// It may fail before anybody waits for it.
			watched.catch(() => undefined);
			watching.push(watched);
		};

		const decide = () => {
			clearTimeout(grace);
			if (chosen) {
				return;
			}

			const rank = ({attempt}: Opened) => attempts.indexOf(attempt);
			const [best] = open.toSorted((a, b) => rank(a) - rank(b));
			if (best) {
				const {attempt, wire, connection} = best;
				chosen = wire;
				const {host, address, port} = attempt;
				const service = serviceOf(port, options);
				const {timeout} = options;
				const {preference = 0} = walk.hosts.find(h => h.host === host) ?? {};
				const candidate: Candidate = {
					host,
					address,
					port,
					service,
					preference,
					timeout,
					wire,
					connection,
				};
				walk.candidates = [candidate];
				choose(context, candidate, wire);
				if (pending.size > 0) {
					context.ready();
				}
			}

			for (const opened of open) {
				if (opened !== best) {
					watch(opened);
				}
			}
		};

		const settled = (attempt: Attempt) => {
			pending.delete(attempt);
			if (chosen || open.length === 0) {
				return;
			}

			const best = Math.min(...open.map(c => attempts.indexOf(c.attempt)));
			const better = [...pending].some(
				other => other.role === 'conversation' && attempts.indexOf(other) < best,
			);
			if (!better) {
				decide();
			} else {
				grace ??= setTimeout(decide, Math.max(graceAtLeast, 3 * roundTrip));
			}
		};

		const began = ports.now();
		const one = async (attempt: Attempt) => {
			const attempted = await connector.attempt(attempt);
			if (!pending.has(attempt)) {
				if (attempted.connected.ok) {
					attempted.connected.wire.destroy();
				}

				attempted.release();
				return;
			}

			const wire = observeAttempt(context, attempted);
			if (wire) {
				roundTrip = Math.max(roundTrip, wire.after);
				const {connection, release} = attempted;
				const opened = {attempt, wire, connection, release};
				if (chosen || attempt.role !== 'conversation') {
					watch(opened);
				} else {
					open.push(opened);
				}
			}

			settled(attempt);
		};

		const hurried = new Promise<void>(resolve => {
			const giveUp = () => {
				const isHeld = [...pending].some(({role}) => role === 'conversation');
				const {atLeast, roundTrips} = limits[isHeld ? 'conversation' : 'mail'];
				const left = began + Math.max(atLeast, roundTrips * roundTrip) - ports.now();
				if (left > 0) {
					setTimeout(giveUp, Math.min(left, lookEvery)).unref();
				} else {
					resolve();
				}
			};

			if (context.hurry.aborted) {
				giveUp();
			}

			context.hurry.addEventListener('abort', giveUp, {once: true});
		});
		try {
			await Promise.race([Promise.all(attempts.map(one)), hurried]);
			for (const attempt of pending) {
				observeGivenUp(context, attempt, ports.now() - began);
			}

			pending.clear();
			decide();
			await Promise.all(watching);
		} finally {
			clearTimeout(grace);
			for (const {wire} of open) {
				if (wire !== chosen) {
					wire.destroy();
				}
			}
		}

		return summarise(context);
	},
};
