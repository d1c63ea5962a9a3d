import {data, mail, rcpt} from './envelope-commands.ts';
import type {Line} from './line-reader.ts';
import {
	auth,
	bdat,
	ehlo,
	etrn,
	helo,
	noop,
	quit,
	rset,
	starttls,
	vrfy,
	type Command,
} from './session-commands.ts';
import {
	failed,
	newState,
	ok,
	type Result,
	type SmtpdContext,
	type SmtpdState,
} from './smtpd-state.ts';

/** One connection as smtpd(8) leads it: lines in, replies out, no sockets. */
export type SmtpdSession = {
	greet(): Result;
	receive(line: Line): Result;
	/** TLS stands: everything that was said before counts for nothing (RFC 3207 4.2). */
	secured(): void;
	/** What is said to a client that stays silent. */
	timedOut(): Result;
};

/** `smtpd_hard_error_limit` and `smtpd_junk_command_limit`. */
const hardErrorLimit = 20;
const junkLimit = 100;

type Entry = {run: Command; beforeTls?: true; junk?: true};

const commands: Readonly<Record<string, Entry>> = {
	HELO: {run: helo, beforeTls: true, junk: true},
	EHLO: {run: ehlo, beforeTls: true, junk: true},
	STARTTLS: {run: starttls, beforeTls: true},
	AUTH: {run: auth},
	MAIL: {run: mail},
	RCPT: {run: rcpt},
	DATA: {run: data},
	BDAT: {run: bdat},
	RSET: {run: rset, junk: true},
	NOOP: {run: noop, beforeTls: true, junk: true},
	VRFY: {run: vrfy, junk: true},
	ETRN: {run: etrn, junk: true},
	QUIT: {run: quit, beforeTls: true},
};

/** Words that only a web browser or a script says first (`smtpd_forbidden_commands`), and headers. */
const notSmtp = /^(?:CONNECT|GET|POST)$|^[!-9;-~]+:/i;

const utf8 = new TextDecoder('utf8', {fatal: true});

function textOf(line: Line): string | undefined {
	try {
		return utf8.decode(line.text);
	} catch {
		return undefined;
	}
}

function interpret(state: SmtpdState, context: SmtpdContext, text: string): Result {
	const [verb = '', ...words] = text.trim().split(/[ \t]+/);
	if (verb === '') {
		return failed('500 5.5.2 Error: bad syntax');
	}

	const entry = commands[verb.toUpperCase()];
	if (!entry) {
		return notSmtp.test(verb)
			? {replies: ['221 2.7.0 Error: I can break rules, too. Goodbye.'], afterwards: 'close'}
			: failed('500 5.5.2 Error: command not recognized');
	}

	const {tlsSecurityLevel} = context.settings;
	if (tlsSecurityLevel === 'encrypt' && !state.secure && !entry.beforeTls) {
		return failed('530 5.7.0 Must issue a STARTTLS command first');
	}

	const result = entry.run(state, context, words, text.trim().slice(verb.length).trim());
	return entry.junk && state.junk++ > junkLimit ? {...result, failed: true} : result;
}

/** Reads a message up to its lone dot, and keeps nothing of it. */
function readMessage(
	state: SmtpdState,
	{settings, nextQueueId}: SmtpdContext,
	reading: Extract<SmtpdState['reading'], {kind: 'message'}>,
	line: Line,
): Result {
	const isEnd =
		reading.ending === 'crlf' &&
		line.ending === 'crlf' &&
		line.octets === 3 &&
		line.text[0] === 0x2e;
	if (!isEnd) {
		state.reading = {...reading, octets: reading.octets + line.octets, ending: line.ending};
		return ok();
	}

	state.reading = {kind: 'commands'};
	state.mail = undefined;
	state.junk = 0;
	return reading.octets > settings.messageSizeLimit
		? failed('552 5.3.4 Error: message file too big')
		: ok(`250 2.0.0 Ok: queued as ${nextQueueId()}`);
}

/** Begins a session; `secure` where TLS stood before the greeting. */
export function createSmtpdSession(context: SmtpdContext, secure: boolean): SmtpdSession {
	let state = newState(secure);
	const {myhostname} = context.settings;

	const react = (line: Line): Result => {
		const {reading} = state;
		switch (reading.kind) {
			case 'message': {
				return readMessage(state, context, reading, line);
			}

			case 'sasl': {
				return reading.answer(line.text.toString('latin1'));
			}

			case 'commands': {
				const text = textOf(line);
				return text === undefined
					? failed('500 5.5.2 Error: bad UTF-8 syntax')
					: interpret(state, context, text);
			}
		}
	};

	return {
		greet: () => ok(`220 ${myhostname} ESMTP Postfix`),
		receive(line) {
			const result = react(line);
			state.errors += result.failed ? 1 : 0;
			return state.errors >= hardErrorLimit && result.afterwards === undefined
				? {
						replies: [...result.replies, `421 4.7.0 ${myhostname} Error: too many errors`],
						afterwards: 'close',
					}
				: result;
		},
		secured() {
			state = {...newState(true), errors: state.errors};
		},
		timedOut: () => ({
			replies: [`421 4.4.2 ${myhostname} Error: timeout exceeded`],
			afterwards: 'close',
		}),
	};
}
