// The header of one message from a file, a mailbox file or a Maildir, and nothing of any other.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {readCopy} from '../source/read-copy.ts';
import {UsageError} from '../source/core/usage-error.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'smtp-medic-copy-'));
afterAll(() => {
	rmSync(folder, {recursive: true});
});

const message = (id: string) =>
	`Received: from a.example by b.example; Thu, 26 Nov 2026 12:02:13 +0000\nFrom: ${id}@a.example\nMessage-ID: <${id}@a.example>\nSubject: s\n`;
const answer = 'From: x@b.example\nIn-Reply-To: <two@a.example>\nMessage-ID: <r@b.example>\n';
const body = '\nDear all,\nFrom now on\n\nFrom here to there\nMessage-ID: <two@a.example>\n\n';
const post = 'From ada@a.example Thu Nov 26 12:02:13 2026\n';

function write(name: string, text: string): string {
	const file = path.join(folder, name);
	mkdirSync(path.dirname(file), {recursive: true});
	writeFileSync(file, text);
	return file;
}

const mbox = write(
	'mbox',
	['one', 'two', 'three'].map(id => `${post}${message(id)}${body}`).join('') +
		`${post}${answer}${body}`,
);
write('Maildir/cur/1700000001.M1.host:2,S', `${message('one')}${body}`);
write('Maildir/new/1700000003.M3.host', `${message('three')}${body}`);
write('Maildir/cur/1700000002.M2.host:2,S', `${message('two')}${body}`.replaceAll('\n', '\r\n'));
const maildir = path.join(folder, 'Maildir');

test('of a message the header is taken, and not its body', () => {
	const file = write('message.eml', `${message('one')}${body}`);
	expect(readCopy(file, undefined)).toBe(message('one').trimEnd());
});

test.each([
	['a mailbox file', mbox, 'r@b.example'],
	['a Maildir', maildir, 'three@a.example'],
	['one folder of a Maildir', path.join(maildir, 'cur'), 'two@a.example'],
])('of %s the newest message counts', (_, file, id) => {
	const header = readCopy(file, undefined);
	expect(header).toContain(`Message-ID: <${id}>`);
	expect(header).not.toContain('Dear all');
});

test.each([
	['a mailbox file', mbox],
	['a Maildir', maildir],
])('of %s the message that is wanted counts, and none that answers or quotes it', (_, file) => {
	const header = readCopy(file, '<two@a.example>');
	expect(header).toContain('From: two@a.example');
	expect(header).not.toMatch(/one@|three@|In-Reply-To|Dear all/);
});

test.each([
	['a mailbox file without it', mbox, '<none@a.example>', 'no message with the Message-ID'],
	['a Maildir without it', maildir, '<none@a.example>', 'no message with the Message-ID'],
	['any other folder', folder, undefined, 'no Maildir'],
])('%s is told in one line', (_, file, wanted, why) => {
	expect(() => readCopy(file, wanted)).toThrow(UsageError);
	expect(() => readCopy(file, wanted)).toThrow(why);
});
