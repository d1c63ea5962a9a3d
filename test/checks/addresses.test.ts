// Several addresses, MX hosts and ports: what is tried, how much at once, and what one broken one means.
import {expect, test} from 'vitest';
import type {Options} from '../../source/core/options.ts';
import {startNameServer, type Zone} from '../helpers/name-server.ts';
import {countConnections} from '../helpers/count-connections.ts';
import {optionsFor, runSession} from '../helpers/run-session.ts';
import {startScriptServer} from '../helpers/script-server.ts';
import {smtp} from '../helpers/smtp-script.ts';

const zone: Zone = {
	'two.example.test': {A: ['127.0.0.1', '127.0.0.2']},
	'three.example.test': {A: ['127.0.0.1', '127.0.0.2', '127.0.0.3']},
	'both.example.test': {A: ['127.0.0.1'], AAAA: ['::1']},
	'mx1.example.test': {A: ['127.0.0.1']},
	'mx2.example.test': {A: ['127.0.0.2']},
	'example.test': {MX: ['20 mx2.example.test', '10 mx1.example.test']},
	'null.example.test': {MX: ['0 .']},
	'hostile.example.test': {MX: ['10 evil\u001b[2j$(reboot).example.test']},
	'many.example.test': {A: Array.from({length: 12}, (_, index) => `127.0.0.${index + 1}`)},
};

/** The same port on several addresses: one is free on all of them. */
async function serversOn(...addresses: readonly string[]) {
	const [first = '127.0.0.1', ...rest] = addresses;
	const leader = await startScriptServer(smtp(), {address: first});
	const others = await Promise.all(
		rest.map(async address => startScriptServer(smtp(), {address, port: leader.port})),
	);
	return [leader, ...others];
}

async function ask(host: string, port: number, more: Partial<Options> = {}) {
	const dns = await startNameServer(zone);
	return runSession(optionsFor(port, {target: {kind: 'host', host}, dns, tls: 'none', ...more}));
}

test('every further address is visited as far as EHLO; MAIL and RCPT go to one alone', async () => {
	const servers = await serversOn('127.0.0.1', '127.0.0.2', '127.0.0.3');
	const {result} = await ask('three.example.test', servers[0]?.port ?? 0);
	expect(result).toMatchObject({outcome: 'healthy', warnings: []});
	await Promise.all(servers.map(async server => server.idle()));
	const heard = servers.map(server => server.heard.map(line => line.split(' ')[0]).join(' '));
	expect(heard.toSorted()).toEqual(['EHLO MAIL RCPT QUIT', 'EHLO QUIT', 'EHLO QUIT']);
});

test('a closed address beside a working one is a warning, not the problem', async () => {
	const [server] = await serversOn('127.0.0.2');
	const {result, observed} = await ask('two.example.test', server?.port ?? 0);
	expect(result.outcome).toBe('healthy');
	expect(result.warnings.map(w => w.class)).toEqual(['one-address-broken']);
	expect(result.warnings[0]?.summary).toContain('127.0.0.1');
	expect(observed('endpoint.chosen')[0]?.address).toBe('127.0.0.2');
});

test.each([
	['refuses everybody', smtp({greeting: '554 5.7.1 go away'})],
	['does not like the introduction', smtp({EHLO: '550 5.7.1 go away'})],
	['speaks another protocol', smtp({greeting: 'SSH-2.0-OpenSSH'})],
])(
	'an address that %s leaves the dialogue to one that works, with a warning',
	async (_, script) => {
		const broken = await startScriptServer(script);
		const working = await startScriptServer(smtp(), {address: '127.0.0.2', port: broken.port});
		const {result} = await ask('two.example.test', broken.port);
		expect(result.outcome).toBe('healthy');
		expect(result.warnings.map(w => w.class)).toEqual(['one-address-broken']);
		await working.idle();
		expect(working.heard.map(line => line.split(' ')[0])).toEqual(['EHLO', 'MAIL', 'RCPT', 'QUIT']);
	},
);

test('an address that begins with TLS on a plain port leaves the dialogue to one that works', async () => {
	const wrong = await startScriptServer(smtp({implicit: true}));
	await startScriptServer(smtp(), {address: '127.0.0.2', port: wrong.port});
	const {result} = await ask('two.example.test', wrong.port, {patience: 1000});
	expect(result).toMatchObject({outcome: 'healthy', warnings: [{class: 'one-address-broken'}]});
	const alone = await ask('mx1.example.test', wrong.port, {patience: 1000});
	expect(alone.result).toMatchObject({outcome: 'problem', class: 'tls-mode-mismatch'});
});

test('where the address of the dialogue works, a further one that is broken is a warning', async () => {
	const working = await startScriptServer(smtp());
	await startScriptServer(smtp({greeting: '421 4.3.2 busy'}), {
		address: '127.0.0.2',
		port: working.port,
	});
	const {result} = await ask('two.example.test', working.port);
	expect(result.outcome).toBe('healthy');
	expect(result.warnings.map(w => w.class)).toEqual(['one-address-broken']);
});

test('where no address works, the first one’s failure is the verdict', async () => {
	const first = await startScriptServer(smtp({greeting: '554 5.7.1 first says no'}));
	await startScriptServer(smtp({greeting: '554 5.7.1 second says no'}), {
		address: '127.0.0.2',
		port: first.port,
	});
	const {result} = await ask('two.example.test', first.port);
	expect(result).toMatchObject({outcome: 'problem', stage: 'banner'});
	expect(result.summary).toContain('first says no');
});

test('one family that works beside one that does not is named as such', async () => {
	const [server] = await serversOn('127.0.0.1');
	const {result} = await ask('both.example.test', server?.port ?? 0);
	expect(result.outcome).toBe('healthy');
	expect(result.warnings.map(w => w.class)).toEqual(['one-family-broken']);
	const only4 = await ask('both.example.test', server?.port ?? 0, {family: 4});
	expect(only4.result.warnings).toEqual([]);
	const only6 = await ask('both.example.test', server?.port ?? 0, {family: 6});
	expect(only6.result.outcome).toBe('problem');
	// The latter where this machine has no IPv6 at all
	expect(['refused', 'unreachable']).toContain(only6.result.class);
});

test('the servers of a domain are tried in the order of their preference', async () => {
	const servers = await serversOn('127.0.0.1', '127.0.0.2');
	const dns = await startNameServer(zone);
	const {result, observed} = await runSession(
		optionsFor(servers[0]?.port ?? 0, {
			target: {kind: 'mailbox', address: 'eve@example.test', domain: 'example.test'},
			dns,
			tls: 'none',
		}),
	);
	expect(result.outcome).toBe('healthy');
	expect(observed('endpoint.chosen')[0]).toMatchObject({
		host: 'mx1.example.test',
		address: '127.0.0.1',
	});
	expect(servers[0]?.heard).toContain('RCPT TO:<eve@example.test>');
	expect(servers[1]?.heard.some(line => line.startsWith('MAIL'))).toBe(false);
});

test('a null MX takes no mail, and nobody is asked', async () => {
	const dns = await startNameServer(zone);
	const {result} = await runSession(
		optionsFor(25, {target: {kind: 'domain', domain: 'null.example.test'}, dns}),
	);
	expect(result).toMatchObject({outcome: 'problem', class: 'null-mx', stage: 'dns'});
});

test('a name that does not exist', async () => {
	const {result} = await ask('missing.example.test', 25);
	expect(result).toMatchObject({
		outcome: 'problem',
		class: 'dns-failure',
		stage: 'dns',
		cause: 'name-missing',
	});
});

test('names in DNS are as hostile as replies', async () => {
	const dns = await startNameServer(zone);
	const {result, events} = await runSession(
		optionsFor(25, {target: {kind: 'domain', domain: 'hostile.example.test'}, dns}),
	);
	expect(result).toMatchObject({outcome: 'problem', class: 'dns-failure'});
	const texts: string[] = [];
	JSON.stringify(events, (_, value: unknown) => {
		if (typeof value === 'string') {
			texts.push(value);
		}

		return value;
	});
	expect(texts.join('').replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
	const commands = events.flatMap(e =>
		e.type === 'diagnosis'
			? e.causes.flatMap(c => [...c.confirm, ...c.fix].map(f => f.command))
			: [],
	);
	expect(commands.join('\n')).not.toContain('reboot');
});

test('the scan’s socket becomes the dialogue; other ports are looked at and left', async () => {
	const submission = await startScriptServer(smtp());
	const relay = await startScriptServer(smtp());
	const {result, observed} = await runSession(
		optionsFor(submission.port, {ports: [relay.port], tls: 'none'}),
	);
	expect(result.outcome).toBe('healthy');
	await Promise.all([submission.idle(), relay.idle()]);
	expect([submission.connections, relay.connections]).toEqual([1, 1]);
	expect(relay.heard).toEqual([]);
	expect(
		observed('tcp.open')
			.map(({port, role}) => `${port} ${role}`)
			.toSorted(),
	).toEqual([`${submission.port} conversation`, `${relay.port} mail`].toSorted());
});

test('at most two connections stand to one address', async () => {
	const servers = await Promise.all(Array.from({length: 6}, async () => startScriptServer(smtp())));
	const ports = servers.map(({port}) => port);
	const count = countConnections();
	const {result} = await runSession(optionsFor(ports[0] ?? 0, {ports, tls: 'none'}), {
		ports: count.watch,
	});
	expect(result.outcome).toBe('healthy');
	expect(servers.map(({connections}) => connections)).toEqual(servers.map(() => 1));
	expect(count.most).toBe(2);
	expect(count.open).toBe(0);
});

test('at most eight connections stand in all, and eight addresses are tried', async () => {
	const addresses = Array.from({length: 12}, (_, index) => `127.0.0.${index + 1}`);
	const servers = await serversOn(...addresses);
	const dns = await startNameServer(zone);
	const count = countConnections();
	const target = {kind: 'host', host: 'many.example.test'} as const;
	const {result} = await runSession(optionsFor(servers[0]?.port ?? 0, {target, dns, tls: 'none'}), {
		ports: count.watch,
	});
	expect(result.outcome).toBe('healthy');
	expect(count.most).toBeLessThanOrEqual(8);
	expect(servers.filter(({connections}) => connections > 0)).toHaveLength(8);
});

test('a refused port is told apart from a dead host by the other ports', async () => {
	const free = await startScriptServer(smtp());
	const other = await startScriptServer(smtp());
	const {result, diagnosis} = await runSession(
		optionsFor(9, {ports: [other.port], target: {kind: 'host', host: '127.0.0.1'}}),
	);
	expect(result).toMatchObject({outcome: 'problem', class: 'refused', stage: 'connect'});
	expect(diagnosis?.evidence.join('\n')).toContain(`port ${other.port}`);
	expect(free.connections).toBe(0);
});
