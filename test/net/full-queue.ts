// A listener that answers nobody, as behind a firewall that drops: its accept queue is full.
import {connect, type Socket} from 'node:net';
import {once} from 'node:events';
import {Worker} from 'node:worker_threads';
import {onTestFinished} from 'vitest';

const blocked = `
const {createServer} = require('node:net');
const {parentPort} = require('node:worker_threads');
const server = createServer().listen({host: '127.0.0.1', port: 0, backlog: 1}, () => {
	parentPort.postMessage(server.address().port);
	// From here on the loop of this thread stands still, so nothing is accepted
	setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
});`;

/** The port of a listener that drops further SYNs until the test ends. */
export async function listenWithFullQueue(): Promise<number> {
	const worker = new Worker(blocked, {eval: true});
	const [port] = (await once(worker, 'message')) as [number];
	const fillers: Socket[] = [];
	onTestFinished(async () => {
		for (const filler of fillers) {
			filler.destroy();
		}

		await worker.terminate();
	});
	// The queue takes one more than the backlog
	for (let count = 0; count < 2; count += 1) {
		const filler = connect({host: '127.0.0.1', port});
		filler.on('error', () => {});
		fillers.push(filler);
		await once(filler, 'connect');
	}

	return port;
}
