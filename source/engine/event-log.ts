import type {SessionEvent, UnstampedEvent} from '../core/event.ts';

/** An append-only log of events, which stamps the time of each. */
export type EventLog = {
	readonly events: readonly SessionEvent[];
	append(event: UnstampedEvent): void;
	subscribe(listener: (event: SessionEvent) => void): () => void;
	/** Milliseconds since the log began. */
	elapsed(): number;
};

/** `now` is a monotonic clock in milliseconds. */
export function createEventLog(now: () => number): EventLog {
	const began = now();
	const events: SessionEvent[] = [];
	const listeners = new Set<(event: SessionEvent) => void>();
	const elapsed = () => Math.round((now() - began) * 10) / 10;
	return {
		events,
		elapsed,
		append(event) {
			const stamped: SessionEvent = {...event, at: elapsed()};
			events.push(stamped);
			for (const listener of listeners) {
				listener(stamped);
			}
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
	};
}
