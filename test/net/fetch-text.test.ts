// One text over HTTPS: nothing that a web server does holds the session up.
import {createServer, type AddressInfo, type Socket} from 'node:net';
import {once} from 'node:events';
import {expect, onTestFinished, test} from 'vitest';
import type {TextRequest} from '../../source/core/ports.ts';
import {fetchText} from '../../source/net/fetch-text.ts';

/** A server that takes connections and does with them as told. */
async function serve(handle: (socket: Socket) => void): Promise<number> {
	const open = new Set<Socket>();
	const server = createServer(socket => {
		open.add(socket);
		socket.on('error', () => {});
		handle(socket);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => {
		server.close();
		for (const socket of open) {
			socket.destroy();
		}
	});
	return (server.address() as AddressInfo).port;
}

const request = (port: number, timeout = 5000): TextRequest => ({
	address: '127.0.0.1',
	port,
	host: 'www.example.com',
	path: '/',
	limit: 100,
	timeout,
});

const never = new AbortController().signal;

test('a server that says nothing is given up', async () => {
	const port = await serve(() => {});
	expect(await fetchText(request(port, 200), never)).toEqual({
		ok: false,
		why: 'there was no answer in time',
	});
});

test('a server that hangs up, or is none of HTTPS', async () => {
	const gone = await serve(socket => socket.destroy());
	expect(await fetchText(request(gone), never)).toMatchObject({ok: false});
	const plain = await serve(socket => socket.end('220 mail.example.com ESMTP\r\n'));
	expect(await fetchText(request(plain), never)).toMatchObject({ok: false});
});

test('a port that is closed', async () => {
	const port = await serve(() => {});
	const {ok, ...rest} = await fetchText({...request(port), address: '127.0.0.2'}, never);
	expect(ok).toBe(false);
	expect(rest).toEqual({why: 'the connection was refused'});
});

test('the end of the session ends it', async () => {
	const controller = new AbortController();
	const port = await serve(() => controller.abort(new Error('interrupted')));
	await expect(fetchText(request(port), controller.signal)).rejects.toThrow('interrupted');
});
