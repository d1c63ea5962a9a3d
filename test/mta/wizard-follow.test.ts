// “Mail is accepted, then never shows up”, on a mail server: the message is named, looked for and found.
import {afterAll, beforeAll, expect, onTestFinished, test} from 'vitest';
import {keys, openTerminal, type Terminal} from '../helpers/terminal.ts';
import {sender} from './commands.ts';
import {serverName} from './harness/addresses.ts';
import {startBed, type Bed} from './harness/bed.ts';
import {node} from './harness/machine.ts';
import {until} from './harness/until.ts';

const program = '/mnt/program/bin/smtp-medic.cjs';
const spaces = ['-m', '-u', '-i', '-n', '-p', '-r', '-w'];

let bed: Bed;
beforeAll(async () => {
	bed = await startBed({
		server: 'postfix',
		dns: ['refused.test MX 10 mx.refused.test', 'mx.refused.test A 192.0.2.10'],
	});
	const mail = (to: string) =>
		`printf 'Subject: invoice\\nMessage-ID: <invoice.${to}>\\n\\nhello\\n' | sendmail -f ${sender} ${to}`;
	const all = ['x@refused.test', 'absent@example.test', 'ada@example.test'];
	await bed.server.must(all.map(mail).join(';'));
	await until('what became of all', async () => {
		const log = await bed.log();
		return ['deferred', 'bounced', 'sent'].every(status => log.includes(`status=${status}`));
	});
});
afterAll(async () => bed.stop());

/** The wizard on the mail server itself. */
function openWizard(columns: number, rows: number): Terminal {
	const terminal = openTerminal([], {
		columns,
		rows,
		command: ['nsenter', '-t', `${bed.server.pid}`, ...spaces, '--', node, program],
		env: {HOME: '/root', XDG_CACHE_HOME: undefined},
	});
	onTestFinished(async () => terminal.close());
	return terminal;
}

/** Names the message in the form, lets the server be looked at, and waits for what became of it. */
async function follow(terminal: Terminal, sought: string): Promise<void> {
	await terminal.until(/What is going wrong\?/);
	terminal.send('4');
	await terminal.until(/❯ Address/);
	terminal.send(`${serverName}\t\t${sought}\t\t`);
	await terminal.until(/❯ \[ Run the checks \]/);
	terminal.send(keys.enter);
	const question = await terminal.until(/Is this the mail server\? May I look at it\?/);
	expect(question).toMatch(/ssh to/);
	terminal.send(`${keys.ctrlU}\t\t${keys.enter}`);
}

const sizes = [
	[80, 24],
	[140, 45],
] as const;

test.each(sizes)('at %ix%i a message that is deferred', async (columns, rows) => {
	const terminal = openWizard(columns, rows);
	await follow(terminal, 'x@refused.test');
	const verdict = await terminal.until(/by its log it is\s+deferred: connect to\s/);
	expect(verdict).toMatch(/Confirmed +The next server refuses the connection/);
	terminal.send('q');
	expect((await terminal.exited).code).toBe(1);
});

test.each(sizes)('at %ix%i a message that was returned', async (columns, rows) => {
	const terminal = openWizard(columns, rows);
	await follow(terminal, '<invoice.absent@example.test>');
	const verdict = await terminal.until(/by its log it is\s+bounced: unknown user/);
	expect(verdict).toMatch(/Confirmed +The mail was refused on its way, and returned/);
});

test.each(sizes)('at %ix%i a message that was delivered', async (columns, rows) => {
	const terminal = openWizard(columns, rows);
	await follow(terminal, 'ada@example.test');
	const verdict = await terminal.until(/and by its\s[^]*log the message was delivered/);
	expect(verdict).toMatch(/✔ Your message: Delivered \(local\)/);
	terminal.send('q');
	expect((await terminal.exited).code).toBe(0);
});

test('a message of which the log knows nothing', async () => {
	const terminal = openWizard(80, 24);
	await follow(terminal, 'eve@nowhere.test');
	await terminal.until(/Your message: [^]*nothing about[^]*eve@nowhere\.test\. The log begins at/);
});
