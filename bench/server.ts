/**
 * An SMTP server that answers at once and a resolver that knows nothing, in a process of their own:
 * `node server.ts [LINES]`. LINES more capabilities stand in its EHLO reply. Prints both ports as JSON.
 */
import {createSocket} from 'node:dgram';
import {createServer, type Socket} from 'node:net';
import process from 'node:process';
import {decode, encode} from 'dns-packet';

const extra = Array.from({length: Number(process.argv[2] ?? 0)}, (_, i) => `X-BENCH-${i}`);
const capabilities = ['bench.example', 'PIPELINING', 'SIZE 10240000', ...extra, '8BITMIME'];

function replyTo(command: string): string {
	switch (command.slice(0, 4).toUpperCase()) {
		case 'EHLO': {
			const last = capabilities.length - 1;
			return capabilities.map((c, i) => `250${i === last ? ' ' : '-'}${c}\r\n`).join('');
		}

		case 'QUIT': {
			return '221 2.0.0 Bye\r\n';
		}

		default: {
			return '250 2.0.0 Ok\r\n';
		}
	}
}

function converse(socket: Socket): void {
	socket
		.setNoDelay(true)
		.setEncoding('latin1')
		.on('error', () => {});
	socket.write('220 bench.example ESMTP\r\n');
	let unfinished = '';
	socket.on('data', (chunk: string) => {
		const lines = (unfinished + chunk).split('\r\n');
		unfinished = lines.pop() ?? '';
		socket.write(lines.map(replyTo).join(''));
		if (lines.some(line => /^quit/i.test(line))) {
			socket.end();
		}
	});
}

const nameError = 3;
const dns = createSocket('udp4');
dns.on('message', (message, peer) => {
	const {id = 0, questions = []} = decode(message);
	const reply = encode({type: 'response', id, flags: 0x01_80 | nameError, questions});
	dns.send(reply, peer.port, peer.address);
});
dns.bind(0, '127.0.0.1', () => {
	const smtp = createServer(converse).listen(0, '127.0.0.1', () => {
		const address = smtp.address();
		const port = typeof address === 'object' ? address?.port : 0;
		process.stdout.write(`${JSON.stringify({smtp: port, dns: dns.address().port})}\n`);
	});
});
