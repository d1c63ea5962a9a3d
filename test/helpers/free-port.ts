import {createServer, type AddressInfo} from 'node:net';
import {openSilentPort} from '../../source/lab/network/silent-port.ts';

/** A port of 127.0.0.1 on which nothing listens. */
export async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const {port} = server.address() as AddressInfo;
	await new Promise(resolve => {
		server.close(resolve);
	});
	return port;
}

/** A port of 127.0.0.1 on which connections get no answer at all. */
export async function silentPort(): Promise<{port: number; close(): Promise<void>}> {
	const port = await freePort();
	const {close} = await openSilentPort(port, '127.0.0.1');
	return {port, close};
}
