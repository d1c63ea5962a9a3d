import {derive} from '../core/derive.ts';
import {visibleLines} from '../core/escape.ts';
import {observation, type Facts, type Observation, type Tag} from '../core/observation.ts';
import type {EventLog} from './event-log.ts';
import type {Shared} from './shared.ts';

/** What one walk has observed, and the one way to add to it. */
export type Recorder = {
	readonly observations: readonly Observation[];
	/** Writes one observation down as it is. */
	record(step: string, observed: Observation): void;
	/** Writes down what a step measured, and keeps the session's account of it. */
	observe<T extends Tag>(step: string, tag: T, data: Facts[T], lines?: readonly number[]): void;
	/** Computes what follows from all that is known; writes down what is new. */
	deriveAll(step: string): void;
};

/**
 * Facts in which every text is safe to print, wherever it came from: names in DNS and in certificates
 * are hostile as replies are.
 */
function printable<T>(value: T): T {
	if (typeof value === 'string') {
		return visibleLines(value) as T;
	}

	if (Array.isArray(value)) {
		return value.map(printable) as T;
	}

	return typeof value === 'object' && value !== null
		? (Object.fromEntries(Object.entries(value).map(([key, v]) => [key, printable(v)])) as T)
		: value;
}

const keyOf = ({tag, data}: Observation) => `${tag} ${JSON.stringify(data)}`;

/** Begins the observations of one walk. */
export function createRecorder({
	log,
	footprint,
	worked,
}: Pick<Shared, 'log' | 'footprint' | 'worked'>): Recorder {
	const observations: Observation[] = [];

	const record = (step: string, {tag, data: raw, lines}: Observation) => {
		const data = printable(raw);
		observations.push({tag, data, lines} as Observation);
		log.append({type: 'observation', step, kind: tag, facts: data, lines} as Parameters<
			EventLog['append']
		>[0]);
	};

	return {
		observations,
		record,
		observe(step, tag, data, lines = []) {
			record(step, observation(tag, data, lines));
			if (tag === 'smtp.refusal') {
				footprint.rejections++;
			}

			if (tag === 'tcp.open' || tag === 'tcp.refused') {
				const {host, address, port} = data as Facts['tcp.open'];
				const key = `${address} ${port}`;
				const connections = worked.get(key) ?? 0;
				if (tag === 'tcp.open') {
					worked.set(key, connections + 1);
				} else if (connections > 0) {
					record(step, observation('derived.worked-before', {host, port, connections}));
				}
			}
		},
		deriveAll(step) {
			const known = new Set(observations.filter(o => o.tag.startsWith('derived.')).map(keyOf));
			for (const found of derive(observations)) {
				if (!known.has(keyOf(found))) {
					record(step, found);
				}
			}
		},
	};
}
