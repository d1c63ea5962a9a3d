// One socket to one address: what came of it, and that nothing stays behind.
import {networkInterfaces} from 'node:os';
import {getActiveResourcesInfo} from 'node:process';
import {describe, expect, test} from 'vitest';
import {connectOutcome} from '../../source/net/connect-outcome.ts';
import {connect} from '../../source/net/connect.ts';
import {now} from '../../source/net/now.ts';
import {listenWithFullQueue} from './full-queue.ts';
import {calm, closedPort, listen, patience} from './peer.ts';

const loopback = '127.0.0.1';

const openSockets = () =>
	getActiveResourcesInfo().filter(name => name === 'TCPSocketWrap' || name === 'TCPConnectWrap');

test('an open port gives a wire that knows both ends and when it stood', async () => {
	const port = await listen(() => {});
	const before = now();
	const connected = await connect({address: loopback, port, timeout: patience}, calm);
	if (!connected.ok) {
		throw new Error(connected.code);
	}

	const {wire} = connected;
	expect(wire.remote).toEqual({address: loopback, port});
	expect(wire.local.address).toBe(loopback);
	expect(wire.local.port).toBeGreaterThan(0);
	expect(wire.secure).toBe(false);
	expect(wire.connectedAt).toBeGreaterThanOrEqual(before + wire.after);
	expect(wire.connectedAt).toBeLessThanOrEqual(now());
	wire.destroy();
});

test('a closed port refuses', async () => {
	const port = await closedPort();
	const connected = await connect({address: loopback, port, timeout: patience}, calm);
	expect(connected).toMatchObject({ok: false, outcome: 'refused', code: 'ECONNREFUSED'});
});

test('a listener that does not answer SYN is silent for the whole limit', async () => {
	const port = await listenWithFullQueue();
	const connected = await connect({address: loopback, port, timeout: 200}, calm);
	expect(connected).toMatchObject({ok: false, outcome: 'silent', code: 'ETIMEDOUT'});
	expect(connected.ok || connected.after).toBeGreaterThanOrEqual(199);
});

test('an address that this machine has no way to is unreachable', async () => {
	// No TCP to the broadcast address: kernels refuse it, or have no route
	const connected = await connect({address: '255.255.255.255', port: 25, timeout: 500}, calm);
	expect(connected).toMatchObject({ok: false, outcome: 'unreachable'});
});

test.each([
	['mail.example', 25],
	['', 25],
	[loopback, 65_536],
	[loopback, -1],
])('%s port %i is no endpoint, and says so instead of throwing', async (address, port) => {
	const connected = await connect({address, port, timeout: patience}, calm);
	expect(connected).toMatchObject({ok: false, outcome: 'unreachable'});
});

test('an IPv6 address keeps its zone', async () => {
	const [zone = 'lo'] =
		Object.entries(networkInterfaces()).find(([, addresses]) =>
			addresses?.some(({address}) => address === '::1'),
		) ?? [];
	const port = await closedPort();
	const bare = await connect({address: '::1', port, timeout: patience}, calm);
	const zoned = await connect({address: `::1%${zone}`, port, timeout: patience}, calm);
	expect(zoned).toEqual({...bare, after: expect.any(Number)});
});

test('a time limit longer than timers can count is not taken for none', async () => {
	const port = await listen(() => {});
	const connected = await connect({address: loopback, port, timeout: 2 ** 40}, calm);
	expect(connected.ok).toBe(true);
	if (connected.ok) {
		connected.wire.destroy();
	}
});

describe('an abort', () => {
	test('rejects with its reason and leaves no socket', async () => {
		const port = await listenWithFullQueue();
		const before = openSockets().length;
		const controller = new AbortController();
		const attempt = connect({address: loopback, port, timeout: patience}, controller.signal);
		expect(openSockets().length).toBeGreaterThan(before);
		const reason = new Error('enough');
		controller.abort(reason);
		await expect(attempt).rejects.toBe(reason);
		await expect.poll(() => openSockets().length).toBe(before);
	});

	test('that came before keeps a socket from being opened', async () => {
		const reason = new Error('enough');
		const before = openSockets().length;
		const attempt = connect(
			{address: loopback, port: 25, timeout: patience},
			AbortSignal.abort(reason),
		);
		await expect(attempt).rejects.toBe(reason);
		expect(openSockets()).toHaveLength(before);
	});

	test('that comes after does not touch the wire', async () => {
		const port = await listen(socket => socket.on('data', data => socket.write(data)));
		const controller = new AbortController();
		const connected = await connect(
			{address: loopback, port, timeout: patience},
			controller.signal,
		);
		controller.abort();
		if (!connected.ok) {
			throw new Error(connected.code);
		}

		connected.wire.write('still there');
		const chunk = await connected.wire.read(now() + patience, calm);
		expect(chunk.kind).toBe('data');
		connected.wire.destroy();
	});
});

test.each([
	['ECONNREFUSED', 'refused'],
	['ETIMEDOUT', 'silent'],
	['ENETUNREACH', 'unreachable'],
	['EHOSTUNREACH', 'unreachable'],
	['EHOSTDOWN', 'unreachable'],
	['EACCES', 'unreachable'],
	['EPERM', 'unreachable'],
	['EINVAL', 'unreachable'],
	['ENETDOWN', 'unreachable'],
	['EADDRNOTAVAIL', 'unreachable'],
	['EAFNOSUPPORT', 'unreachable'],
	['EMFILE', 'unreachable'],
])('%s is %s', (code, outcome) => {
	expect(connectOutcome(code)).toBe(outcome);
});
