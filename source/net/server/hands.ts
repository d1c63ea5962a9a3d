import type {Connected, Endpoint} from '../../core/ports.ts';
import type {Command} from '../../core/server-access.ts';
import type {Ended} from '../run-program.ts';

export type Limits = {
	patience: number;
	limit: number;
	/** Written to the standard input of a command. */
	input?: string;
	signal: AbortSignal;
};

/** How things are done where the server is. Looking decides what; hands do it. */
export type Hands = {
	/** See `ServerAccess.prepare`. */
	prepare(signal: AbortSignal): Promise<string | undefined>;
	/** Whether they are root’s already; known once prepared. */
	isRoot(): boolean;
	run(command: Command, limits: Limits): Promise<Ended>;
	/** Reads a regular file as far as the limit, from its start or its end. Ends as a program would. */
	read(file: string, from: 'start' | 'end', limits: Limits): Promise<Ended>;
	/** Opens a TCP connection from where they are. See `ServerAccess.connect`. */
	connect(endpoint: Endpoint, signal: AbortSignal, local?: string): Promise<Connected>;
	close(): Promise<void>;
};
