import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {Worker} from 'node:worker_threads';

export type SilentPort = {close(): Promise<void>};

/**
 * Listens with a backlog of 1 and goes to sleep in the same turn, so that nobody ever accepts. The
 * system takes two connections by itself; on Linux further ones get no answer. CommonJS, because
 * that is what a worker made from a text runs.
 */
const sleeper = `
const {parentPort, workerData} = require('node:worker_threads');
const server = require('node:net').createServer();
server.on('error', error => parentPort.postMessage(error.code));
server.listen({port: workerData.port, host: workerData.host, backlog: 1}, () => {
	parentPort.postMessage('listening');
	Atomics.wait(workerData.cell, 0, 0);
	server.close();
});
`;

const fillers = 2;
/** How long a connection must stay without an answer before the silence is believed. */
const trial = 250;

async function connected(host: string, port: number): Promise<Socket> {
	const socket = connect({host, port});
	await once(socket, 'connect');
	socket.on('error', () => socket.destroy());
	return socket;
}

/** Whether a connection to the port stays without any answer. */
async function staysSilent(host: string, port: number): Promise<boolean> {
	const socket = connect({host, port});
	const outcome = Promise.race([
		once(socket, 'connect').then(
			() => false,
			() => false,
		),
		new Promise<boolean>(resolve => {
			socket.setTimeout(trial, () => resolve(true));
		}),
	]);
	const silent = await outcome;
	socket.on('error', () => undefined);
	socket.destroy();
	return silent;
}

/**
 * Makes a port of an address of this machine on which connections get no answer at all, as behind a firewall that drops them.
 * Rejects with a sentence where this system answers all the same.
 */
export async function openSilentPort(port: number, host: string): Promise<SilentPort> {
	const cell = new Int32Array(new SharedArrayBuffer(4));
	const worker = new Worker(sleeper, {
		eval: true,
		execArgv: [],
		workerData: {port, host, cell},
	});
	// A worker that ends early leaves a refused port; that must not take the program with it.
	worker.on('error', () => undefined);
	const filled: Socket[] = [];
	const close = async () => {
		Atomics.store(cell, 0, 1);
		Atomics.notify(cell, 0);
		for (const socket of filled) {
			socket.destroy();
		}

		await worker.terminate();
	};

	try {
		const [said] = (await Promise.race([
			once(worker, 'message'),
			once(worker, 'exit').then(() => ['the worker ended']),
		])) as [unknown];
		if (said !== 'listening') {
			throw new Error(String(said));
		}

		for (let count = 0; count < fillers; count++) {
			filled.push(await connected(host, port));
		}
	} catch (error) {
		await close();
		throw new Error(
			`The silent port of this incident could not be set up (${error instanceof Error ? error.message : String(error)}).`,
			{cause: error},
		);
	}

	if (!(await staysSilent(host, port))) {
		await close();
		throw new Error(
			'This system answers connections that nobody accepts, so a firewall that drops them cannot be shown here; on Linux this incident works.',
		);
	}

	return {close};
}
