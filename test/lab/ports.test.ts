import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {connect} from 'node:net';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {Practice} from '../../source/core/practice.ts';
import {resolve} from '../../source/net/dns/resolve.ts';
import {createLab, scenarios} from '../../source/practice-wiring.ts';
import {connectRaw, knock, tryToConnect} from './raw-client.ts';

const lab = createLab(scenarios);

async function start(id: string): Promise<Practice> {
	const scenario = scenarios.find(one => one.id === id);
	if (!scenario) {
		throw new Error(`no scenario ${id}`);
	}

	const practice = await lab.start(scenario);
	onTestFinished(async () => practice.close());
	return practice;
}

const portsOf = ({options}: Practice) => Object.keys(options.services ?? {}).map(Number);

test('a dropped port gives no answer, and the waiting connection is served once the rule is gone', async () => {
	const practice = await start('timed-out');
	const {port = 0} = practice.options;
	const waiting = connect(port, '127.0.0.1');
	onTestFinished(() => void waiting.destroy());
	// Longer than the system waits before it knocks a second time
	waiting.setTimeout(1300);
	await once(waiting, 'timeout');
	expect(waiting.connecting).toBe(true);
	const others = portsOf(practice).filter(other => other !== port);
	expect(await Promise.all(others.map(knock))).toEqual(['open', 'open']);

	const greeting = once(waiting, 'data');
	expect(await practice.change('firewall', '25 accept')).toBeUndefined();
	expect(String((await greeting)[0])).toBe('220 mail.shop.example ESMTP Postfix\r\n');
});

test('a port goes through all states and back, and keeps its number', async () => {
	const practice = await start('relay-mynetworks');
	const {port = 0} = practice.options;
	for (let round = 0; round < 2; round++) {
		expect(await practice.change('firewall', '25 reject')).toBeUndefined();
		expect(await knock(port)).toBe('ECONNREFUSED');
		expect(await practice.change('firewall', '25 drop')).toBeUndefined();
		expect(await practice.change('postfix', 'stopped')).toBeUndefined();
		expect(await practice.change('firewall', '')).toBeUndefined();
		expect(await knock(port)).toBe('ECONNREFUSED');
		expect(await practice.change('postfix', 'running')).toBeUndefined();
		const client = await connectRaw(port);
		expect(await client.reply()).toEqual(['220 mail.shop.example ESMTP Postfix']);
	}
});

test('the record of the server is what its DNS says, from the next question on', async () => {
	const practice = await start('refused-stale-dns');
	const {dns} = practice.options;
	const addresses = async () => {
		const question = {name: 'mail.shop.example', type: 'A', timeout: 2000} as const;
		const {records} = await resolve(question, dns ? [dns] : [], new AbortController().signal);
		return records;
	};

	expect(await addresses()).toEqual(['127.0.7.1']);
	expect(await practice.change('dns/mail.shop.example', '127.0.0.1 127.0.7.2')).toBeUndefined();
	expect(await addresses()).toEqual(['127.0.0.1', '127.0.7.2']);
	expect(await practice.change('dns/mail.shop.example', 'localhost')).toMatch(
		/not an IPv4 address/,
	);
	expect(await addresses()).toEqual(['127.0.0.1', '127.0.7.2']);
});

test('the old machine is silent or refuses, and the server itself runs beside it', async () => {
	const [silent, refused] = await Promise.all([
		start('timed-out-stale-dns'),
		start('refused-stale-dns'),
	]);
	for (const [practice, expected] of [
		[silent, 'silent'],
		[refused, 'ECONNREFUSED'],
	] as const) {
		const ports = portsOf(practice);
		const old = ports.map(async port => tryToConnect('127.0.7.1', port, 300));
		expect(await Promise.all(old)).toEqual(Array(3).fill(expected));
		expect(await Promise.all(ports.map(knock))).toEqual(Array(3).fill('open'));
	}

	await silent.close();
	const after = portsOf(silent).map(async port => tryToConnect('127.0.7.1', port, 300));
	expect(await Promise.all(after)).toEqual(Array(3).fill('ECONNREFUSED'));
});

test('changes that come together are made one after the other', async () => {
	const practice = await start('refused');
	const {port = 0} = practice.options;
	await Promise.all([
		practice.change('postfix', 'running'),
		practice.change('firewall', '25 drop'),
		practice.change('postfix', 'stopped'),
		practice.change('firewall', '25 accept'),
		practice.change('postfix', 'running'),
	]);
	expect(await knock(port)).toBe('open');
});

test('several practice servers run side by side, and refused ports are given to nobody', async () => {
	const practices = await Promise.all([start('refused'), start('refused'), start('relay-login')]);
	const all = practices.flatMap(portsOf);
	expect(new Set(all).size).toBe(9);
	expect(await Promise.all(all.slice(0, 6).map(knock))).toEqual(Array(6).fill('ECONNREFUSED'));
	expect(await Promise.all(all.slice(6).map(knock))).toEqual(Array(3).fill('open'));
});

test('after close, even in the middle of a session and called twice, nothing listens', async () => {
	const practice = await start('relay-login');
	const [first = 0] = portsOf(practice);
	const client = await connectRaw(first);
	const closed = once(client.socket, 'close');
	await Promise.all([practice.close(), practice.close(), closed]);
	expect(await Promise.all(portsOf(practice).map(knock))).toEqual(Array(3).fill('ECONNREFUSED'));
	expect(await practice.change('postfix', 'running')).toMatch(/not running any more/);
});

test('a process ends by itself once its practice servers are closed, also when a worker has died', async () => {
	const child = spawn(process.execPath, [path.join(import.meta.dirname, 'leave-nothing.ts')], {
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	onTestFinished(() => void child.kill('SIGKILL'));
	let said = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
	child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
	const [code] = await once(child, 'close');
	expect({code, said}).toEqual({code: 0, said: 'ECONNREFUSED\nopen\nclosed\n'});
});
