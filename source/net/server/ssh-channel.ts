import {Duplex} from 'node:stream';
import {channelMessage, messageNumber} from './ssh-message.ts';

/** How many bytes may come before this side allows more; a quarter of it is allowed anew at a time. */
export const ownWindow = 512 * 1024;
/** The most of one message that this side takes. */
export const ownPacket = 32 * 1024;

/** What the other side allows at first (RFC 4254 5.1). */
export type Allowance = {recipient: number; window: number; packet: number};

/** A channel that stands, and what the messages for it do to it. */
export type SshChannel = {
	stream: Duplex;
	data(bytes: Buffer): void;
	widen(by: number): void;
	eof(): void;
	/** The other side has closed it, or the connection is gone. */
	closed(error?: Error): void;
};

/** Makes a stream of a channel that was confirmed. `send` puts a message on the connection. */
export function createChannel(
	{recipient, window, packet}: Allowance,
	send: (message: Buffer) => void,
): SshChannel {
	let allowed = window;
	let unread = 0;
	let isClosed = false;
	let waiting: {bytes: Buffer; done: () => void} | undefined;

	const say = (type: number, ...fields: ReadonlyArray<number | Buffer>) => {
		if (!isClosed) {
			send(channelMessage(type, recipient, ...fields));
		}
	};

	const flush = () => {
		if (!waiting) {
			return;
		}

		const {bytes, done} = waiting;
		let at = 0;
		while (at < bytes.length && allowed > 0) {
			const part = bytes.subarray(at, at + Math.min(allowed, packet));
			allowed -= part.length;
			at += part.length;
			say(messageNumber.data, part);
		}

		waiting = at < bytes.length ? {bytes: bytes.subarray(at), done} : undefined;
		if (!waiting) {
			done();
		}
	};

	const allowMore = () => {
		if (unread >= ownWindow / 4) {
			say(messageNumber.windowAdjust, unread);
			unread = 0;
		}
	};

	const stream = new Duplex({
		read: allowMore,
		write(chunk: Buffer, _, done) {
			waiting = {bytes: chunk, done};
			flush();
		},
		final(done) {
			say(messageNumber.eof);
			done();
		},
		destroy(error, done) {
			say(messageNumber.close);
			isClosed = true;
			done(error);
		},
	});

	stream.on('error', () => undefined); // It may break before anybody listens
	return {
		stream,
		data(bytes) {
			unread += bytes.length;
			if (stream.push(bytes)) {
				allowMore();
			}
		},
		widen(by) {
			allowed += by;
			flush();
		},
		eof() {
			stream.push(null);
		},
		closed(error) {
			if (error) {
				stream.destroy(error);
			} else if (!stream.readableEnded) {
				stream.push(null);
			}

			say(messageNumber.close);
			isClosed = true;
		},
	};
}
