import {connect as openSocket, type Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {forwardingImpossible} from '../../core/ports.ts';
import {createChannel, ownPacket, ownWindow, type SshChannel} from './ssh-channel.ts';
import {channelMessage, fieldsOf, framed, messageNumber, takeFrames} from './ssh-message.ts';

/** Numbers of the multiplexing protocol of OpenSSH (its file PROTOCOL.mux). */
const mux = {hello: 1, version: 4, wantProxy: 0x10_00_00_0f, isProxy: 0x80_00_00_0f} as const;

/** No message of a channel is longer than what this side allows, and its own fields. */
const longestFrame = ownPacket + 1024;

/** What came of opening a channel; `reason` as in RFC 4254 5.1, `text` in the words of the other side. */
export type ChannelOpened = {ok: true; stream: Duplex} | {ok: false; reason: number; text: string};

/** Channels through a connection that `ssh` holds open. */
export type SshChannels = {
	/** Has the other machine connect to an address. Never rejects; what comes after `signal` is closed again. */
	open(address: string, port: number, signal: AbortSignal): Promise<ChannelOpened>;
	close(): void;
};

/** The reason where the connection itself is gone; the protocol has none for it. */
export const connectionGone = 0;

type Pending = {settle(opened: ChannelOpened): void; signal: AbortSignal};

/**
 * Reaches the master of a shared connection (`ControlPath`) in proxy mode: messages of the connection
 * protocol go through it as they are. Unlike `ssh -W` that tells when a connection stands, and why one
 * does not. Rejects where the socket does not answer so.
 */
export async function openChannels(path: string, signal: AbortSignal): Promise<SshChannels> {
	signal.throwIfAborted();
	const socket = openSocket(path);
	const pending = new Map<number, Pending>();
	const channels = new Map<number, SshChannel>();
	let next = 0;
	let isGone = false;
	const send = (message: Buffer) => {
		if (socket.writable) {
			socket.write(message);
		}
	};

	const gone = (text: string) => {
		isGone = true;
		for (const {settle} of pending.values()) {
			settle({ok: false, reason: connectionGone, text});
		}

		for (const channel of channels.values()) {
			channel.closed(Object.assign(new Error(text), {code: forwardingImpossible}));
		}

		pending.clear();
		channels.clear();
		socket.destroy();
	};

	const confirmed = (id: number, fields: ReturnType<typeof fieldsOf>) => {
		const wanted = pending.get(id);
		pending.delete(id);
		const allowance = {
			recipient: fields.number(),
			window: fields.number(),
			packet: fields.number(),
		};
		const channel = createChannel(allowance, send);
		channels.set(id, channel);
		if (!wanted || wanted.signal.aborted) {
			channel.stream.destroy(); // Too late: nobody waits for it any more
			return;
		}

		wanted.settle({ok: true, stream: channel.stream});
	};

	const take = (frame: Buffer) => {
		const type = frame[1];
		const fields = fieldsOf(frame.subarray(2));
		const id = fields.number();
		const channel = channels.get(id);
		switch (type) {
			case messageNumber.confirmed: {
				confirmed(id, fields);
				return;
			}

			case messageNumber.failed: {
				const wanted = pending.get(id);
				pending.delete(id);
				const reason = fields.number();
				wanted?.settle({ok: false, reason, text: fields.bytes().toString('utf8')});
				return;
			}

			case messageNumber.data: {
				channel?.data(fields.bytes());
				return;
			}

			case messageNumber.windowAdjust: {
				channel?.widen(fields.number());
				return;
			}

			case messageNumber.eof: {
				channel?.eof();
				return;
			}

			case messageNumber.close: {
				channel?.closed();
				channels.delete(id);
				return;
			}

			default: {
				return;
			}
		}
	};

	await agree(socket, signal);
	let received = Buffer.alloc(0);
	socket.on('data', (bytes: Buffer) => {
		try {
			const {frames, rest} = takeFrames(Buffer.concat([received, bytes]), longestFrame);
			received = Buffer.from(rest);
			frames.forEach(take);
		} catch {
			gone('ssh speaks in a way that is not understood');
		}
	});
	socket.on('error', () => gone('the connection of ssh broke'));
	socket.on('close', () => gone('the connection of ssh ended'));

	return {
		async open(address, port, wanted) {
			if (isGone) {
				return {ok: false, reason: connectionGone, text: 'the connection of ssh ended'};
			}

			const id = next++;
			return new Promise(settle => {
				pending.set(id, {settle, signal: wanted});
				const from = ['127.0.0.1', 0] as const; // Who asks for it: sshd writes it into its log
				const to = ['direct-tcpip', id, ownWindow, ownPacket, address, port] as const;
				send(channelMessage(messageNumber.open, ...to, ...from));
			});
		},
		close() {
			gone('closed');
		},
	};
}

/** Greets the master, and asks for proxy mode. */
async function agree(socket: Socket, signal: AbortSignal): Promise<void> {
	let received = Buffer.alloc(0);
	await new Promise<void>((resolve, reject) => {
		const settle = (error?: unknown) => {
			signal.removeEventListener('abort', aborted);
			socket.removeAllListeners();
			if (error) {
				socket.on('error', () => undefined);
				socket.destroy();
				reject(error);
			} else {
				resolve();
			}
		};

		const aborted = () => settle(signal.reason);
		signal.addEventListener('abort', aborted, {once: true});
		socket.once('error', settle);
		socket.once('close', () => settle(new Error('ssh ended')));
		socket.on('data', (bytes: Buffer) => {
			received = Buffer.concat([received, bytes]);
			try {
				const {frames} = takeFrames(received, longestFrame);
				const last = frames[1];
				if (last) {
					const isProxy = fieldsOf(last).number() === mux.isProxy;
					settle(isProxy ? undefined : new Error('this ssh has no proxy mode'));
				}
			} catch (error) {
				settle(error);
			}
		});
		socket.write(Buffer.concat([framed(mux.hello, mux.version), framed(mux.wantProxy, 0)]));
	});
}
