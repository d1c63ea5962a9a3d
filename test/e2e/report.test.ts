// The report of the built program: in each form, for its owner alone, whole or not at all.
import {
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {freePort} from '../helpers/free-port.ts';
import {runProgram, startProgram} from '../helpers/run-program.ts';
import {startScriptServer} from '../helpers/script-server.ts';
import {smtp} from '../helpers/smtp-script.ts';

function folder(): string {
	const name = mkdtempSync(path.join(tmpdir(), 'smtp-medic-report-'));
	onTestFinished(() => rmSync(name, {recursive: true}));
	return name;
}

const quick = ['--helo', 'client.example.test', '--timeout', '2', '--patience', '5'];

test.each(['md', 'html', 'json'])('an incident as %s', async kind => {
	const file = path.join(folder(), `report.${kind}`);
	const ended = await runProgram(['check', '--lab', 'relay-mynetworks', '--report', file]);
	expect({code: ended.code, stderr: ended.stderr}).toEqual({code: 1, stderr: ''});
	const text = readFileSync(file, 'utf8');
	for (const words of [
		'Relay access denied',
		'client-not-in-mynetworks',
		'smtp-medic check --lab relay-mynetworks',
		'554 5.7.1 ',
		'mynetworks = $(postconf -h mynetworks) 127.0.0.1/32',
	]) {
		expect(text).toContain(words);
	}

	expect(statSync(file).mode & 0o777).toBe(0o600);
	expect(readdirSync(path.dirname(file))).toEqual([`report.${kind}`]);
});

test('events on standard output and the report tell the same', async () => {
	const file = path.join(folder(), 'r.json');
	const {stdout} = await runProgram(['check', '--lab', 'refused', '--json', '--report', file]);
	const result = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
	const report = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
	const {outcome, class: name, stage, cause, summary, warnings} = result;
	expect(report).toMatchObject({
		report: 1,
		complete: true,
		verdict: {outcome, class: name, stage, cause, summary},
		warnings,
	});
});

/** Loaded before the program, notes every program that it runs and every file that it opens. */
const witness = `
const {appendFileSync} = require('node:fs');
const note = (kind, words) => appendFileSync(process.env.WITNESS, JSON.stringify([kind, ...words]) + '\\n');
const processes = require('node:child_process');
for (const name of ['execFile', 'spawn', 'exec', 'fork', 'execFileSync', 'spawnSync', 'execSync']) {
	const real = processes[name];
	processes[name] = (program, words, ...rest) => {
		note('run', [program, ...(Array.isArray(words) ? words : [])]);
		return real(program, words, ...rest);
	};
}
const files = require('node:fs/promises');
const {open} = files;
files.open = (file, ...rest) => {
	note('read', [file]);
	return open(file, ...rest);
};
`;

test('all that was run and read on the server is listed, and nothing else was', async () => {
	const at = folder();
	const spy = path.join(at, 'witness.cjs');
	const log = path.join(at, 'witness.log');
	const file = path.join(at, 'r.json');
	writeFileSync(spy, witness);
	const target = `127.0.0.1:${await freePort()}`;
	const {code} = await runProgram(['check', target, ...quick, '--on-server', '--report', file], {
		env: {NODE_OPTIONS: `--require=${spy}`, WITNESS: log},
	});
	expect(code).toBe(1);
	const seen = readFileSync(log, 'utf8')
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as [kind: 'run' | 'read', first: string, ...words: string[]]);
	const report = JSON.parse(readFileSync(file, 'utf8')) as {
		server: {place: string; looked: Array<{command: string; why: string; status: string}>};
	};
	const {place, looked} = report.server;
	expect(place).toBe('this machine');
	const witnessed = seen.map(([kind, ...words]) =>
		kind === 'run' ? words.join(' ') : `cat ${words.join(' ')}`,
	);
	expect(witnessed.length).toBeGreaterThan(5);
	// As a shell takes it: in quotes, what a program reads before it, and a file's end by tail
	const listed = looked
		.map(({command}) => command)
		.filter(command => !command.startsWith('a connection to '))
		.map(command =>
			command
				.replaceAll("'", '')
				.replace(/^printf .* \| /, '')
				.replace(/^tail -c \d+ /, 'cat '),
		);
	expect(new Set(witnessed)).toEqual(new Set(listed));
	for (const {why, status} of looked) {
		expect(why).not.toBe('');
		expect(status).toMatch(/^(?:seen|absent|forbidden|failed)$/);
	}
});

test('no password and no escape sequence gets into it', async () => {
	const server = await startScriptServer(
		smtp({
			greeting: '220 mail.example.test \u001b]0;owned\u0007',
			EHLO: '250-mail.example.test\n250 AUTH PLAIN',
			AUTH: async (_, line) => `535 5.7.8 <b>no</b> ${line} open sesame`,
		}),
	);
	const at = folder();
	const login = ['--user', 'ada', '--password-env', 'SECRET', '--tls', 'none'];
	for (const kind of ['md', 'html', 'json']) {
		const file = path.join(at, `r.${kind}`);
		const {code} = await runProgram(
			[
				'check',
				`127.0.0.1:${server.port}`,
				...quick,
				...login,
				'--allow-plaintext-auth',
				'--report',
				file,
			],
			{env: {SECRET: 'open sesame'}},
		);
		expect(code).toBe(1);
		const text = readFileSync(file, 'utf8');
		expect(text).not.toContain('sesame');
		expect(text).not.toContain(Buffer.from('\0ada\0open sesame').toString('base64'));
		expect(text).not.toContain('\u001b');
		expect(text).toContain('--password-env SECRET');
		expect(kind === 'html' && text.includes('<b>')).toBe(false);
	}
});

test('an interrupted check leaves a report of what there is', async () => {
	const server = await startScriptServer(async () => {});
	const file = path.join(folder(), 'r.json');
	const running = startProgram([
		'check',
		`127.0.0.1:${server.port}`,
		'--json',
		'--patience',
		'600',
		'--report',
		file,
	]);
	await running.says('"step":"greeting"');
	running.child.kill('SIGINT');
	expect(await running.ended).toMatchObject({code: 130, stderr: ''});
	expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
		complete: false,
		verdict: {outcome: 'inconclusive'},
	});
});

test('a file of one’s own is replaced, also behind a link', async () => {
	const at = folder();
	const file = path.join(at, 'old.md');
	const link = path.join(at, 'link.md');
	writeFileSync(file, 'old', {mode: 0o644});
	symlinkSync(file, link);
	await runProgram(['check', '--lab', 'refused', '--report', link]);
	expect(readFileSync(file, 'utf8')).toMatch(/^# SMTP report/);
	expect(statSync(file).mode & 0o777).toBe(0o600);
	expect(lstatSync(link).isSymbolicLink()).toBe(true);
	expect(readdirSync(at).toSorted()).toEqual(['link.md', 'old.md']);
});

test('what cannot be written is refused before anything is connected', async () => {
	const server = await startScriptServer(smtp());
	const at = folder();
	mkdirSync(path.join(at, 'folder.md'));
	symlinkSync('/dev/null', path.join(at, 'null.md'));
	symlinkSync(path.join(at, 'nothing', 'x'), path.join(at, 'lost.md'));
	const cases: Array<readonly [name: string, why: RegExp]> = [
		['report.txt', /the name must end in \.md, \.html, \.json/],
		['report', /the name must end in/],
		['folder.md', /this is a folder/],
		['null.md', /this is no regular file/],
		['lost.md', /the file cannot be written \(ENOENT\)/],
		['missing/report.md', /the file cannot be written \(ENOENT\)/],
		[`${'x'.repeat(300)}.md`, /the file cannot be written \(ENAMETOOLONG\)/],
	];
	const target = `127.0.0.1:${server.port}`;
	for (const [name, why] of cases) {
		const ended = await runProgram(['check', target, '--report', path.join(at, name)]);
		expect(ended).toMatchObject({code: 2, stdout: ''});
		expect(ended.stderr).toMatch(why);
		expect(ended.stderr).toMatch(/^smtp-medic: [^\p{Cc}]+\n$/u);
	}

	expect(server.connections).toBe(0);
	expect(readdirSync(at).toSorted()).toEqual(['folder.md', 'lost.md', 'null.md']);
});

test('one file for two things is wrong use', async () => {
	const file = path.join(folder(), 'r.json');
	const ended = await runProgram(['check', 'a.example', '--save', file, '--report', file]);
	expect(ended).toMatchObject({code: 2, stdout: ''});
	expect(ended.stderr).toMatch(/--report and --save name the same file/);
	const twice = await runProgram(['check', 'a.example', '--report', file, '--report', file]);
	expect(twice.code).toBe(2);
	expect(twice.stderr).toMatch(/--report is given twice/);
});

test('a folder that is lost meanwhile is told in one line, and does not cost the verdict', async () => {
	const at = path.join(folder(), 'gone');
	mkdirSync(at);
	const server = await startScriptServer(
		smtp({
			async EHLO() {
				rmSync(at, {recursive: true});
				return '250 mail.example.test';
			},
		}),
	);
	const file = path.join(at, 'r.md');
	const ended = await runProgram(['check', `127.0.0.1:${server.port}`, ...quick, '--report', file]);
	expect(ended.code).toBe(0);
	expect(ended.stdout).toContain('HEALTHY');
	expect(ended.stderr).toBe(`smtp-medic: --report ${file}: the file cannot be written (ENOENT)\n`);
});
