// The network as another machine has it. The hands are this machine's here; what is between is the same.
import {createServer} from 'node:net';
import {once} from 'node:events';
import {expect, onTestFinished, test} from 'vitest';
import type {Ports} from '../../../source/core/ports.ts';
import type {ServerAccess} from '../../../source/core/server-access.ts';
import {createPortsThere} from '../../../source/net/elsewhere/create-ports-there.ts';
import {openServer} from '../../../source/net/server/open-server.ts';
import {serveNames} from '../dns/name-server.ts';
import {calm, patience} from '../peer.ts';

const hands = openServer({kind: 'local', sudo: false});

function portsThere(
	dns?: {address: string; port: number},
	access: Partial<ServerAccess> = {},
): {ports: Ports; looked: string[]; noWay: string[]} {
	const looked: string[] = [];
	const noWay: string[] = [];
	const told = {
		looked: ({command}: {command: string}) => looked.push(command),
		noWay: (why: string) => noWay.push(why),
	};
	const ports = createPortsThere({...hands, ...access}, dns ? {dns} : {}, told);
	return {ports, looked, noWay};
}

test('a name is looked up as applications there do, by one look that is told once', async () => {
	const {ports, looked} = portsThere();
	const found = await ports.lookup('localhost', calm);
	expect(found.code).toBeNull();
	expect(found.addresses.every(address => /^(127\.|::1$)/.test(address))).toBe(true);
	await ports.lookup('localhost', calm);
	expect(looked).toEqual(['getent ahosts localhost']);
	expect(await ports.lookup('nobody.invalid', calm)).toMatchObject({
		addresses: [],
		code: 'ENOTFOUND',
	});
});

test('what could be read as an option, or as another command, is never run', async () => {
	const {ports, looked} = portsThere();
	for (const name of ['-h', '--help', '\n', '']) {
		expect((await ports.lookup(name, calm)).addresses).toEqual([]);
	}

	expect(looked).toEqual([]);
	// No shell is between, so this is only a name that nobody has
	expect((await ports.lookup('$(id)', calm)).addresses).toEqual([]);
});

test('DNS is asked over TCP, which is all that sshd passes on', async () => {
	const over: string[] = [];
	const dns = await serveNames(asked => {
		over.push(asked.over);
		return {
			answers: [
				{type: 'MX', name: 'example.test', data: {preference: 5, exchange: 'mx.example.test'}},
			],
		};
	});
	const {ports} = portsThere(dns);
	const answer = await ports.resolve({name: 'example.test', type: 'MX', timeout: patience}, calm);
	expect(answer).toMatchObject({status: 'ok', records: ['5 mx.example.test']});
	expect(new Set(over)).toEqual(new Set(['tcp']));
});

test('a connection comes from the address that the system there chooses', async () => {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	const asked: Array<string | undefined> = [];
	const {ports, looked} = portsThere(undefined, {
		async connect(endpoint, signal, local) {
			asked.push(local);
			return hands.connect(endpoint, signal, local);
		},
	});
	const connected = await ports.connect({address: '127.0.0.1', port, timeout: patience}, calm);
	expect(connected.ok).toBe(true);
	if (connected.ok) {
		connected.wire.destroy();
	}

	expect(asked).toEqual(['127.0.0.1']);
	expect(looked).toEqual(['ip -o route get 127.0.0.1']);
});

test('an sshd that makes no connections for others is told before anything is tried', async () => {
	const {ports, noWay} = portsThere(undefined, {
		async connect() {
			return {ok: false, outcome: 'unreachable', code: 'EFORWARD', after: 1};
		},
	});
	expect(await ports.prepare?.(calm)).toMatch(/^its sshd makes no connections for others/);
	await ports.connect({address: '192.0.2.25', port: 25, timeout: patience}, calm);
	await ports.connect({address: '192.0.2.25', port: 25, timeout: patience}, calm);
	expect(noWay).toHaveLength(1);
});

test('its own addresses are known once it is prepared, and what cannot be known there is left out', async () => {
	const {ports} = portsThere();
	expect(await ports.prepare?.(calm)).toBeUndefined();
	expect(ports.ownAddresses()).toContain('127.0.0.1');
	expect(await ports.firmware()).toEqual([]);
	expect(await ports.execute(['true'], patience, calm)).toEqual({status: null, output: ''});
	expect(await ports.hostsEntries('localhost')).toContain('127.0.0.1');
});
