import type {Candidate, CheckContext} from '../core/check.ts';
import {createReplyParser, type ParserEvent} from '../core/reply-parser.ts';
import {redactCommand} from '../core/redact.ts';
import type {ReplyFacts} from '../core/observation.ts';
import type {Secured, TlsRequest, Wire} from '../core/ports.ts';
import type {SmtpReply} from '../core/smtp-reply.ts';
import type {Service} from '../core/vocabulary.ts';

/** What came of waiting for a reply. Times are milliseconds since the command. */
export type Heard =
	| {kind: 'reply'; reply: SmtpReply; facts: ReplyFacts; lines: readonly number[]; after: number}
	| {kind: 'closed'; how: 'fin' | 'reset'; code: string; lines: readonly number[]; after: number}
	| {kind: 'silent'; lines: readonly number[]; waited: number}
	| {kind: 'not-smtp'; text: string; lines: readonly number[]; after: number};

export type Capabilities = {
	verb: 'EHLO' | 'HELO' | 'LHLO';
	name: string;
	keywords: readonly string[];
	lines: readonly string[];
	auth: readonly string[];
	size: number | null;
};

/** A command that goes out with the end of a TLS handshake. */
export type Opening = {command: string; whenUntrusted: boolean};

/** One SMTP conversation over one connection, written to the transcript as it happens. */
export type Dialogue = {
	readonly facts: {host: string; address: string; port: number; service: Service};
	readonly connection: number;
	readonly wire: Wire;
	capabilities: Capabilities | undefined;
	authenticated: boolean;
	/** Commands that were sent ahead (RFC 2920) and whose replies are still to be read. */
	ahead: string[];
	note(text: string): number;
	/** Sends one command; `shown` is what the transcript has instead of a secret. Throws after an abort. */
	send(command: string, shown?: string): void;
	/** Sends commands in one piece (RFC 2920); each reply is then heard in turn. */
	sendTogether(commands: readonly string[]): void;
	/** Sends the lines of a message with the dot that ends it (RFC 5321 4.5.2), in one piece. */
	sendMessage(lines: readonly string[]): void;
	/** The next reply, waited for since the last command (or the connection). */
	hear(patience?: number, signal?: AbortSignal): Promise<Heard>;
	/** Sends and waits. */
	ask(command: string, shown?: string): Promise<Heard>;
	/**
	 * Bytes that came in plain and were dropped (must be none), then TLS. `opening` is the command that
	 * is sent next: it goes out as soon as TLS stands, `whenUntrusted` whatever the certificate is
	 * worth, so that it need not wait for the server's last word on the handshake.
	 */
	startTls(
		request: TlsRequest,
		opening?: Opening,
	): Promise<{dropped: Uint8Array; secured: Secured}>;
	/** Says QUIT where it is this side's turn to speak, and closes. */
	close(): void;
};

const decoder = new TextDecoder();

/** What a command is made of must not begin another one, wherever it came from. */
function oneLine(command: string): string {
	if (/[\r\n\0]/.test(command)) {
		throw new TypeError('a command holds a line break or NUL');
	}

	return `${command}\r\n`;
}

/** Begins a dialogue on a connected socket. */
export function openDialogue(
	context: CheckContext,
	candidate: Candidate,
	wire: Wire,
	connection: number,
): Dialogue {
	let parser = createReplyParser();
	let queue: ParserEvent[] = [];
	let lines: number[] = [];
	let since = wire.connectedAt;
	let over = false;
	/** Replies that are still to come, the greeting among them. */
	let awaited = 1;
	/** A command that went out with the end of the handshake, and is still to be told. */
	let opened: {command: string; at: number} | undefined;

	const say = (from: 'client' | 'server' | 'note', text: string) =>
		context.say({connection, from, text, secure: wire.secure});

	const take = (events: readonly ParserEvent[]) => {
		for (const event of events) {
			queue.push(event);
		}
	};

	/** Works off what was parsed until a reply is complete. */
	const next = (at: number): Heard | undefined => {
		for (let event = queue.shift(); event; event = queue.shift()) {
			if (event.kind === 'line') {
				lines.push(say('server', event.text));
				continue;
			}

			const spoken = lines;
			lines = [];
			const after = at - since;
			if (event.kind === 'not-smtp') {
				return {kind: 'not-smtp', text: context.safe(event.text), lines: spoken, after};
			}

			const {reply} = event;
			awaited--;
			return {
				kind: 'reply',
				reply,
				facts: {
					code: reply.code,
					...(reply.enhanced ? {enhanced: reply.enhanced} : {}),
					text: context.safe(reply.lines.join('\n')),
				},
				lines: spoken,
				after,
			};
		}

		return undefined;
	};

	/**
	 * Takes replies that nobody asked for, before they are taken for the answer to the next command.
	 * Only 421 may come by itself: the server closes (RFC 5321 3.8).
	 */
	const dropUnasked = () => {
		for (const chunk of wire.drain()) {
			take(chunk.kind === 'data' ? parser.push(chunk.bytes) : []);
		}

		while (awaited === 0) {
			const first = queue.find(event => event.kind !== 'line');
			if (!first || (first.kind === 'reply' && first.reply.code === 421)) {
				return;
			}

			const heard = next(since);
			awaited = 0;
			const text =
				heard?.kind === 'reply' ? heard.facts.text : heard?.kind === 'not-smtp' ? heard.text : '';
			context.observe(
				'smtp.malformed',
				{...dialogue.facts, stage: 'command', fault: 'unasked-reply', text, fatal: false},
				heard?.lines ?? [],
			);
		}
	};

	const dialogue: Dialogue = {
		facts: {
			host: candidate.host,
			address: candidate.address,
			port: candidate.port,
			service: candidate.service,
		},
		connection,
		wire,
		capabilities: undefined,
		authenticated: false,
		ahead: [],
		note: text => say('note', text),
		send(command, shown) {
			const line = oneLine(command);
			context.signal.throwIfAborted();
			const early = opened?.command === command ? opened : undefined;
			opened = undefined;
			if (!early) {
				dropUnasked();
			}

			say('client', shown ?? redactCommand(command));
			since = early?.at ?? context.ports.now();
			awaited++;
			if (!early) {
				wire.write(line);
			}
		},
		sendTogether(commands) {
			const whole = commands.map(oneLine).join('');
			context.signal.throwIfAborted();
			dropUnasked();
			for (const command of commands) {
				say('client', redactCommand(command));
			}

			since = context.ports.now();
			awaited += commands.length;
			wire.write(whole);
		},
		sendMessage(text) {
			const stuffed = text.map(line => (line.startsWith('.') ? `.${line}` : line));
			const whole = [...stuffed, '.'].map(oneLine).join('');
			context.signal.throwIfAborted();
			for (const line of [...stuffed, '.']) {
				say('client', line);
			}

			since = context.ports.now();
			awaited++;
			wire.write(whole);
		},
		async hear(patience = context.options.patience, signal = context.signal) {
			const deadline = since + patience;
			for (let at = since; ;) {
				const heard = next(at);
				if (heard) {
					return heard;
				}

				const chunk = await wire.read(deadline, signal);
				at = chunk.at;
				if (chunk.kind === 'data') {
					take(parser.push(chunk.bytes));
					continue;
				}

				if (chunk.kind === 'late') {
					return {kind: 'silent', lines, waited: chunk.at - since};
				}

				over = true;
				take(parser.end());
				const rest = next(at);
				if (rest) {
					return rest;
				}

				const how = chunk.kind === 'end' ? 'fin' : 'reset';
				const code = chunk.kind === 'end' ? 'EOF' : chunk.code;
				say(
					'note',
					how === 'fin' ? 'the server closed the connection' : `connection lost: ${code}`,
				);
				return {kind: 'closed', how, code, lines, after: chunk.at - since};
			}
		},
		async ask(command, shown) {
			dialogue.send(command, shown);
			return dialogue.hear();
		},
		async startTls(request, opening) {
			const unread = wire.drain().flatMap(chunk => (chunk.kind === 'data' ? [...chunk.bytes] : []));
			const dropped = new Uint8Array([
				...new TextEncoder().encode(
					queue.map(event => (event.kind === 'line' ? `${event.text}\n` : '')).join(''),
				),
				...parser.discard(),
				...unread,
			]);
			parser = createReplyParser();
			queue = [];
			lines = [];
			over = true;
			const secured = await wire.upgrade(
				opening ? {...request, opening: {...opening, text: oneLine(opening.command)}} : request,
				context.signal,
			);
			over = !secured.ok;
			since = context.ports.now();
			if (secured.ok) {
				const {protocol, cipher} = secured.tls;
				say('note', `${protocol}, ${cipher}`);
				opened =
					opening && secured.openedAt !== undefined
						? {command: opening.command, at: secured.openedAt}
						: undefined;
			} else {
				say('note', `TLS handshake failed: ${secured.code}`);
			}

			return {dropped: new Uint8Array([...dropped, ...(secured.dropped ?? [])]), secured};
		},
		close() {
			if (!over && awaited <= dialogue.ahead.length) {
				over = true;
				say('client', 'QUIT');
				wire.write('QUIT\r\n');
			}

			wire.close();
		},
	};
	return dialogue;
}

/** Server bytes as text, for a note. */
export function asText(bytes: Uint8Array): string {
	return decoder.decode(bytes.subarray(0, 200));
}
