// The wizard in a terminal on the client's machine, with a real Postfix that denies relaying.
import {expect, onTestFinished, test} from 'vitest';
import {keys, openTerminal, type Terminal} from '../helpers/terminal.ts';
import {foreignRecipient, password, sender, user} from './commands.ts';
import {serverName} from './harness/addresses.ts';
import {startBed, type Bed} from './harness/bed.ts';
import {node} from './harness/machine.ts';

/** Opens the wizard as somebody on the client’s machine does. */
function openWizard({client}: Bed, args: readonly string[]): Terminal {
	const spaces = ['-m', '-u', '-i', '-n', '-p', '-r', '-w'];
	const terminal = openTerminal(args, {
		columns: 140,
		rows: 45,
		command: ['nsenter', '-t', `${client.pid}`, ...spaces, '--', node, program],
		env: {HOME: '/root', XDG_CACHE_HOME: undefined},
	});
	onTestFinished(() => terminal.close());
	return terminal;
}

const program = '/mnt/program/bin/smtp-medic.cjs';

test('relaying is denied, and signing in leads to green', async () => {
	const bed = await startBed({
		server: 'postfix',
		prepare:
			'postconf -e smtpd_sasl_auth_enable=yes "smtpd_relay_restrictions = permit_mynetworks permit_sasl_authenticated reject_unauth_destination"',
	});
	onTestFinished(() => bed.stop());
	const envelope = ['--from', sender, '--to', foreignRecipient];
	const aim = ['--aim', 'submit', '--port', '25'];
	const terminal = openWizard(bed, [serverName, ...aim, ...envelope]);

	const verdict = await terminal.until(
		/✖ Relay access denied · certain[^]*❯ Sign in and try again/,
	);
	// The first cause of all is the one
	expect(/^│ +(?:Confirmed|Likely|Possible) +(.*?) *│$/m.exec(verdict)?.[1]).toBe(
		'The client did not sign in',
	);
	// The server’s own words stand in the dialogue beside the steps, and the one that decided is marked
	expect(verdict).toMatch(/✖ RCPT TO +554 5\.7\.1/);
	expect(verdict).toMatch(/TLS S 250-AUTH PLAIN/);
	expect(verdict).toMatch(/▸ .* TLS S 554 5\.7\.1 <eve@elsewhere\.test>: Relay access denied/);
	terminal.send(`2${keys.home}`);
	await terminal.until(/S 220 mail\.example\.test ESMTP Postfix/);
	terminal.send('3');
	await terminal.until(/❯ Sign in and try again/);

	terminal.send(keys.enter);
	// The sender is proposed as the user, and the cursor waits for the password
	await terminal.until(/User +bob@app\.test[^]*❯ Password/);
	terminal.send(`${keys.up}${keys.ctrlU}${user}${keys.enter}${password}${keys.enter}${keys.enter}`);
	const green = await terminal.until(/✔ It works[^]*Fixed\. Before: Relay access denied/);
	expect(green).toMatch(/✔ AUTH[^]*✔ RCPT TO/);
	expect(terminal.written()).not.toContain(password);

	terminal.send('q');
	expect((await terminal.exited).code).toBe(0);
	expect(terminal.screen()).toContain(`✔ ${serverName}: It works`);
});
