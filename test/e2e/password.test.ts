// The password prompt in a real terminal: nothing is shown, and every way of leaving it is one.
import {expect, onTestFinished, test} from 'vitest';
import {startScriptServer} from '../helpers/script-server.ts';
import {smtp} from '../helpers/smtp-script.ts';
import {keys, openTerminal} from '../helpers/terminal.ts';

async function asked() {
	const server = await startScriptServer(smtp({EHLO: '250-mail.example.test\n250 AUTH PLAIN'}));
	const args = ['check', `127.0.0.1:${server.port}`, '--user', 'ada', '--tls', 'none'];
	const terminal = openTerminal(
		[...args, '--allow-plaintext-auth', '--helo', 'client.example.test'],
		{
			columns: 120,
			rows: 40,
		},
	);
	onTestFinished(async () => terminal.close());
	await terminal.until(/Password of ada: $/m);
	return {server, terminal};
}

test('what is typed is used and not shown; keys that correct it work', async () => {
	const {server, terminal} = await asked();
	terminal.send(`wrong${keys.ctrlU}`);
	terminal.send(keys.up);
	terminal.send(`open sesamy${keys.backspace}e`);
	terminal.send(keys.enter);
	expect(await terminal.exited).toMatchObject({code: 0});
	expect(server.heard).toContain(
		`AUTH PLAIN ${Buffer.from('\0ada\0open sesame').toString('base64')}`,
	);
	expect(terminal.written()).not.toMatch(/sesam|wrong/);
	expect(terminal.written()).toContain('HEALTHY');
});

test('ctrl-c ends the check', async () => {
	const {server, terminal} = await asked();
	terminal.send(`half${keys.ctrlC}`);
	expect(await terminal.exited).toMatchObject({code: 130});
	await server.idle();
	expect(server.heard.some(line => line.startsWith('AUTH'))).toBe(false);
	expect(terminal.written()).not.toContain('half');
});

test('ctrl-d gives no password: nothing is claimed about a login that was not tried', async () => {
	const {server, terminal} = await asked();
	terminal.send('\u0004');
	expect(await terminal.exited).toMatchObject({code: 3});
	expect(terminal.written()).toContain('no password was given');
	await server.idle();
	expect(server.heard.some(line => /^(AUTH|MAIL)/.test(line))).toBe(false);
});

test('a signal ends it as well', async () => {
	const {server, terminal} = await asked();
	terminal.kill('SIGTERM');
	expect(await terminal.exited).toMatchObject({code: 143});
	await server.idle();
});
