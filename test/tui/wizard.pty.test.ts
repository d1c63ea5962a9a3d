import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {keys, openTerminal, type Terminal, type TerminalOptions} from '../helpers/terminal.ts';

const small: TerminalOptions = {columns: 80, rows: 24};
const large: TerminalOptions = {columns: 140, rows: 45};
const open: Terminal[] = [];
const folders: string[] = [];

function wizard(args: readonly string[], options: TerminalOptions): Terminal {
	const terminal = openTerminal(args, options);
	open.push(terminal);
	return terminal;
}

function folder(): string {
	const made = mkdtempSync(path.join(tmpdir(), 'smtp-medic-tui-'));
	folders.push(made);
	return made;
}

afterEach(async () => {
	await Promise.all(open.splice(0).map(async terminal => terminal.close()));
	for (const made of folders.splice(0)) {
		rmSync(made, {recursive: true});
	}
});

/** Types a key as often as it takes until the screen shows what is wanted. */
async function goTo(terminal: Terminal, key: string, what: RegExp, most = 20): Promise<void> {
	for (let times = 0; times < most && !what.test(terminal.screen()); times++) {
		const before = terminal.screen();
		terminal.send(key);
		await terminal.until(screen => screen !== before);
	}

	await terminal.until(what);
}

describe.each([
	['80×24', small],
	['140×45', large],
])('at %s', (_, size) => {
	test('a relay incident of the lab is solved by what the screen says', async () => {
		const terminal = wizard([], size);
		await terminal.until(/What is going wrong\?/);
		await goTo(terminal, keys.down, /❯ Practise in the lab/);
		terminal.send(keys.enter);
		await terminal.until(/Practice lab[\s\S]*Ticket/);
		await goTo(terminal, keys.down, /❯ +The shop has moved/, 40);
		terminal.send(keys.enter);

		// The ticket, then guided: each step says what comes and why, before it runs
		await terminal.until(/Ticket: The shop has moved[\s\S]*Relay access denied/);
		terminal.send(keys.enter);
		await terminal.until(/Next: DNS[\s\S]*Why now/);
		terminal.send(keys.enter);
		await terminal.until(/Next: Ports[\s\S]*By hand +nc -zv/);
		terminal.send('g');

		// The class is named; the causes are not, before the trainee has answered
		const verdict = await terminal.until(/What is the root cause\?/);
		expect(verdict).toMatch(/✖ Relay access denied · certain/);
		expect(verdict).toContain('554 5.7.1');
		expect(verdict).not.toMatch(/Likely|Possible/);

		terminal.send('a');
		await terminal.until(/Which of these/);
		await goTo(terminal, keys.down, /❯ The client did not sign in/);
		terminal.send(keys.enter);
		await terminal.until(/no: it does not fit/);
		await goTo(terminal, keys.down, /❯ The client’s address is not among those/);
		terminal.send(keys.enter);
		await terminal.until(/Likely +The client’s address is not among/);

		// The fix is shown with commands that can be copied
		terminal.send('f');
		await terminal.until(/\[1\] postconf mynetworks/);
		terminal.send('1');
		await terminal.until(/Copied: postconf mynetworks/);
		terminal.send(keys.escape);
		await terminal.until(/\[y\] postconf mynetworks/);
		terminal.send('y');
		await terminal.until(/Copied: postconf mynetworks$/m);
		const copied = Buffer.from('postconf mynetworks').toString('base64');
		expect(terminal.written()).toContain(`\u001b]52;c;${copied}\u0007`);

		// A wrong value gets a sentence; the right one takes effect
		terminal.send('s');
		await terminal.until(/Settings of the practice server/);
		await goTo(terminal, keys.down, /❯ mynetworks/);
		terminal.send(keys.enter);
		terminal.send(`${keys.ctrlU}nonsense here${keys.enter}`);
		await terminal.until(/✘ .*nonsense/);
		terminal.send(`${keys.ctrlU}192.0.2.10/32 127.0.0.1/32${keys.enter}`);
		await terminal.until(/✔ done\.[\s\S]*postconf -e/);
		terminal.send('r');

		await terminal.until(/Solved: The shop has moved[\s\S]*You named the cause/);
		terminal.send(keys.escape);
		await terminal.until(/✔ It works[\s\S]*Fixed\. Before: Relay access denied/);
		terminal.send('q');

		expect((await terminal.exited).code).toBe(0);
		expect(terminal.isAlternate()).toBe(false);
		expect(terminal.isCursorShown()).toBe(true);
		expect(terminal.screen()).toMatch(/✔ mail\.shop\.example: It works/);
		expect(terminal.screen()).toMatch(/Again: smtp-medic --lab relay-mynetworks/);
	});

	test('signing in leads from relay access denied to green', async () => {
		const terminal = wizard(['--lab', 'relay-login'], size);
		await terminal.until(/✖ Relay access denied · certain/);
		await terminal.until(/❯ Sign in and try again/);
		terminal.send(keys.enter);
		await terminal.until(/User +ada@shop\.example[\s\S]*❯ \[ Sign in \]/);
		terminal.send(`${keys.up}${keys.ctrlU}wrong-password`);
		await terminal.until(/ •{14} /);
		terminal.send(`${keys.enter}${keys.enter}`);
		await terminal.until(/Login refused[\s\S]*Changed\. Before: Relay access denied/);

		terminal.send('p');
		// In the lab the form has the password that the ticket tells
		await terminal.until(/ •{22} [\s\S]*❯ \[ Sign in \]/);
		terminal.send(keys.enter);
		await terminal.until(/Mail flows/);
		terminal.send(`${keys.escape}q`);
		expect((await terminal.exited).code).toBe(0);
		expect(terminal.written()).not.toContain('wrong-password');
		expect(terminal.written()).not.toContain('practice-makes-perfect');
	});
});

test('two keys that come in one chunk both count', async () => {
	const terminal = wizard([], small);
	await terminal.until(/What is going wrong\?/);
	terminal.send(`${keys.down}${keys.enter}`);
	await terminal.until(/Delivering to a domain or a person/);
});

test('a form says what is wrong when a field is left, and the command line that says the same', async () => {
	const terminal = wizard([], small);
	await terminal.until(/What is going wrong\?/);
	terminal.send(`1mail.example.com${keys.enter}70000${keys.enter}`);
	await terminal.until(/✘ .*a port is a number from 1 to 65535/);
	terminal.send(`${keys.up}${keys.ctrlU}587${keys.enter}it's me${keys.enter}hunter2-secret`);
	const screen = await terminal.until(
		/same as: +smtp-medic mail\.example\.com --port 587 --user 'it'\\''s/,
	);
	expect(screen).toContain('•'.repeat('hunter2-secret'.length));
	expect(terminal.written()).not.toContain('hunter2');
	terminal.send(keys.ctrlC);
	expect((await terminal.exited).code).toBe(130);
});

test('an error message is explained with what to do next', async () => {
	const terminal = wizard([], small);
	await terminal.until(/What is going wrong\?/);
	terminal.send('5');
	await terminal.until(/Which message did you get/);
	terminal.send(`\u001b[200~550 5.1.1 <bob@example.com>:\nUser unknown\u001b[201~${keys.enter}`);
	await terminal.until(/Recipient unknown[\s\S]*What to do next/);
});

test('a whole bounce is pasted with its lines, of which the one that counts is read', async () => {
	const terminal = wizard([], small);
	await terminal.until(/What is going wrong\?/);
	terminal.send('5');
	await terminal.until(/Which message did you get/);
	const bounce = [
		'From: Mail Delivery System <MAILER-DAEMON@app01.example.net>',
		'Subject: Undelivered Mail Returned to Sender',
		'',
		'This is the mail system at host app01.example.net.',
		'',
		'Final-Recipient: rfc822; eve@elsewhere.example',
		'Action: failed',
		'Status: 5.7.1',
		'Remote-MTA: dns; mail.example.com',
		'Diagnostic-Code: smtp; 554 5.7.1 <eve@elsewhere.example>: Relay access denied',
	].join('\r\n');
	terminal.send(`\u001b[200~${bounce}\u001b[201~`);
	await terminal.until(/Which message did you get\? · 10 lines/);
	terminal.send(keys.enter);
	await terminal.until(/Relay access denied[\s\S]*ctrl-r  checks it live: .*eve@elsewhere/);
});

test('ctrl-z gives the terminal back, and the screen comes again afterwards', async () => {
	const terminal = wizard([], small);
	await terminal.until(/What is going wrong\?/);
	const before = terminal.written().length;
	terminal.send('\u001a');
	// Without a shell the kernel lets it run on, so that both can be seen
	await terminal.until(() =>
		/\[\?1049l[^]*\[\?1049h[^]*going wrong/.test(terminal.written().slice(before)),
	);
	terminal.send(keys.down);
	await terminal.until(/❯ Mail to one domain/);
});

test('a wait is counted, ctrl-c stops the check, and once more leaves', async () => {
	const terminal = wizard(['--lab', 'timed-out'], large);
	await terminal.until(/Waiting for \d+ s, at most \d+ s more/);
	terminal.send(keys.ctrlC);
	await terminal.until(/Inconclusive[\s\S]*Stopped\. Ctrl-c once more leaves/);
	terminal.send(keys.ctrlC);
	expect((await terminal.exited).code).toBe(130);
	expect(terminal.isAlternate()).toBe(false);
});

test('after a stop the checks can be run again', async () => {
	const terminal = wizard(['--lab', 'timed-out'], large);
	await terminal.until(/Now: Ports/);
	terminal.send(keys.ctrlC);
	await terminal.until(/Inconclusive/);
	terminal.send('r');
	await terminal.until(/✖ Timed out/);
	terminal.send('q');
	expect((await terminal.exited).code).toBe(1);
});

test.each([
	['SIGTERM', 143],
	['SIGHUP', 129],
	['SIGINT', 130],
] as const)('%s restores the terminal', async (signal, code) => {
	const terminal = wizard(['lab', 'relay-mynetworks'], small);
	await terminal.until(/Ticket: The shop has moved/);
	expect(terminal.isAlternate()).toBe(true);
	terminal.kill(signal);
	expect((await terminal.exited).code).toBe(code);
	expect(terminal.isAlternate()).toBe(false);
	expect(terminal.isCursorShown()).toBe(true);
});

test('a crash restores the terminal and says it in one line', async () => {
	const crash = "process.on('SIGUSR2', () => { throw new Error('out of order'); })";
	const terminal = wizard(['lab', 'relay-mynetworks'], {
		...small,
		env: {NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(crash)}`},
	});
	await terminal.until(/Ticket: The shop has moved/);
	terminal.kill('SIGUSR2');
	expect((await terminal.exited).code).toBe(3);
	expect(terminal.isAlternate()).toBe(false);
	expect(terminal.isCursorShown()).toBe(true);
	expect(terminal.screen().trim()).toMatch(
		/\nsmtp-medic: a fault of its own: Error: out of order$/,
	);
	expect(terminal.screen()).not.toMatch(/^ +at /m);
});

test('a resize loses no line: the dialogue reads the same afterwards', async () => {
	const terminal = wizard(['--lab', 'relay-mynetworks'], large);
	await terminal.until(/✖ Relay access denied/);
	terminal.resize(80, 24);
	await terminal.until(/1 Steps {3}2 Dialogue {3}3 Verdict/);
	terminal.send('2');
	await terminal.until(/▸ .* S 554 5\.7\.1/);
	terminal.resize(44, 12);
	await terminal.until(screen => !screen.includes('│') && screen.includes('Relay access denied'));
	terminal.resize(140, 45);
	const screen = await terminal.until(/╭─ Steps[\s\S]*RCPT TO +554 5\.7\.1[\s\S]*Possible/);
	expect(screen).toMatch(/C RCPT TO:<grace@customer\.example>/);
});

test('the dialogue is searched, and a line explained', async () => {
	const terminal = wizard(['--lab', 'relay-mynetworks'], small);
	await terminal.until(/✖ Relay access denied/);
	terminal.send(`/pipelining${keys.enter}e`);
	await terminal.until(/What this line means[\s\S]*250-PIPELINING[\s\S]*RFC 2920/);
});

test('a report is saved, and told at the end', async () => {
	const cwd = folder();
	const terminal = wizard(['--lab', 'relay-mynetworks'], {...small, cwd});
	await terminal.until(/✖ Relay access denied/);
	terminal.send('S');
	await terminal.until(/Save a report/);
	terminal.send(keys.enter);
	await terminal.until(/Saved: smtp-medic-report\.md/);
	terminal.send('q');
	expect((await terminal.exited).code).toBe(1);
	expect(terminal.screen()).toContain('Report: smtp-medic-report.md');
	const report = readFileSync(path.join(cwd, 'smtp-medic-report.md'), 'utf8');
	expect(report).toMatch(
		/Relay access denied\*\* \(`relay-denied`[\s\S]*C RCPT TO:<grace@customer\.example>/,
	);
});

test('the file of --report holds the last state, and its name stays on the screen', async () => {
	const cwd = folder();
	const file = path.join(cwd, 'report.json');
	const report = () =>
		JSON.parse(readFileSync(file, 'utf8')) as {complete: boolean; walks: unknown[]};
	const terminal = wizard(['--lab', 'relay-mynetworks', '--report', 'report.json'], {
		...small,
		cwd,
	});
	await terminal.until(/✖ Relay access denied/);
	terminal.send('r');
	await terminal.until(/same/);
	terminal.send('q');
	expect((await terminal.exited).code).toBe(1);
	expect(terminal.screen()).toContain('Report: report.json');
	expect(report()).toMatchObject({complete: true});
	expect(report().walks).toHaveLength(2);
});

test('a run that is left in its middle has a report, too', async () => {
	const cwd = folder();
	const terminal = wizard(['--lab', 'timed-out', '--timeout', '60', '--report', 'report.json'], {
		...small,
		cwd,
	});
	await terminal.until(/Ports/);
	terminal.kill('SIGTERM');
	expect((await terminal.exited).code).toBe(143);
	const report: unknown = JSON.parse(readFileSync(path.join(cwd, 'report.json'), 'utf8'));
	expect(report).toMatchObject({complete: false, verdict: {outcome: 'inconclusive'}});
});

test('without colours and beyond ASCII nothing is lost', async () => {
	const terminal = wizard(['--lab', 'relay-mynetworks', '--ascii'], {
		...small,
		env: {NO_COLOR: '1'},
	});
	const screen = await terminal.until(/NO Relay access denied - certain/);
	// eslint-disable-next-line no-control-regex -- this is what ASCII is
	expect(screen).toMatch(/^[\u0000-\u007f]*$/);
	// Colours are 30 to 37 and 38;…; bold and reverse are none
	// eslint-disable-next-line no-control-regex -- escapes are what is looked for
	expect(terminal.written()).not.toMatch(/\u001b\[(?:\d+;)*(?:3[0-8]|9[0-7])m/);
});
