import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {connect as connectTls} from 'node:tls';

/** A client of bytes: what it sends and when is up to the test. */
export type RawClient = {
	socket: Socket;
	send(text: string): void;
	/** Everything up to the end of the next reply, as lines. */
	reply(): Promise<string[]>;
	/** Sends a command and reads its reply. */
	ask(command: string): Promise<string[]>;
	/** Everything until the server closes, as lines. */
	rest(): Promise<string[]>;
};

const complete = /(?:^|\n)\d{3}(?: [^\n]*)?\r\n/;

function wrap(socket: Socket): RawClient {
	let heard = '';
	let over = false;
	let wake = (): void => undefined;
	socket.setEncoding('utf8');
	socket.on('data', (text: string) => {
		heard += text;
		wake();
	});
	socket.on('error', () => undefined);
	socket.on('close', () => {
		over = true;
		wake();
	});
	const until = async (condition: () => boolean): Promise<void> => {
		while (!condition()) {
			await new Promise<void>(resolve => {
				wake = resolve;
			});
		}
	};

	const take = (end: number): string[] => {
		const lines = heard.slice(0, end).split('\r\n').filter(Boolean);
		heard = heard.slice(end);
		return lines;
	};

	const client: RawClient = {
		socket,
		send: text => void socket.write(text),
		async reply() {
			await until(() => complete.test(heard) || over);
			const found = complete.exec(heard);
			return take(found ? found.index + found[0].length : heard.length);
		},
		async ask(command) {
			client.send(`${command}\r\n`);
			return client.reply();
		},
		async rest() {
			await until(() => over);
			return take(heard.length);
		},
	};
	return client;
}

/** Connects to a port on loopback; the greeting is still to be read. */
export async function connectRaw(port: number): Promise<RawClient> {
	const socket = connect(port, '127.0.0.1');
	await once(socket, 'connect');
	return wrap(socket);
}

/** Begins TLS on a connection, or on a new one to a port; the certificate must be right. */
export async function secureRaw(on: Socket | number, ca: string): Promise<RawClient> {
	const socket = typeof on === 'number' ? connect(on, '127.0.0.1') : on;
	socket.removeAllListeners('data');
	const secured = connectTls({socket, servername: 'mail.shop.example', ca});
	await once(secured, 'secureConnect');
	return wrap(secured);
}

/** What a connection attempt comes to: `open`, its error code, or `silent` after so many milliseconds. */
export async function tryToConnect(
	address: string,
	port: number,
	milliseconds: number,
): Promise<string> {
	const socket = connect(port, address);
	const silence = new Promise<string>(resolve => {
		socket.setTimeout(milliseconds, () => resolve('silent'));
	});
	try {
		return await Promise.race([once(socket, 'connect').then(() => 'open'), silence]);
	} catch (error) {
		return error instanceof Error && 'code' in error ? String(error.code) : String(error);
	} finally {
		socket.on('error', () => undefined);
		socket.destroy();
	}
}

/** What a connection to a port of this machine comes to: its error code, or `open`. */
export async function knock(port: number): Promise<string> {
	return tryToConnect('127.0.0.1', port, 10_000);
}
