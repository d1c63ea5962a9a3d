// The built program as a monitoring plugin: one line on standard output, and the plugins' exit codes.
import {expect, test} from 'vitest';
import {runProgram} from '../helpers/run-program.ts';
import {startScriptServer} from '../helpers/script-server.ts';
import {smtp} from '../helpers/smtp-script.ts';

const quick = ['--helo', 'client.example.test', '--timeout', '2', '--patience', '5'];

test.each<[string[], number, RegExp]>([
	[
		['check', '--lab', 'relay-mynetworks'],
		2,
		/^SMTP CRITICAL - mail\.shop\.example: relay-denied: /,
	],
	[['check', '--lab', 'refused'], 2, /^SMTP CRITICAL - .*: refused: /],
	[['lab', 'refused'], 2, /^SMTP CRITICAL - .*: refused: /],
	[['--lab', 'relay-login', '--user', 'ada@shop.example'], 0, /^SMTP OK - mail\.shop\.example: /],
])('%j', async (args, code, says) => {
	const ended = await runProgram([...args, '--nagios']);
	expect({code: ended.code, stderr: ended.stderr}).toEqual({code, stderr: ''});
	expect(ended.stdout).toMatch(says);
	expect(ended.stdout).toMatch(
		/^[^|\n]* \| time=\d+\.\d{3}s;;;0(?: [\w.-]+=-?[\d.]+s?(?:;;;0)?)*\n$/,
	);
});

test('warnings alone are 1, and a target is a check', async () => {
	const server = await startScriptServer(
		smtp({
			greeting: async peer => ((await peer.pause(2500)) ? '220 mail.example.test' : undefined),
		}),
	);
	const target = `127.0.0.1:${server.port}`;
	const {code, stdout, stderr} = await runProgram([target, ...quick, '--nagios']);
	expect(stdout).toMatch(/^SMTP WARNING - 127\.0\.0\.1: [^|\n]* \| time=[^\n]*connect=[^\n]*\n$/);
	expect({code, stderr}).toEqual({code: 1, stderr: ''});
});

test('what a server says stays in its place', async () => {
	const server = await startScriptServer(
		smtp({RCPT: '550 5.1.1 no | such=1;; user \u001b[2J ünknown'}),
	);
	const args = [`127.0.0.1:${server.port}`, '--to', 'eve@example.test', ...quick, '--nagios'];
	const {code, stdout} = await runProgram([...args, '--ascii']);
	expect(code).toBe(2);
	expect(stdout).toMatch(/^[ -{}~]*\|[ -{}~]*\n$/);
	expect(stdout).toContain('no / such=1;; user');
});

test.each<[string[], RegExp]>([
	[['--nagios'], /needs a target/],
	[['check', '--nagios'], /needs a target/],
	[['lab', '--nagios'], /needs a scenario/],
	[['check', 'a.example', '--nagios', '--prot', '25'], /did you mean --port/],
	[['check', 'a.example', '--nagios', '--json'], /exclude each other/],
	[['check', 'a.example', '--nagios', '--report', 'x.txt'], /must end in/],
	[['explain', '550', '--nagios'], /does not go with explain/],
	[['check', '--lab', 'no-such-incident', '--nagios'], /no practice scenario/],
])('%j is unknown, on standard output, with 3', async (args, says) => {
	const {code, stdout, stderr} = await runProgram(args);
	expect(stdout).toMatch(says);
	expect(stdout).toMatch(/^SMTP UNKNOWN - [^|\p{Cc}]*\n$/u);
	expect({code, stderr}).toEqual({code: 3, stderr: ''});
});

test('after -- the word is a target', async () => {
	const {code, stdout, stderr} = await runProgram(['check', '--', '--nagios']);
	expect({code, stdout}).toEqual({code: 2, stdout: ''});
	expect(stderr).toMatch(/no target/);
});
