import type {EventOf, ResultFacts, SessionEvent} from '../../source/core/event.ts';
import type {Facts, Tag} from '../../source/core/observation.ts';
import type {Options} from '../../source/core/options.ts';
import type {Ports} from '../../source/core/ports.ts';
import type {Prompter, Session} from '../../source/core/session.ts';
import {startSession} from '../../source/engine/start-session.ts';
import {createMachinery} from '../../source/wiring.ts';

/** Complete options for a session with a server on loopback. */
export function optionsFor(port: number, more: Partial<Options> = {}): Options {
	return {
		target: {kind: 'host', host: '127.0.0.1'},
		aim: 'deliver',
		port,
		tls: 'auto',
		helo: 'client.example.test',
		from: 'ada@sender.example.test',
		to: 'eve@example.test',
		allowPlaintextAuth: false,
		insecure: false,
		send: false,
		timeout: 2000,
		patience: 2000,
		pipeline: true,
		...more,
	};
}

export type Ran = {
	events: readonly SessionEvent[];
	result: ResultFacts;
	session: Session;
	/** Lines of the transcript, as `C EHLO …`, `S 250 …`, `* note`. */
	lines: readonly string[];
	observed<T extends Tag>(tag: T): ReadonlyArray<Facts[T]>;
	diagnosis: EventOf<'diagnosis'> | undefined;
};

type Extra = {
	password?: string;
	/** Answers all questions, the one for the password too. */
	prompter?: Prompter;
	/** Changes the real ports, to see or to bend what goes through them. */
	ports?: (real: Ports) => Ports;
	/** Called after each event. */
	onEvent?: (event: SessionEvent, session: Session) => void;
};

/** Runs one session as the program does, with the real network, and without a screen. */
export async function runSession(options: Options, extra: Extra = {}): Promise<Ran> {
	const {password, ports = real => real, onEvent} = extra;
	const machinery = createMachinery('0.0.0');
	const prompter: Prompter =
		extra.prompter ??
		(async ({node}) =>
			node === 'password' && password !== undefined ? {value: password} : undefined);
	const session = startSession(
		options,
		prompter,
		{...machinery, ports: given => ports(machinery.ports(given))},
		false,
	);
	session.subscribe(event => onEvent?.(event, session));
	const result = await session.done;
	const letters = {client: 'C', server: 'S', note: '*'} as const;
	return {
		session,
		events: session.events,
		result,
		lines: session.events.flatMap(event =>
			event.type === 'line' ? [`${letters[event.from]} ${event.text}`] : [],
		),
		observed: <T extends Tag>(tag: T) =>
			session.events.flatMap(event =>
				event.type === 'observation' && event.kind === tag ? [event.facts as Facts[T]] : [],
			),
		diagnosis: session.events.find(event => event.type === 'diagnosis'),
	};
}
