import type {Ports} from '../core/ports.ts';
import type {EventLog} from './event-log.ts';
import type {Inspector} from './inspect.ts';

/** What the walks of one session share. */
export type Shared = {
	log: EventLog;
	ports: Ports;
	signal: AbortSignal;
	inspector: Inspector;
	/** Stops whatever runs, because the session cannot go on. */
	stop(reason: unknown): void;
	redact(text: string): string;
	password(): Promise<string | undefined>;
	/** Lets the user see what comes before it happens, in guided mode. */
	beforeStep(step: string, title: string, command: string): Promise<void>;
	nextConnection(): number;
	nextLine(): number;
	/** Connections that were made, and replies of 4xx and 5xx that were provoked. */
	footprint: {connections: number; rejections: number};
	/** Endpoints that were open earlier in this session: `address port`, and how often. */
	worked: Map<string, number>;
};
