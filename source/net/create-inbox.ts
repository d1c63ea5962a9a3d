import type {Chunk} from '../core/ports.ts';
import {now} from './now.ts';
import {startTimer} from './start-timer.ts';

/** What has happened on a connection and was not read yet, in order. */
export type Inbox = {
	/** Bytes of the data that waits, plus what keeping each piece costs. */
	readonly weight: number;
	push(chunk: Chunk): void;
	/** The next chunk, at the latest at `deadline`. After the last one, the last one again. */
	take(deadline: number, signal: AbortSignal): Promise<Chunk>;
	/** All that waits. */
	drain(): readonly Chunk[];
};

/** A peer that sends single bytes must not cost more memory than one that sends much at once. */
const costOfChunk = 256;

function weigh(chunk: Chunk): number {
	return chunk.kind === 'data' ? chunk.bytes.length + costOfChunk : 0;
}

/** A queue of chunks with one reader. `onTake` runs whenever something was taken from it. */
export function createInbox(onTake: () => void): Inbox {
	let waiting: Chunk[] = [];
	let weight = 0;
	let final: Chunk | undefined;
	let reader: ((chunk: Chunk) => void) | undefined;

	const taken = (chunk: Chunk) => {
		weight -= weigh(chunk);
		if (chunk.kind !== 'data') {
			final = chunk;
		}
	};

	return {
		get weight() {
			return weight;
		},
		push(chunk) {
			weight += weigh(chunk);
			if (reader) {
				taken(chunk);
				reader(chunk);
			} else {
				waiting.push(chunk);
			}
		},
		async take(deadline, signal) {
			signal.throwIfAborted();
			if (reader) {
				throw new TypeError('a wire has one reader at a time');
			}

			const chunk = waiting.shift();
			if (chunk) {
				taken(chunk);
				onTake();
				return chunk;
			}

			if (final) {
				return final;
			}

			const left = deadline - now();
			if (left <= 0) {
				return {kind: 'late', at: now()};
			}

			return new Promise((resolve, reject) => {
				const settle = () => {
					reader = undefined;
					clearTimeout(timer);
					signal.removeEventListener('abort', aborted);
				};

				const aborted = () => {
					settle();
					reject(signal.reason);
				};

				const timer = startTimer(left, () => {
					settle();
					// Timers count whole milliseconds and may come a fraction early
					resolve({kind: 'late', at: Math.max(now(), deadline)});
				});
				reader = next => {
					settle();
					resolve(next);
				};

				signal.addEventListener('abort', aborted, {once: true});
			});
		},
		drain() {
			const all = waiting;
			waiting = [];
			for (const chunk of all) {
				taken(chunk);
			}

			onTake();
			return all;
		},
	};
}
