// What ssh asks, it asks the user: the screens make way for it. The `ssh` here is a script that asks for
// a password on the terminal, as ssh does, and then runs its shell on this machine.
import {execFileSync} from 'node:child_process';
import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeEach, expect, onTestFinished, test} from 'vitest';
import {freePort} from '../helpers/free-port.ts';
import {keys, openTerminal, type Terminal} from '../helpers/terminal.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'smtp-medic-ssh-'));
const script = `#!/bin/sh
case "$*" in
*'-O check'*) exit 255 ;;
*ControlMaster=yes*)
	stty -echo < /dev/tty
	printf "ada's password: " > /dev/tty
	read -r password < /dev/tty
	stty echo < /dev/tty
	[ "$password" = 'open sesame' ] || { echo 'Permission denied (password).' >&2; exit 255; } ;;
esac
exec sh
`;
writeFileSync(path.join(folder, 'ssh'), script);
chmodSync(path.join(folder, 'ssh'), 0o755);
afterAll(() => {
	rmSync(folder, {recursive: true});
});

let terminal: Terminal;
beforeEach(async () => {
	const port = await freePort();
	const opened = openTerminal([`127.0.0.1:${port}`], {
		columns: 120,
		rows: 40,
		env: {PATH: `${folder}:${process.env['PATH'] ?? ''}`},
	});
	onTestFinished(async () => opened.close());
	terminal = opened;
	await terminal.until(/Connection refused/);
	terminal.send(keys.right);
	await terminal.until(/❯ Look at the mail server itself/);
	terminal.send(keys.enter);
	await terminal.until(/May I look at it[\s\S]*ss -tlnp \(root\)/);
});

/** Lets it go to a server by ssh, as far as the question for the password. */
async function connect(): Promise<void> {
	terminal.send('mail');
	await terminal.until(/ssh to +mail/);
	terminal.send(`${keys.tab}${keys.tab}${keys.enter}`);
	await terminal.until(/Connecting to mail with ssh[\s\S]*ada's password:/);
	expect(terminal.isAlternate()).toBe(false);
}

/** What still runs of the script. */
function left(): string {
	const all = execFileSync('ps', ['-e', '-o', 'args='], {encoding: 'utf8'});
	return all
		.split('\n')
		.filter(line => line.includes(folder))
		.join('\n');
}

test('this machine is looked at without a word, and the verdict is weighed anew', async () => {
	terminal.send(`${keys.tab}${keys.tab}${keys.enter}`);
	await terminal.until(/Listeners/);
	await terminal.until(screen => !screen.includes('Look at the mail server itself'));
	await terminal.until(/❯ Show the fix/);
});

test('the password that ssh asks for goes to ssh alone, and the screens come back', async () => {
	await connect();
	terminal.send('open sesame\r');
	await terminal.until(/Way in[\s\S]*❯ Show the fix/);
	expect(terminal.isAlternate()).toBe(true);
	expect(terminal.written()).not.toContain('open sesame');
	terminal.send('q');
	await terminal.until(() => !terminal.isAlternate());
	terminal.send(keys.ctrlC);
	await terminal.exited;
	expect(left()).toBe('');
});

test('a wrong password is told, and the verdict from outside stands', async () => {
	await connect();
	terminal.send('battery staple\r');
	await terminal.until(/Way in +skipped[\s\S]*❯ Show the fix/);
});

test('ctrl-c while ssh asks ends everything, and the terminal is as it was', async () => {
	await connect();
	terminal.send(keys.ctrlC);
	expect((await terminal.exited).code).toBe(130);
	expect(terminal.isAlternate()).toBe(false);
	expect(terminal.isCursorShown()).toBe(true);
	expect(left()).toBe('');
});
