// “Mail is accepted, then never shows up”: the message is named in the form, and followed at the end.
import {expect, onTestFinished, test} from 'vitest';
import {freePort} from '../helpers/free-port.ts';
import {keys, openTerminal, type Terminal} from '../helpers/terminal.ts';

const sizes = [
	[80, 24],
	[140, 45],
] as const;

async function openForm(columns: number, rows: number): Promise<Terminal> {
	const terminal = openTerminal([], {columns, rows});
	onTestFinished(async () => terminal.close());
	await terminal.until(/What is going wrong\?/);
	terminal.send('4');
	await terminal.until(/Accepted, and then gone[^]*❯ Address/);
	return terminal;
}

test.each(sizes)('at %ix%i the form asks for the message, and checks it', async (columns, rows) => {
	const terminal = await openForm(columns, rows);
	const form = await terminal.until(/the mail server itself must be looked into/);
	expect(form).toMatch(/Message\n +Its queue id .*[^]*About when\n +By the server’s clock/);
	terminal.send(`${keys.tab}${keys.tab}two words${keys.tab}`);
	await terminal.until(/✘ This must be a queue id, a Message-ID or an address\./);
	terminal.send('25:99\t');
	await terminal.until(/✘ “25:99”: a time of the server’s clock is written as 14:30/);
	terminal.send(`${keys.up}${keys.up}${keys.ctrlU}${keys.down}${keys.ctrlU}14:30${keys.down}`);
	await terminal.until(/✘ Say which message, too: its id or an address\./);
});

test.each(sizes)('at %ix%i it ends with what became of the message', async (columns, rows) => {
	const terminal = await openForm(columns, rows);
	const port = await freePort();
	terminal.send(`127.0.0.1:${port}${keys.tab}${keys.tab}4F1x2y3zKq${keys.tab}14:30${keys.tab}`);
	await terminal.until(/same as: {2}smtp-medic [^]*--on-server[^]*--follow\s+4F1x2y3zKq[^]*14:30/);
	terminal.send(keys.enter);
	// Nobody has to look for the choice that leads there
	await terminal.until(/Is this the mail server\? May I look at it\?/);
	terminal.send(`${keys.tab}${keys.tab}${keys.enter}`);
	await terminal.until(/Your message: /);
});
