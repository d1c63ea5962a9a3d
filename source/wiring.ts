import {checks} from './checks/checks.ts';
import type {Dialogue} from './checks/dialogue.ts';
import {recogniseProvider} from './core/provider.ts';
import {createRecogniser} from './core/recognise.ts';
import type {Session} from './core/session.ts';
import type {Machinery} from './engine/machinery.ts';
import {byHand} from './knowledge/by-hand.ts';
import {plan} from './knowledge/plan.ts';
import {providers} from './knowledge/providers.ts';
import {sentences} from './knowledge/sentences.ts';
import {signs} from './knowledge/software.ts';
import {createPorts} from './net/create-ports.ts';

const failures = async () => import('./failure-wiring.ts');

/** What sessions are made of in this program: the real network, and all that is known. */
export function createMachinery(version: string): Machinery<Dialogue> {
	return {
		plan,
		checks,
		knowledge: {sentences, byHand},
		failures,
		inside: async () => import('./inside-wiring.ts'),
		classify: async input => (await failures()).classify(input),
		recognise: createRecogniser(signs),
		recordKnowledge: async () => (await import('./record-wiring.ts')).recordKnowledge,
		recogniseProvider: traces => recogniseProvider(traces, providers),
		ports: ({dns}) => createPorts(dns ? {dns} : {}),
		version,
		date: () => new Date().toISOString(),
	};
}

/** So long without an event, in milliseconds, and it is the network that is waited for. */
const idleAfter = 20;

/**
 * Loads what a session may come to need while it waits for the network, where it does: TLS, DNS, then what
 * is known about failures. Each holds up what comes meanwhile, so they are not loaded in one go.
 */
export function loadAhead(session: Session): void {
	const parts = [
		async () => import('./net/start-tls.ts'),
		async () => import('./net/dns/resolve.ts'),
		failures,
	];
	const timer = setTimeout(async () => {
		await parts.shift()?.();
		if (parts.length > 0) {
			timer.refresh();
		} else {
			stop();
		}
	}, idleAfter).unref();
	const stop = session.subscribe(() => {
		timer.refresh();
	});
}
