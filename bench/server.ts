/**
 * An SMTP server that answers at once and a resolver that knows nothing, in a process of their own:
 * `node server.ts [LINES PAUSE]`. LINES more capabilities stand in its EHLO reply, one each PAUSE
 * milliseconds. It refuses recipients whose address begins with `nobody@`, as Postfix refuses to relay.
 * Prints its ports as JSON: `smtp`; `starttls`, the same with STARTTLS; `dns`.
 */
import {createSocket} from 'node:dgram';
import {createServer, type Socket} from 'node:net';
import process from 'node:process';
import {createSecureContext, TLSSocket} from 'node:tls';
import {decode, encode} from 'dns-packet';
import {mintCertificates} from '../source/lab/certificates/mint-certificates.ts';

const extra = Array.from({length: Number(process.argv[2] ?? 0)}, (_, i) => `X-BENCH-${i}`);
const pause = Number(process.argv[3] ?? 0);
const {key, cert} = mintCertificates(['bench.example']);
const secureContext = createSecureContext({key, cert});

function replyTo(command: string): string {
	switch (command.slice(0, 4).toUpperCase()) {
		case 'RCPT': {
			return command.includes('<nobody@')
				? '554 5.7.1 <nobody@elsewhere.example>: Relay access denied\r\n'
				: '250 2.1.5 Ok\r\n';
		}

		case 'QUIT': {
			return '221 2.0.0 Bye\r\n';
		}

		default: {
			return '250 2.0.0 Ok\r\n';
		}
	}
}

function sendCapabilities(socket: Socket, keywords: readonly string[]): void {
	const last = keywords.length - 1;
	const lines = keywords.map((word, i) => `250${i === last ? ' ' : '-'}${word}\r\n`);
	if (pause === 0) {
		socket.write(lines.join(''));
		return;
	}

	const timer = setInterval(() => {
		socket.write(lines.shift() ?? '');
		if (lines.length === 0) {
			clearInterval(timer);
		}
	}, pause);
	socket.once('close', () => clearInterval(timer));
}

function converse(socket: Socket, offersTls: boolean): void {
	const keywords = ['bench.example', 'PIPELINING', 'SIZE 10240000'];
	const all = [...keywords, ...(offersTls ? ['STARTTLS'] : []), ...extra, '8BITMIME'];
	let unfinished = '';
	const read = (chunk: Buffer) => {
		const lines = (unfinished + chunk.toString('latin1')).split('\r\n');
		unfinished = lines.pop() ?? '';
		for (const line of lines) {
			if (/^ehlo/i.test(line)) {
				sendCapabilities(socket, all);
			} else if (offersTls && /^starttls/i.test(line)) {
				socket.off('data', read);
				socket.write('220 2.0.0 Ready to start TLS\r\n');
				converse(new TLSSocket(socket, {isServer: true, secureContext}), false);
			} else {
				socket.write(replyTo(line));
				if (/^quit/i.test(line)) {
					socket.end();
				}
			}
		}
	};
	socket.on('data', read).on('error', () => {});
}

async function listen(offersTls: boolean): Promise<number> {
	const server = createServer({noDelay: true}, socket => {
		socket.write('220 bench.example ESMTP\r\n');
		converse(socket, offersTls);
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	return typeof address === 'object' && address ? address.port : 0;
}

const nameError = 3;
const dns = createSocket('udp4');
dns.on('message', (message, peer) => {
	const {id = 0, questions = []} = decode(message);
	const reply = encode({type: 'response', id, flags: 0x01_80 | nameError, questions});
	dns.send(reply, peer.port, peer.address);
});
await new Promise<void>(resolve => dns.bind(0, '127.0.0.1', resolve));
const ports = {smtp: await listen(false), starttls: await listen(true), dns: dns.address().port};
process.stdout.write(`${JSON.stringify(ports)}\n`);
