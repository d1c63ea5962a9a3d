import type {CheckContext} from '../core/check.ts';
import type {Facts, PortRole} from '../core/observation.ts';
import {serviceOf} from '../core/options.ts';
import type {Connected, Wire} from '../core/ports.ts';

/** At once in all, and to one address; one that stays unanswered for a second no longer counts. */
const limits = {all: 8, address: 2, counts: 1000} as const;

export type Attempt = {host: string; address: string; port: number; role: PortRole};
export type Attempted = Attempt & {
	connected: Connected;
	connection: number;
	/** Says that the connection is closed, so that another may take its place. */
	release(): void;
};

type Connector = {attempt(attempt: Attempt): Promise<Attempted>};

/**
 * Connects within the manners: so many at once, so many to one address, the rest wait their turn. A
 * connection that stands counts until it is released.
 */
export function createConnector(context: CheckContext): Connector {
	const waiting: Array<{address: string; go: () => void}> = [];
	const active = new Map<string, number>();
	const total = () => [...active.values()].reduce((sum, count) => sum + count, 0);
	const free = (address: string) =>
		total() < limits.all && (active.get(address) ?? 0) < limits.address;
	const count = (address: string, by: 1 | -1) => {
		active.set(address, (active.get(address) ?? 0) + by);
	};

	/** Lets in whoever can be; each counts at once, before the next one is looked at. */
	const advance = () => {
		for (const next of waiting.slice()) {
			if (free(next.address)) {
				waiting.splice(waiting.indexOf(next), 1);
				count(next.address, 1);
				next.go();
			}
		}
	};

	const enter = async (address: string) => {
		await new Promise<void>(resolve => {
			waiting.push({address, go: resolve});
			advance();
		});
		let counts = true;
		const change = (now: boolean) => {
			clearTimeout(timer);
			if (counts !== now) {
				counts = now;
				count(address, now ? 1 : -1);
			}
		};

		const release = () => {
			change(false);
			advance();
		};

		const timer = setTimeout(release, limits.counts);
		return {release, stands: () => change(true)};
	};

	return {
		async attempt(attempt) {
			const {address, port} = attempt;
			const {release, stands} = await enter(address);
			try {
				const connected = await context.ports.connect(
					{address, port, timeout: context.options.timeout},
					context.signal,
				);
				if (connected.ok) {
					stands();
				} else {
					release();
				}

				const connection = connected.ok ? context.nextConnection() : 0;
				return {...attempt, connected, connection, release};
			} catch (error) {
				release();
				throw error;
			}
		},
	};
}

/** Records what a connection attempt came to. Returns the wire where the port is open. */
export function observeAttempt(context: CheckContext, attempted: Attempted): Wire | undefined {
	const {host, address, port, role, connected, connection} = attempted;
	const service = serviceOf(port, context.options);
	const facts = {host, address, port, service, role};
	if (connected.ok) {
		const {wire} = connected;
		const text = `connected to ${address} port ${port}`;
		const line = context.say({connection, from: 'note', text, secure: false});
		context.observe('tcp.open', {...facts, after: wire.after}, [line]);
		return wire;
	}

	const {outcome, code, after, source} = connected;
	const side = source === undefined ? {} : {client: source};
	switch (outcome) {
		case 'refused': {
			context.observe('tcp.refused', {...facts, ...side, after, code});
			return undefined;
		}

		case 'silent': {
			context.observe('tcp.silent', {...facts, ...side, after});
			return undefined;
		}

		case 'unreachable': {
			context.observe('tcp.unreachable', {...facts, ...side, after, code});
			return undefined;
		}
	}
}

/** Records an attempt that was given up before its time limit, because nothing waits for it. */
export function observeGivenUp(context: CheckContext, attempt: Attempt, after: number): void {
	const {host, address, port, role} = attempt;
	const service = serviceOf(port, context.options);
	const facts: Facts['tcp.silent'] = {host, address, port, service, role, after};
	context.observe('tcp.silent', facts);
}
