// Compiled code is code: it is kept where only its user can write, or nowhere.
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	statSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {runProgram} from '../helpers/run-program.ts';

function createHome(): string {
	const home = mkdtempSync(path.join(tmpdir(), 'smtp-medic-home-'));
	onTestFinished(() => rmSync(home, {recursive: true, force: true}));
	return home;
}

async function expectVersion(env: Readonly<Record<string, string>>) {
	const {code, stdout, stderr} = await runProgram(['--version'], {env});
	expect(stderr).toBe('');
	expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
	expect(code).toBe(0);
}

test('the cache is a folder of the user, closed to others', async () => {
	const home = createHome();
	await expectVersion({HOME: home});
	const folder = path.join(home, '.cache/smtp-medic');
	expect(readdirSync(folder)).toHaveLength(1);
	expect(statSync(folder).mode & 0o077).toBe(0);
	await expectVersion({HOME: home});
});

test('XDG_CACHE_HOME says where caches are', async () => {
	const home = createHome();
	const caches = path.join(home, 'caches');
	await expectVersion({HOME: home, XDG_CACHE_HOME: caches});
	expect(readdirSync(path.join(caches, 'smtp-medic'))).toHaveLength(1);
	expect(readdirSync(home)).toEqual(['caches']);
});

test('nothing is kept in a folder where others may write', async () => {
	const home = createHome();
	chmodSync(home, 0o777);
	await expectVersion({HOME: home});
	expect(readdirSync(home)).toEqual([]);
});

test('nothing is taken from a cache where others may write', async () => {
	const home = createHome();
	const folder = path.join(home, '.cache/smtp-medic');
	mkdirSync(folder, {recursive: true});
	chmodSync(folder, 0o777);
	await expectVersion({HOME: home});
	expect(readdirSync(folder)).toEqual([]);
});

test.each(['', 'relative', '/dev/null', '/proc/1'])('a home of %j is left alone', async home => {
	await expectVersion({HOME: home});
	expect(existsSync('relative')).toBe(false);
});

test('a home that does not exist is not made', async () => {
	const home = path.join(createHome(), 'gone');
	await expectVersion({HOME: home});
	expect(existsSync(home)).toBe(false);
});
