// Compiled code is code: it is kept where only its user can write, or nowhere.
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import packageJson from '../../package.json' with {type: 'json'};
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
	expect(readdirSync(folder)).toEqual([packageJson.version]);
	expect(readdirSync(path.join(folder, packageJson.version))).toHaveLength(1);
	expect(statSync(folder).mode & 0o077).toBe(0);
	expect(statSync(path.join(folder, packageJson.version)).mode & 0o077).toBe(0);
	await expectVersion({HOME: home});
});

test('the first start of a version removes what other versions kept, and nothing else', async () => {
	const home = createHome();
	const folder = path.join(home, '.cache/smtp-medic');
	const elsewhere = path.join(home, 'elsewhere');
	for (const name of ['0.0.9', 'v24.21.0-x64-964aae3f-0', 'notes']) {
		mkdirSync(path.join(folder, name), {recursive: true, mode: 0o700});
		writeFileSync(path.join(folder, name, 'file'), 'x');
	}

	mkdirSync(elsewhere);
	writeFileSync(path.join(elsewhere, 'file'), 'x');
	symlinkSync(elsewhere, path.join(folder, '0.0.8'));
	await expectVersion({HOME: home});
	expect(readdirSync(folder).toSorted()).toEqual([packageJson.version, 'notes']);
	expect(readdirSync(elsewhere)).toEqual(['file']);

	mkdirSync(path.join(folder, '9.9.9'));
	await expectVersion({HOME: home});
	expect(readdirSync(folder)).toContain('9.9.9');
});

test('where compiled code is switched off, no folder is made for it', async () => {
	const home = createHome();
	await expectVersion({HOME: home, NODE_DISABLE_COMPILE_CACHE: '1'});
	expect(readdirSync(home)).toEqual([]);
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
