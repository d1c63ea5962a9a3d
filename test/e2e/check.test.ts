// The built program against real sockets: verdicts, exit codes, and what stands on which stream.
import {mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {networkInterfaces, tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {SessionEvent} from '../../source/core/event.ts';
import {freePort, silentPort} from '../helpers/free-port.ts';
import {runProgram, type Ended} from '../helpers/run-program.ts';
import {certificates, startScriptServer} from '../helpers/script-server.ts';
import {smtp} from '../helpers/smtp-script.ts';

const quick = ['--helo', 'client.example.test', '--timeout', '2', '--patience', '5'];

function eventsOf({stdout}: Ended): SessionEvent[] {
	expect(stdout.endsWith('\n')).toBe(true);
	return stdout
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as SessionEvent);
}

function folder(): string {
	const name = mkdtempSync(path.join(tmpdir(), 'smtp-medic-e2e-'));
	onTestFinished(() => rmSync(name, {recursive: true}));
	return name;
}

async function verdict(args: readonly string[], code: number, expected: object) {
	const ended = await runProgram(['check', ...args, ...quick, '--json']);
	const events = eventsOf(ended);
	expect(events[0]).toMatchObject({type: 'session', schema: 1});
	expect(events.filter(({type}) => type === 'result')).toHaveLength(1);
	expect(events.at(-1)).toMatchObject({type: 'result', ...expected});
	expect({code: ended.code, stderr: ended.stderr}).toEqual({code, stderr: ''});
	return events;
}

test('refused', async () => {
	await verdict([`127.0.0.1:${await freePort()}`], 1, {
		outcome: 'problem',
		class: 'refused',
		stage: 'connect',
	});
});

test('timed out: connections that nobody answers', async () => {
	const {port, close} = await silentPort();
	try {
		await verdict([`127.0.0.1:${port}`], 1, {
			outcome: 'problem',
			class: 'timeout',
			stage: 'connect',
		});
	} finally {
		await close();
	}
});

test('relay denied', async () => {
	const server = await startScriptServer(
		smtp({RCPT: '454 4.7.1 <eve@example.test>: Relay access denied'}),
	);
	const events = await verdict(
		[`127.0.0.1:${server.port}`, '--from', 'ada@example.test', '--to', 'eve@example.test'],
		1,
		{outcome: 'problem', class: 'relay-denied', stage: 'rcpt'},
	);
	const diagnosis = events.find(event => event.type === 'diagnosis');
	expect(diagnosis?.causes[0]).toMatchObject({id: expect.any(String), fix: expect.any(Array)});
	expect(diagnosis?.evidence.length).toBeGreaterThan(0);
});

test('healthy', async () => {
	const server = await startScriptServer(smtp());
	await verdict([`127.0.0.1:${server.port}`, '--to', 'eve@example.test'], 0, {
		outcome: 'healthy',
		class: null,
		stage: null,
		cause: null,
	});
});

test('a resolver that cannot be reached', async () => {
	const isAlone = Object.values(networkInterfaces())
		.flat()
		.every(i => i?.internal);
	await verdict(
		['mail.example.test', '--dns', `127.0.0.1:${await freePort()}`],
		isAlone ? 3 : 1,
		isAlone
			? {outcome: 'inconclusive', class: null}
			: {outcome: 'problem', class: 'dns-failure', stage: 'dns'},
	);
});

test('the plain form says the same in words, free of whatever the server puts into its own', async () => {
	const server = await startScriptServer(
		smtp({
			greeting: '220 mail.example.test \u001b]0;owned\u0007\u001b[2J',
			RCPT: '554 5.7.1 \u009b31m\u202e<eve@example.test>: Relay access denied',
		}),
	);
	const args = ['check', `127.0.0.1:${server.port}`, '--to', 'eve@example.test', ...quick];
	const {code, stdout, stderr} = await runProgram(args);
	expect(code).toBe(1);
	expect(stderr).toBe('');
	expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
	const parts = [
		/^2 Does the handshake work\?$/m,
		/^Relay access denied \(relay-denied/m,
		/^PROBLEM /m,
	];
	const at = parts.map(part => stdout.search(part));
	expect(at.every(index => index >= 0)).toBe(true);
	expect(at).toEqual(at.toSorted((a, b) => a - b));

	const ascii = await runProgram(args, {env: {LANG: 'C', LC_ALL: 'C'}});
	expect(ascii.stdout).toMatch(/^[\n -~]*$/);
	const painted = await runProgram(args, {env: {FORCE_COLOR: '1'}});
	expect(painted.stdout).toContain('\u001b[1m');
	const plain = await runProgram(args, {env: {FORCE_COLOR: '0'}});
	expect(plain.stdout).not.toContain('\u001b');
});

test('a target without a terminal is a check', async () => {
	const server = await startScriptServer(smtp());
	const {code, stdout} = await runProgram([`127.0.0.1:${server.port}`, ...quick]);
	expect(code).toBe(0);
	expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^HEALTHY /);
});

test('the saved session is what --json prints, for its owner alone, and without the password', async () => {
	const server = await startScriptServer(
		smtp({
			EHLO: '250-mail.example.test\n250 STARTTLS',
			tls: '250-mail.example.test\n250 AUTH PLAIN',
			AUTH: async (_, line) => `535 5.7.8 authentication failed: ${line} open sesame`,
		}),
	);
	const at = folder();
	const file = path.join(at, 'session.jsonl');
	writeFileSync(path.join(at, 'password'), 'open sesame\n', {mode: 0o600});
	writeFileSync(path.join(at, 'ca.pem'), certificates.ca);
	const ended = await runProgram([
		'check',
		`127.0.0.1:${server.port}`,
		...quick,
		'--json',
		'--save',
		file,
		'--user',
		'ada',
		'--password-file',
		path.join(at, 'password'),
		'--ca',
		path.join(at, 'ca.pem'),
	]);
	expect(ended.code).toBe(1);
	expect(eventsOf(ended).at(-1)).toMatchObject({class: 'auth-failed', stage: 'auth'});
	const saved = readFileSync(file, 'utf8');
	expect(saved).toBe(ended.stdout);
	expect(statSync(file).mode & 0o777).toBe(0o600);
	for (const secret of ['sesame', Buffer.from('\0ada\0open sesame').toString('base64')]) {
		expect(saved).not.toContain(secret);
	}
});

test('the password from the environment is used, and shown nowhere', async () => {
	const server = await startScriptServer(
		smtp({EHLO: '250-mail.example.test\n250-AUTH PLAIN\n250 SIZE'}),
	);
	const {code, stdout} = await runProgram(
		[
			'check',
			`127.0.0.1:${server.port}`,
			...quick,
			'--user',
			'ada',
			'--password-env',
			'SECRET',
			'--tls',
			'none',
			'--allow-plaintext-auth',
		],
		{env: {SECRET: 'open sesame'}},
	);
	expect(code).toBe(0);
	expect(server.heard).toContain(
		`AUTH PLAIN ${Buffer.from('\0ada\0open sesame').toString('base64')}`,
	);
	expect(stdout).not.toContain('sesame');
});
