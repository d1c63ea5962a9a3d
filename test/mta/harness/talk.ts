/** A conversation without the program: `node talk.ts FROM HOST PORT LINE…`. Each line waits for its reply. */
import {connect} from 'node:net';
import process from 'node:process';

const [from = '', host = '', port = '', ...lines] = process.argv.slice(2);
const local = from === '' ? {} : {localAddress: from};
const socket = connect({host, port: Number(port), ...local});
socket.setEncoding('latin1').setTimeout(15_000, () => socket.destroy(new Error('no reply')));
let unfinished = '';
for await (const chunk of socket as AsyncIterable<string>) {
	process.stdout.write(chunk);
	const received = (unfinished + chunk).split('\n');
	unfinished = received.pop() ?? '';
	if (received.some(line => /^\d{3}(?: |\r?$)/.test(line))) {
		socket.write(`${lines.shift() ?? 'QUIT'}\r\n`);
	}
}
