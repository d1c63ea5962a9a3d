/** Ports without a mail server behind them: `node listener.ts JSON`, a list of `Listener` of `bed.ts`. */
import {connect, createServer, type Socket} from 'node:net';
import process from 'node:process';
import type {Listener} from './bed.ts';

for (const listener of JSON.parse(process.argv[2] ?? '[]') as Listener[]) {
	createServer(socket => {
		socket.on('error', () => socket.destroy());
		serve(socket, listener);
	}).listen({port: listener.port, host: '::', ipv6Only: false});
}

function serve(socket: Socket, {greeting, answer, closes, forward}: Listener): void {
	if (closes) {
		socket.end();
	} else if (forward) {
		inspect(socket, forward.to, forward.port);
	} else {
		socket.write(greeting ?? '');
		socket.once('data', () => answer !== undefined && socket.end(answer));
	}
}

/** What firewalls with “SMTP inspection” do: hide the banner, and overwrite keywords that they do not know. */
function inspect(socket: Socket, host: string, port: number): void {
	const server = connect({host, port});
	server.on('error', () => socket.destroy()).on('close', () => socket.destroy());
	socket.on('close', () => server.destroy()).pipe(server);
	let unfinished = '';
	server.setEncoding('latin1').on('data', (text: string) => {
		const lines = (unfinished + text).split('\r\n');
		unfinished = lines.pop() ?? '';
		socket.write(lines.map(line => `${hide(line)}\r\n`).join(''), 'latin1');
	});
}

function hide(line: string): string {
	const keyword = /^250[ -](STARTTLS|AUTH[ =].*|CHUNKING|DSN)$/.exec(line)?.[1];
	if (line.startsWith('220')) {
		return line.slice(0, 4) + line.slice(4).replaceAll(/[^02 ]/g, '*');
	}

	return keyword === undefined ? line : line.slice(0, 4) + 'X'.repeat(keyword.length - 1) + 'A';
}
