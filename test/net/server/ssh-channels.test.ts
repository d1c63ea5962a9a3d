// Channels through the master of a shared connection: here its other end is a script on a real socket.
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {createServer, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import fc from 'fast-check';
import {expect, onTestFinished, test} from 'vitest';
import {codeOf, connectThrough} from '../../../source/net/server/connect-through.ts';
import {openChannels, type SshChannels} from '../../../source/net/server/ssh-channels.ts';
import {
	channelMessage,
	fieldsOf,
	framed,
	messageNumber,
	takeFrames,
} from '../../../source/net/server/ssh-message.ts';
import {calm} from '../peer.ts';

type Message = {type: number; id: number; rest: ReturnType<typeof fieldsOf>};
type Say = (type: number, ...fields: ReadonlyArray<number | string | Uint8Array>) => void;

/** A master in proxy mode that answers each message of a channel as told. */
async function master(
	answer: (message: Message, say: Say) => void,
	agrees = true,
): Promise<{socket: string; drop(): void}> {
	const folder = mkdtempSync(path.join(tmpdir(), 'smtp-medic-test-'));
	const sockets: Socket[] = [];
	const server = createServer(socket => {
		sockets.push(socket);
		let received: Buffer = Buffer.alloc(0);
		let greetings = 0;
		socket.on('error', () => undefined);
		socket.on('data', (bytes: Buffer) => {
			const {frames, rest} = takeFrames(Buffer.concat([received, bytes]), 1_000_000);
			received = rest;
			for (const frame of frames) {
				if (greetings < 2) {
					greetings++;
					const last = agrees ? framed(0x80_00_00_0f, 0) : framed(0x80_00_00_03, 0, 'no');
					socket.write(greetings === 1 ? framed(1, 4) : last);
					continue;
				}

				const fields = fieldsOf(frame.subarray(2));
				const isOpen = frame[1] === messageNumber.open;
				const id = isOpen ? (fields.bytes(), fields.number()) : fields.number();
				answer({type: frame[1] ?? 0, id, rest: fields}, (type, ...more) => {
					socket.write(channelMessage(type, ...more));
				});
			}
		});
	});
	const socket = path.join(folder, 's');
	server.listen(socket);
	await once(server, 'listening');
	const drop = () => {
		for (const each of sockets) {
			each.destroy();
		}
	};

	onTestFinished(() => {
		drop();
		server.close();
		rmSync(folder, {recursive: true});
	});
	return {socket, drop};
}

async function channelsTo(answer: Parameters<typeof master>[0]): Promise<SshChannels> {
	const {socket} = await master(answer);
	const channels = await openChannels(socket, calm);
	onTestFinished(() => channels.close());
	return channels;
}

const endpoint = {address: '192.0.2.25', port: 25, timeout: 5000};
const farId = 77;

test.each([
	[2, 'Connection refused', 'refused', 'ECONNREFUSED'],
	[2, 'Connection timed out', 'silent', 'ETIMEDOUT'],
	[2, 'No route to host', 'unreachable', 'EHOSTUNREACH'],
	[2, 'Network is unreachable', 'unreachable', 'ENETUNREACH'],
	[2, 'open failed', 'unreachable', 'UNKNOWN'],
	[1, 'open failed', 'unreachable', 'EFORWARD'],
] as const)('a channel that is not opened (%i, %s) is %s', async (reason, words, outcome, code) => {
	const channels = await channelsTo(({id}, say) => {
		say(messageNumber.failed, id, reason, words, '');
	});
	expect(await connectThrough(channels, endpoint, calm)).toMatchObject({ok: false, outcome, code});
});

test('what is asked for is the address and the port, and whoever keeps silent is told so in time', async () => {
	const asked: Array<[string, number]> = [];
	const channels = await channelsTo(({rest}) => {
		rest.number();
		rest.number();
		asked.push([rest.bytes().toString(), rest.number()]);
	});
	const connected = await connectThrough(channels, {...endpoint, timeout: 20}, calm);
	expect(connected).toMatchObject({ok: false, outcome: 'silent', code: 'ETIMEDOUT'});
	expect(asked).toEqual([['192.0.2.25', 25]]);
});

test('a name is never handed to the other machine, nor anything that is no address', async () => {
	const channels = await channelsTo(() => {
		throw new Error('nothing may be asked for');
	});
	const connected = await connectThrough(channels, {...endpoint, address: 'mail.example'}, calm);
	expect(connected).toMatchObject({ok: false, code: 'EINVAL'});
});

test('a wire through a channel is read and written as one of a socket, within the window', async () => {
	const heard: Buffer[] = [];
	const channels = await channelsTo(({type, id, rest}, say) => {
		if (type === messageNumber.open) {
			say(messageNumber.confirmed, id, farId, 8, 5); // No more than 8 bytes, 5 at a time
			say(messageNumber.data, id, '220 mail\r\n');
		} else if (type === messageNumber.data) {
			heard.push(rest.bytes());
			if (Buffer.concat(heard).length === 8) {
				say(messageNumber.windowAdjust, 0, 100);
			} else if (Buffer.concat(heard).length === 12) {
				say(messageNumber.data, 0, '250 ok\r\n');
				say(messageNumber.eof, 0);
			}
		}
	});
	const connected = await connectThrough(channels, endpoint, calm, '198.51.100.7');
	if (!connected.ok) {
		throw new Error(connected.code);
	}

	const {wire} = connected;
	expect(wire).toMatchObject({local: {address: '198.51.100.7'}, remote: {port: 25}, secure: false});
	const said = async (): Promise<string> => {
		const chunk = await wire.read(wire.connectedAt + 5000, calm);
		return chunk.kind === 'data' ? Buffer.from(chunk.bytes).toString() : chunk.kind;
	};

	expect(await said()).toBe('220 mail\r\n');
	wire.write('EHLO app01\r\n');
	expect(await said()).toBe('250 ok\r\n');
	expect(heard.map(bytes => bytes.toString())).toEqual(['EHLO ', 'app', '01\r\n']);
	expect(await said()).toBe('end');
	wire.destroy();
});

test('a connection of ssh that breaks ends its channels, and no further one is opened', async () => {
	const {socket, drop} = await master(({type, id}, say) => {
		if (type === messageNumber.open) {
			say(messageNumber.confirmed, id, farId, 1000, 1000);
		}
	});
	const channels = await openChannels(socket, calm);
	const opened = await channels.open('192.0.2.25', 25, calm);
	if (!opened.ok) {
		throw new Error(opened.text);
	}

	const ended = text(opened.stream);
	drop();
	await expect(ended).rejects.toMatchObject({code: 'ENOFORWARD'});
	expect(await channels.open('192.0.2.25', 25, calm)).toMatchObject({ok: false, reason: 0});
	expect(codeOf(0, '')).toBe('ENOFORWARD');
});

test('a master that has no proxy mode, or is not there, is no way', async () => {
	const {socket} = await master(() => undefined, false);
	await expect(openChannels(socket, calm)).rejects.toThrow('no proxy mode');
	await expect(openChannels(`${socket}-none`, calm)).rejects.toMatchObject({code: 'ENOENT'});
});

test('frames are taken off whatever way they arrive in', () => {
	fc.assert(
		fc.property(fc.array(fc.uint8Array({maxLength: 50})), fc.nat(20), (bodies, at) => {
			const whole = Buffer.concat(bodies.map(body => framed(body)));
			const first = takeFrames(whole.subarray(0, at), 1000);
			const second = takeFrames(Buffer.concat([first.rest, whole.subarray(at)]), 1000);
			const frames = [...first.frames, ...second.frames];
			expect(frames.map(frame => fieldsOf(frame).bytes())).toEqual(bodies.map(b => Buffer.from(b)));
			expect(second.rest).toHaveLength(0);
		}),
	);
	expect(() => takeFrames(framed(new Uint8Array(2000)), 1000)).toThrow(RangeError);
	expect(() => fieldsOf(Buffer.from([0, 0, 0, 9, 1])).bytes()).toThrow(RangeError);
});
