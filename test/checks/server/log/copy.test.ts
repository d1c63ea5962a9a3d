// What is read of a mailbox: the header of the one message that is wanted.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {copy} from '../../../../source/checks/server/log/copy.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'smtp-medic-copy-'));
afterAll(() => {
	rmSync(folder, {recursive: true});
});

const wanted = '<two@a.example>';
const header = (id: string, more = '') =>
	`Received: from a.example by b.example;\n\tThu, 26 Nov 2026 12:02:13 +0000\nFrom: ada@a.example\nMessage-ID:\n ${id}\n${more}Subject: s\n`;
const body = `\nDear all,\nFrom now on\n\nMessage-ID: ${wanted}\nprivate\n\n`;
const post = 'From ada@a.example Thu Nov 26 12:02:13 2026\n';
const mbox = path.join(folder, 'ada');
writeFileSync(
	mbox,
	[
		header('<one@a.example>'),
		header('<answer@b.example>', `In-Reply-To: ${wanted}\nReferences: ${wanted}\n`),
		header(wanted),
		header('<three@a.example>'),
	]
		.map(one => `${post}${one}${body}`)
		.join(''),
);

/** Runs one of the programs that the inspection declares, with what it is about. */
function run(program: string, fill: Readonly<Record<string, string>>): string {
	const look = copy.looks.find(one => 'run' in one && one.run[0] === program);
	const words = look && 'run' in look ? look.run.slice(1) : [];
	const filled = words.map(word =>
		word
			.replace('<message id>', fill['id'] ?? '')
			.replace(/^\/<(?:mailbox|message) file>$/, fill['file'] ?? ''),
	);
	const {stdout, stderr} = spawnSync(program, filled, {encoding: 'utf8'});
	expect(stderr).toBe('');
	return stdout;
}

test('of a mailbox file awk prints the header of that message, and nothing of any other', () => {
	expect(run('awk', {id: wanted, file: mbox})).toBe(`${header(wanted)}\n`);
	expect(run('awk', {id: '<none@a.example>', file: mbox})).toBe('');
});

test.each(['\n', '\r\n'])('of a message sed prints the header, and nothing of its body', end => {
	const file = path.join(folder, 'message');
	const text = `${header(wanted)}${body}`.replaceAll('\n', end);
	writeFileSync(file, text);
	const printed = run('sed', {file});
	expect(printed.trimEnd()).toBe(header(wanted).replaceAll('\n', end).trimEnd());
});
