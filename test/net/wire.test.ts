// What arrives on a connection: in order, with its time, within bounds, and how it ends.
import type {Socket} from 'node:net';
import {getActiveResourcesInfo} from 'node:process';
import {setImmediate} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import type {Chunk, Wire} from '../../source/core/ports.ts';
import {createInbox} from '../../source/net/create-inbox.ts';
import {now} from '../../source/net/now.ts';
import {calm, dial, listen, patience} from './peer.ts';

const soon = () => now() + patience;
const text = (chunk: Chunk) =>
	chunk.kind === 'data' ? Buffer.from(chunk.bytes).toString('latin1') : chunk.kind;

/** Reads until so many bytes have come. */
async function readBytes(wire: Wire, count: number): Promise<string> {
	let all = '';
	while (all.length < count) {
		const chunk = await wire.read(soon(), calm);
		if (chunk.kind !== 'data') {
			throw new Error(`${chunk.kind} after ${all.length} bytes`);
		}

		all += text(chunk);
	}

	return all;
}

/** Waits until something lies unread: a read that finds nothing yet takes nothing. */
async function arrived(wire: Wire): Promise<readonly Chunk[]> {
	let found: readonly Chunk[] = [];
	await expect
		.poll(() => {
			found = [...found, ...wire.drain()];
			return found.length;
		})
		.toBeGreaterThan(0);
	return found;
}

test('data is read in the order in which it came, however it was cut', async () => {
	const port = await listen(socket => {
		socket.write('22');
		socket.write('0 mail.example ESMTP\r\n250-mail.example\r\n25');
		void setImmediate().then(() => socket.write('0 HELP\r\n'));
	});
	const expected = '220 mail.example ESMTP\r\n250-mail.example\r\n250 HELP\r\n';
	expect(await readBytes(await dial(port), expected.length)).toBe(expected);
});

test('what is written arrives, as text and as bytes', async () => {
	const port = await listen(socket => socket.on('data', data => socket.write(data)));
	const wire = await dial(port);
	wire.write('EHLO a\r\n');
	wire.write(Uint8Array.of(0xff, 0x00));
	expect(await readBytes(wire, 10)).toBe('EHLO a\r\n\u00FF\u0000');
});

test('data has the time of its arrival, not of its reading', async () => {
	const port = await listen(socket => {
		socket.write('220 first\r\n');
		socket.on('data', () => socket.end('250 second\r\n'));
	});
	const wire = await dial(port);
	await readBytes(wire, 11);
	wire.write('NOOP\r\n');
	const [second] = await arrived(wire);
	expect(second && text(second)).toBe('250 second\r\n');
	const third = await wire.read(soon(), calm);
	expect(third.kind).toBe('end');
	expect(second?.at).toBeLessThanOrEqual(third.at);
	expect(third.at).toBeLessThanOrEqual(now());
});

test('a read that nothing comes for is late at its deadline, and takes nothing away', async () => {
	let server: Socket | undefined;
	const port = await listen(socket => {
		server = socket;
	});
	const wire = await dial(port);
	const deadline = now() + 30;
	const late = await wire.read(deadline, calm);
	expect(late.kind).toBe('late');
	expect(late.at).toBeGreaterThanOrEqual(deadline);
	server?.write('220 at last\r\n');
	expect(await readBytes(wire, 13)).toBe('220 at last\r\n');
});

test('a deadline in the past still gives what has come', async () => {
	const port = await listen(socket => socket.end('421 closing\r\n'));
	const wire = await dial(port);
	const first = await wire.read(soon(), calm);
	expect(text(first)).toBe('421 closing\r\n');
	expect((await wire.read(soon(), calm)).kind).toBe('end');
	expect((await wire.read(0, calm)).kind).toBe('end');
});

describe('the end', () => {
	test('FIN is an end, after the data before it', async () => {
		const port = await listen(socket => socket.end('421 too busy\r\n'));
		const wire = await dial(port);
		expect(text(await wire.read(soon(), calm))).toBe('421 too busy\r\n');
		expect((await wire.read(soon(), calm)).kind).toBe('end');
	});

	test('RST is an error with its code, after the data before it', async () => {
		const port = await listen(socket => {
			socket.write('220 hello\r\n');
			socket.once('data', () => socket.resetAndDestroy());
		});
		const wire = await dial(port);
		expect(text(await wire.read(soon(), calm))).toBe('220 hello\r\n');
		wire.write('EHLO a\r\n');
		expect(await wire.read(soon(), calm)).toMatchObject({kind: 'error', code: 'ECONNRESET'});
	});

	test('RST right after the connection stood is no refusal', async () => {
		const port = await listen(socket => socket.resetAndDestroy());
		const wire = await dial(port);
		expect(await wire.read(soon(), calm)).toMatchObject({kind: 'error', code: 'ECONNRESET'});
	});

	test('comes again for whoever reads on, instead of a long wait', async () => {
		const port = await listen(socket => socket.end());
		const wire = await dial(port);
		await wire.read(soon(), calm);
		expect((await wire.read(soon(), calm)).kind).toBe('end');
	});

	test('is seen by drain, and still there for the next read', async () => {
		const port = await listen(socket => socket.end());
		const wire = await dial(port);
		expect((await arrived(wire)).map(chunk => chunk.kind)).toEqual(['end']);
		expect((await wire.read(soon(), calm)).kind).toBe('end');
	});

	test('a peer that is done with sending still hears', async () => {
		const heard = Promise.withResolvers<string>();
		const port = await listen(socket => {
			socket.end('221 bye\r\n');
			socket.on('data', data => heard.resolve(data.toString()));
		});
		const wire = await dial(port);
		expect(text(await wire.read(soon(), calm))).toBe('221 bye\r\n');
		expect((await wire.read(soon(), calm)).kind).toBe('end');
		wire.write('QUIT\r\n');
		expect(await heard.promise).toBe('QUIT\r\n');
	});

	test('writing to a dead peer shows in the next read, and nowhere else', async () => {
		const port = await listen(socket => {
			socket.end('220 gone\r\n');
			socket.once('data', () => socket.resetAndDestroy());
		});
		const wire = await dial(port);
		expect(text(await wire.read(soon(), calm))).toBe('220 gone\r\n');
		expect((await wire.read(soon(), calm)).kind).toBe('end');
		await expect
			.poll(async () => {
				wire.write('NOOP\r\n');
				const chunk = await wire.read(0, calm);
				return chunk.kind === 'error' ? chunk.code : chunk.kind;
			})
			.toMatch(/^(EPIPE|ECONNRESET)$/);
		wire.write('after that\r\n');
		expect((await wire.read(soon(), calm)).kind).toBe('error');
	});
});

test('a flood that nobody reads is held back by flow control, and read whole afterwards', async () => {
	const size = 32 * 1024 * 1024;
	const port = await listen(socket => socket.write(Buffer.alloc(size, 'x')));
	const wire = await dial(port);
	// Turns enough of the event loop for all of it, if it were taken
	for (let turn = 0; turn < 2000; turn += 1) {
		await setImmediate();
	}

	const kept = wire.drain().map(text).join('').length;
	expect(kept).toBeGreaterThan(0);
	expect(kept).toBeLessThan(1024 * 1024);
	expect(await readBytes(wire, size - kept)).toHaveLength(size - kept);
});

test('single bytes count for what keeping them costs', async () => {
	const inbox = createInbox(() => {});
	for (let count = 0; count < 1000; count += 1) {
		inbox.push({kind: 'data', bytes: Uint8Array.of(0x2a), at: count});
	}

	expect(inbox.weight).toBeGreaterThan(100_000);
	expect(inbox.drain()).toHaveLength(1000);
	expect(inbox.weight).toBe(0);
});

describe('closing', () => {
	const held = () =>
		getActiveResourcesInfo().filter(name => name === 'TCPSocketWrap' || name === 'Timeout').length;

	test('sends what was written, then FIN', async () => {
		const heard = Promise.withResolvers<string>();
		let all = '';
		const port = await listen(socket => {
			socket.on('data', data => {
				all += data.toString();
			});
			socket.on('end', () => heard.resolve(all));
		});
		const wire = await dial(port);
		wire.write('QUIT\r\n');
		wire.close();
		expect(await heard.promise).toBe('QUIT\r\n');
	});

	test('ends in FIN, not RST, although the peer still sends', async () => {
		const ended = Promise.withResolvers<string>();
		const port = await listen(socket => {
			socket.on('error', error => ended.resolve(error.message));
			socket.on('end', () => {
				socket.end('250 and so on\r\n');
			});
			socket.on('close', () => ended.resolve('closed in order'));
			socket.write('220 unread\r\n');
			socket.resume();
		});
		(await dial(port)).close();
		expect(await ended.promise).toBe('closed in order');
	});

	test('keeps the process alive no longer, even where the peer never answers', async () => {
		const port = await listen(socket => socket.resume());
		const wire = await dial(port);
		const before = held();
		wire.close();
		expect(held()).toBe(before - 1);
	});

	test('frees the socket of a peer that never answers', async () => {
		const gone = Promise.withResolvers<void>();
		const port = await listen(socket => {
			socket.resume();
			socket.on('end', () => {
				// Half-closed until something that is sent meets no socket any more
				const timer = setInterval(() => socket.write('x'), 20);
				socket.on('close', () => {
					clearInterval(timer);
					gone.resolve();
				});
			});
		});
		(await dial(port)).close();
		await gone.promise;
	});

	test('and destroying are seen by whoever still reads, and can be repeated', async () => {
		const port = await listen(() => {});
		for (const end of ['close', 'destroy'] as const) {
			const wire = await dial(port);
			const reading = wire.read(soon(), calm);
			wire[end]();
			wire[end]();
			expect(await reading).toMatchObject({kind: 'error', code: 'ERR_SOCKET_CLOSED'});
			wire.write('into the void\r\n');
			expect((await wire.read(soon(), calm)).kind).toBe('error');
		}
	});

	test('destroying frees the socket at once', async () => {
		const gone = Promise.withResolvers<void>();
		const port = await listen(socket => socket.resume().on('end', () => gone.resolve()));
		(await dial(port)).destroy();
		await gone.promise;
	});
});

describe('an abort', () => {
	test('rejects the read with its reason, and loses nothing', async () => {
		let server: Socket | undefined;
		const port = await listen(socket => {
			server = socket;
		});
		const wire = await dial(port);
		const controller = new AbortController();
		const reading = wire.read(soon(), controller.signal);
		const reason = new Error('enough');
		controller.abort(reason);
		await expect(reading).rejects.toBe(reason);
		await expect(wire.read(soon(), controller.signal)).rejects.toBe(reason);
		server?.write('220 hello\r\n');
		expect(text(await wire.read(soon(), calm))).toBe('220 hello\r\n');
	});
});

test('two readers at once are a mistake of the program, and told so', async () => {
	const wire = await dial(await listen(() => {}));
	const first = wire.read(soon(), calm);
	await expect(wire.read(soon(), calm)).rejects.toBeInstanceOf(TypeError);
	wire.destroy();
	expect((await first).kind).toBe('error');
});
