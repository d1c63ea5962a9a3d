// What applications on this machine get, without being held up by a resolver that does not answer.
import {networkInterfaces} from 'node:os';
import {expect, test} from 'vitest';
import {createPorts} from '../../source/net/create-ports.ts';
import {getaddrinfo, getaddrinfoAside} from '../../source/net/getaddrinfo.ts';
import {lookup} from '../../source/net/lookup.ts';
import {ownAddresses} from '../../source/net/own-addresses.ts';
import {isFullyQualified} from '../../source/net/own-name.ts';
import {serveNames} from './dns/name-server.ts';
import {calm, patience} from './peer.ts';

const nobody = 'no-such-host.invalid';

test('localhost is loopback, whatever DNS says', async () => {
	const silent = await serveNames(() => undefined);
	const answer = await lookup('localhost', [silent], calm);
	expect(answer).toMatchObject({code: null, after: expect.any(Number)});
	expect(answer.addresses.every(address => /^(127\.|::1$)/.test(address))).toBe(true);
	expect(answer.addresses.length).toBeGreaterThan(0);
});

test.each(['', '-', 'a b', `${'a'.repeat(64)}.example`])('%j has no address', async name => {
	const {addresses, code} = await getaddrinfo(name);
	expect(addresses).toEqual([]);
	expect(code).toMatch(/^E/);
});

test('a process aside finds the same, or says that there is no such program', async () => {
	const aside = await getaddrinfoAside('127.0.0.1', patience, calm);
	expect(aside ?? (await getaddrinfo('127.0.0.1'))).toEqual({addresses: ['127.0.0.1'], code: null});
});

test('an abort rejects with its reason, while the resolver is still waited for', async () => {
	const controller = new AbortController();
	const reason = new Error('enough');
	const server = await serveNames(() => {
		controller.abort(reason);
		return undefined;
	});
	await expect(lookup(nobody, [server], controller.signal)).rejects.toBe(reason);
	await expect(lookup(nobody, [server], controller.signal)).rejects.toBe(reason);
	await expect(getaddrinfoAside(nobody, patience, controller.signal)).rejects.toBe(reason);
});

test('this machine knows its own addresses, link-local ones with their zone', () => {
	const listed = Object.values(networkInterfaces()).flatMap(addresses => addresses ?? []);
	expect(ownAddresses()).toHaveLength(listed.length);
	expect(ownAddresses()).toContain('127.0.0.1');
	expect(ownAddresses().filter(address => /^fe80:[^%]*$/.test(address))).toEqual([]);
});

test.each([
	['mail.example.org', true],
	['a-1.xn--bcher-kva.example', true],
	['mail', false],
	['localhost.localdomain', false],
	['printer.local', false],
	['192.0.2.1', false],
	['under_score.example', false],
	['-dash.example', false],
	['a..example', false],
	['', false],
])('%j as a full name: %s', (name, full) => {
	expect(isFullyQualified(name)).toBe(full);
});

test('the own name is a full one, or none', async () => {
	const name = await createPorts({}).ownName(calm);
	expect(name === undefined || isFullyQualified(name)).toBe(true);
	await expect(createPorts({}).ownName(AbortSignal.abort(new Error('enough')))).rejects.toThrow(
		'enough',
	);
});
