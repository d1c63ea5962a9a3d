import type {Socket} from 'node:net';
import {TLSSocket, type SecureContext} from 'node:tls';
import {createLineReader} from './line-reader.ts';
import {createSmtpdSession, type SmtpdSession} from './smtpd-session.ts';
import type {Result, SmtpdContext} from './smtpd-state.ts';

/** `line_length_limit` in octets and `smtpd_timeout` in milliseconds, as Postfix has them. */
const lineLengthLimit = 2048;
const idleLimit = 300_000;

/** Tells lines that came in over one socket, plain or TLS, to the session, and writes what it says. */
function converse(
	socket: Socket,
	session: SmtpdSession,
	startTls: () => void,
): {say(result: Result): void; stop(): void} {
	const reader = createLineReader(lineLengthLimit);
	let over = false;

	const say = ({replies, afterwards}: Result): void => {
		const text = replies.map(reply => `${reply}\r\n`).join('');
		if (text !== '' && socket.writable && !socket.write(text)) {
			// A client that does not read its replies is not read either.
			socket.pause();
			socket.once('drain', () => socket.resume());
		}

		if (afterwards === 'close') {
			over = true;
			reader.discard();
			socket.end();
		} else if (afterwards === 'start-tls') {
			over = true;
			reader.discard();
			startTls();
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

	const onTimeout = (): void => say(session.timedOut());
	socket.on('data', onData);
	socket.setTimeout(idleLimit, onTimeout);
	return {
		say,
		stop() {
			socket.off('data', onData);
			socket.off('timeout', onTimeout);
			socket.setTimeout(0);
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
): void {
	const {tlsWrapperMode} = context.settings;
	const session = createSmtpdSession(context, tlsWrapperMode);
	socket.on('error', () => socket.destroy());
	socket.setNoDelay(true);

	const secure = (ready: (secured: TLSSocket) => void): void => {
		const secured = new TLSSocket(socket, {isServer: true, secureContext: secureContext()});
		secured.on('error', () => socket.destroy());
		secured.once('secure', () => ready(secured));
		socket.once('close', () => secured.destroy());
	};

	const neverAgain = (): void => undefined;
	if (tlsWrapperMode) {
		socket.setTimeout(idleLimit, () => socket.destroy());
		secure(secured => converse(secured, session, neverAgain).say(session.greet()));
		return;
	}

	const plain = converse(socket, session, () => {
		plain.stop();
		secure(secured => {
			session.secured();
			converse(secured, session, neverAgain);
		});
	});
	plain.say(session.greet());
}
