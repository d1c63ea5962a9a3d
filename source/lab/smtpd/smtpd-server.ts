import type {Socket} from 'node:net';
import {TLSSocket, type SecureContext} from 'node:tls';
import {createLineReader} from './line-reader.ts';
import {createSmtpdSession, type SmtpdSession} from './smtpd-session.ts';
import type {Result, SmtpdContext} from './smtpd-state.ts';

/** Postfix's `line_length_limit`, in octets. */
const lineLengthLimit = 2048;
/** `smtpd_timeout` in milliseconds: not Postfix's 5 minutes, for trainees read between the steps. */
const smtpdTimeout = 1_800_000;
/** How long a client may take to close after us before it is cut off, in milliseconds. */
const closingLimit = 5000;

type Conversation = {
	say(result: Result): void;
	/** Leaves the socket alone, for TLS to begin on it. */
	stop(): void;
};

/** Sends what is left and closes, whether the client does the same or not. */
function hangUp(socket: Socket): void {
	socket.end();
	const timer = setTimeout(() => socket.destroy(), closingLimit).unref();
	socket.once('close', () => clearTimeout(timer));
}

/** Tells lines that came in over one socket, plain or TLS, to the session, and writes what it says. */
function converse(
	socket: Socket,
	session: SmtpdSession,
	idleLimit: number,
	startTls: () => void,
): Conversation {
	const reader = createLineReader(lineLengthLimit);
	let over = false;

	const say = ({replies, afterwards}: Result): void => {
		const text = replies.map(reply => `${reply}\r\n`).join('');
		if (text !== '' && socket.writable && !socket.write(text)) {
			// A client that does not read its replies is not read either.
			socket.pause();
			socket.once('drain', () => socket.resume());
		}

		if (afterwards) {
			over = true;
			reader.discard();
			(afterwards === 'close' ? () => hangUp(socket) : startTls)();
		}
	};

	const onData = (bytes: Buffer): void => {
		if (over) {
			return;
		}

		reader.push(bytes);
		const replies: string[] = [];
		for (let line = reader.next(); line; line = reader.next()) {
			const result = session.receive(line);
			replies.push(...result.replies);
			if (result.afterwards) {
				say({...result, replies});
				return;
			}
		}

		say({replies});
	};

	const onTimeout = (): void => {
		if (!over) {
			say(session.timedOut());
		}
	};

	socket.on('data', onData);
	socket.setTimeout(idleLimit, onTimeout);
	return {
		say,
		stop() {
			socket.off('data', onData);
			socket.setTimeout(0, onTimeout);
		},
	};
}

/**
 * Serves one connection as a service of Postfix would. The settings are those of its beginning: like
 * a process of smtpd, it ends with them whatever is changed meanwhile.
 */
export function serveSmtp(
	socket: Socket,
	context: SmtpdContext,
	secureContext: () => SecureContext,
	idleLimit = smtpdTimeout,
): void {
	const {tlsWrapperMode} = context.settings;
	const session = createSmtpdSession(context, tlsWrapperMode);
	const cut = (): void => {
		socket.destroy();
	};

	socket.on('error', cut);
	socket.setNoDelay(true);

	const secure = (begin: (conversation: Conversation) => void): void => {
		socket.setTimeout(idleLimit, cut);
		const secured = new TLSSocket(socket, {isServer: true, secureContext: secureContext()});
		secured.on('error', cut);
		socket.once('close', () => secured.destroy());
		secured.once('secure', () => {
			socket.setTimeout(0, cut);
			begin(converse(secured, session, idleLimit, cut));
		});
	};

	if (tlsWrapperMode) {
		secure(conversation => conversation.say(session.greet()));
		return;
	}

	const plain = converse(socket, session, idleLimit, () => {
		plain.stop();
		secure(() => session.secured());
	});
	plain.say(session.greet());
}
