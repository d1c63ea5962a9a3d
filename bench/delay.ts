/**
 * A wire with a round trip of its own: `node delay.ts MILLISECONDS PORT…` passes on what it gets after
 * half of that time, and prints its ports as JSON, one for each. The greeting comes two round trips
 * after connecting, as it would from afar (SYN and its answer, ACK and greeting); only the connection
 * itself stands at once, which no proxy can help.
 */
import {connect, createServer, type Socket} from 'node:net';
import process from 'node:process';

const [roundTrip = 0, ...ports] = process.argv.slice(2).map(Number);

function passOn(from: Socket, to: Socket): void {
	from.on('data', chunk => setTimeout(() => to.write(chunk), roundTrip / 2));
	from.on('end', () => setTimeout(() => to.end(), roundTrip / 2));
	from.on('error', () => to.destroy());
}

async function proxyTo(port: number): Promise<number> {
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
	await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
	const address = proxy.address();
	return typeof address === 'object' && address ? address.port : 0;
}

process.stdout.write(`${JSON.stringify(await Promise.all(ports.map(proxyTo)))}\n`);
