// Servers that keep one waiting: before they greet, and before they take mail
import {expect, onTestFinished, test} from 'vitest';
import {startScriptServer} from '../helpers/script-server.ts';
import {smtp} from '../helpers/smtp-script.ts';
import {keys, openTerminal, type Terminal} from '../helpers/terminal.ts';

function openWizard(args: readonly string[]): Terminal {
	const terminal = openTerminal(args, {columns: 80, rows: 24});
	onTestFinished(() => terminal.close());
	return terminal;
}

test('a late greeting is waited for with a countdown and a reason, and the result is right', async () => {
	const {promise: seen, resolve: greet} = Promise.withResolvers<void>();
	const server = await startScriptServer(
		smtp({
			async greeting() {
				await seen;
				return '220 mail.example.test ESMTP Postfix';
			},
		}),
	);
	const target = [`127.0.0.1:${server.port}`, '--from', 'a@x.test', '--to', 'b@y.test'];
	const terminal = openWizard([...target, '--aim', 'deliver']);
	// The dialogue is in front, and says why nothing comes
	await terminal.until(/Now: Banner · 5\d s left[\s\S]*at most 5\d s more[\s\S]*postscreen/);
	greet();
	await terminal.until(/✔ It works[\s\S]*Greeted after \d\.\d s: 220 mail\.example\.test/);
});

test('a greylisting server is tried again after a wait, until it takes the recipient', async () => {
	const deferred = '451 4.7.1 Greylisting in action, please come back in 00:05:00';
	let attempts = 0;
	const RCPT = async () => (++attempts < 3 ? deferred : '250 2.1.5 ok');
	const server = await startScriptServer(smtp({RCPT}));
	const target = [`127.0.0.1:${server.port}`, '--from', 'a@x.test', '--to', 'b@y.test'];
	const terminal = openWizard([...target, '--aim', 'deliver']);
	await terminal.until(/✖ Greylisted[\s\S]*❯ Wait and try again/);
	terminal.send(keys.enter);
	await terminal.until(/Minutes +5[\s\S]*The server named this time[\s\S]*❯ \[ Start waiting \]/);
	terminal.send(`${keys.up}${keys.up}${keys.ctrlU}1 s${keys.enter}${keys.enter}${keys.enter}`);
	await terminal.until(/again in 0:01[\s\S]*try 1 of 3/);
	// Everything stays usable: the dialogue is read while the second and the third attempt are made
	terminal.send('2');
	await terminal.until(/Dialogue[\s\S]*run 3[\s\S]*250 2\.1\.5 ok/);
	terminal.send('3');
	await terminal.until(/✔ Accepted after \d+ s; still deferred after \d+ s\.[\s\S]*Fixed/);
	terminal.send('q');
	expect((await terminal.exited).code).toBe(0);
	expect(terminal.screen()).toMatch(/Accepted after \d+ s/);
	expect(attempts).toBe(3);
});
