/**
 * A wire with a round trip of its own: `node delay.ts PORT MILLISECONDS` passes on what it gets after
 * half of that time, and prints its port as JSON. The greeting comes two round trips after connecting,
 * as it would from afar; only the connection itself stands at once, which no proxy can help.
 */
import {connect, createServer, type Socket} from 'node:net';
import process from 'node:process';

const port = Number(process.argv[2]);
const roundTrip = Number(process.argv[3]);

function passOn(from: Socket, to: Socket): void {
	from.on('data', chunk => setTimeout(() => to.write(chunk), roundTrip / 2));
	from.on('end', () => setTimeout(() => to.end(), roundTrip / 2));
	from.on('error', () => to.destroy());
}

const proxy = createServer({allowHalfOpen: true, noDelay: true}, near => {
	near.pause();
	near.on('error', () => {});
	setTimeout(() => {
		const far = connect({port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true});
		far.once('connect', () => {
			passOn(far, near);
			passOn(near, far);
			near.resume();
		});
	}, 1.5 * roundTrip);
});
proxy.listen(0, '127.0.0.1', () => {
	const address = proxy.address();
	process.stdout.write(
		`${JSON.stringify({port: typeof address === 'object' ? address?.port : 0})}\n`,
	);
});
