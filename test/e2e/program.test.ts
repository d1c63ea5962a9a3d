// How the built program is called, and how it ends: wrong use, signals, closed pipes, slow readers.
import {expect, test} from 'vitest';
import packageJson from '../../package.json' with {type: 'json'};
import {program, runProgram, runShell, startProgram} from '../helpers/run-program.ts';
import {startScriptServer} from '../helpers/script-server.ts';
import {smtp} from '../helpers/smtp-script.ts';

const silent = async () => {};

test('version, help and the decision graph', async () => {
	expect(await runProgram(['--version'])).toMatchObject({
		code: 0,
		stdout: `${packageJson.version}\n`,
	});
	const help = await runProgram(['--help']);
	expect(help).toMatchObject({code: 0, stderr: ''});
	expect(help.stdout).toContain('Exit codes');
	expect((await runProgram(['flow'])).stdout).toContain('judgement: ');
	expect((await runProgram(['flow', '--mermaid'])).stdout).toMatch(/^flowchart TD\n/);
});

test.each<[string[], RegExp]>([
	[[], /the wizard needs a terminal/],
	[['check'], /check needs a target/],
	[['--json'], /--json needs a target/],
	[['check', 'a.example', '--prot', '25'], /did you mean --port\?/],
	[['check', 'a.example', '--port', '25', '--port', '26'], /given twice/],
	[['check', 'a.example:99999'], /from 1 to 65535/],
	[['check', 'a.example\r\nb.example'], /no target/],
	[['check', 'a.example', '--password', 'x'], /there is no option --password/],
	[['check', 'a.example', '--user', 'ada'], /no terminal to ask in/],
	[
		['check', 'a.example', '--user', 'ada', '--password-env', 'NOT_SET'],
		/no such environment variable/,
	],
	[
		['check', 'a.example', '--user', 'ada', '--password-file', '/nonexistent'],
		/cannot be read \(ENOENT\)/,
	],
	[['check', 'a.example', '--ca', '/nonexistent'], /--ca \/nonexistent: the file cannot be read/],
	[['check', 'a.example', '--ca', program], /holds no certificate/],
	[
		['check', '127.0.0.1:9', '--save', '/nonexistent/x'],
		/--save \/nonexistent\/x: the file cannot be written/,
	],
	[['check', '--lab', 'no-such-incident'], /there is no practice scenario no-such-incident/],
])(
	'%j is wrong use: one line on standard error, nothing on the other, exit code 2',
	async (args, message) => {
		const {code, stdout, stderr} = await runProgram(args);
		expect(stderr).toMatch(message);
		expect(stderr).toMatch(/^smtp-medic: [^\p{Cc}]+\n$/u);
		expect({code, stdout}).toEqual({code: 2, stdout: ''});
	},
);

test('explain reads its arguments, or standard input where there are none', async () => {
	const said = '554 5.7.1 <eve@example.test>: Relay access denied';
	const byArgument = await runProgram(['explain', said]);
	expect(byArgument).toMatchObject({code: 0, stderr: ''});
	expect(byArgument.stdout).toMatch(/^Relay access denied \(relay-denied/);
	const byInput = await runProgram(['explain'], {input: `${said}\n`});
	expect(byInput).toEqual(byArgument);
	const json = await runProgram(['explain', '--json', said]);
	expect(JSON.parse(json.stdout)).toMatchObject({class: 'relay-denied', found: true});
	expect(await runProgram(['explain', 'the weather is fine'])).toMatchObject({code: 3, stderr: ''});
	expect(await runProgram(['explain'], {input: ''})).toMatchObject({code: 3});
});

const signals: ReadonlyArray<readonly [NodeJS.Signals, number]> = [
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
];

test.each(signals)(
	'%s during a check: exit code %i, the log complete, the socket gone',
	async (signal, code) => {
		const server = await startScriptServer(silent);
		const running = startProgram([
			'check',
			`127.0.0.1:${server.port}`,
			'--json',
			'--patience',
			'600',
		]);
		await running.says('"step":"greeting"');
		running.child.kill(signal);
		const ended = await running.ended;
		expect({code: ended.code, stderr: ended.stderr}).toEqual({code, stderr: ''});
		const lines = ended.stdout.trimEnd().split('\n');
		expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({type: 'result', outcome: 'inconclusive'});
		await server.idle();
		expect(server.heard).toEqual([]);
	},
);

test.each(signals)(
	'%s while standard input is waited for: exit code %i at once',
	async (signal, code) => {
		const running = startProgram(['explain'], {input: null});
		// More than a pipe takes: when it is written, the program has loaded and reads
		await new Promise(resolve => {
			running.child.stdin.write('x'.repeat(500_000), resolve);
		});
		running.child.kill(signal);
		expect(await running.ended).toMatchObject({code, stdout: ''});
	},
);

test('a reader that goes early is no crash', async () => {
	const server = await startScriptServer(smtp());
	const {code, stdout, stderr} = await runShell(
		`$MEDIC check 127.0.0.1:${server.port} --json | head -n 1`,
	);
	expect(stdout).toMatch(/^\{"type":"session".*\}\n$/);
	expect({code, stderr}).toEqual({code: 0, stderr: ''});
});

test('a reader that is slow gets everything, to the last line', async () => {
	const many = Array.from({length: 400}, (_, index) => `250-X${index} ${'x'.repeat(200)}`).join(
		'\n',
	);
	const server = await startScriptServer(smtp({EHLO: `${many}\n250 END`}));
	const {stdout} = await runShell(
		`$MEDIC check 127.0.0.1:${server.port} --json | (read first; echo "$first"; sleep 1; cat)`,
	);
	expect(stdout.length).toBeGreaterThan(128 * 1024);
	expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({type: 'result'});
});

test('with nobody to read standard error, the exit code still tells', async () => {
	expect((await runShell('$MEDIC check --nonsense 2>/dev/full')).code).toBe(2);
	expect((await runShell('$MEDIC check --nonsense 2>&-')).code).toBe(2);
	const closed = '{ { $MEDIC check --nonsense 2>&1 >/dev/null; echo $? >&3; } | :; } 3>&1';
	expect((await runShell(closed)).stdout).toBe('2\n');
});

test('a disk that is full is told in one line, and does not cost the verdict', async () => {
	const server = await startScriptServer(smtp());
	const saved = await runProgram(['check', `127.0.0.1:${server.port}`, '--save', '/dev/full']);
	expect(saved.code).toBe(0);
	expect(saved.stderr).toBe('smtp-medic: --save /dev/full: the file cannot be written (ENOSPC)\n');
	expect(saved.stdout).toContain('HEALTHY');
	const printed = await runShell('$MEDIC --help >/dev/full');
	expect(printed).toMatchObject({
		code: 3,
		stderr: 'smtp-medic: standard output cannot be written (ENOSPC)\n',
	});
});
