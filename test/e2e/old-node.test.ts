// On a Node that is too old the program must still parse, and say what it needs.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {transform} from 'esbuild';
import {expect, onTestFinished, test} from 'vitest';

const program = path.join(import.meta.dirname, '../../bin/smtp-medic.cjs');

/** Runs the program on this Node, which says that it is another. */
function runAs(version: string) {
	const folder = mkdtempSync(path.join(tmpdir(), 'smtp-medic-old-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	const disguise = path.join(folder, 'disguise.cjs');
	writeFileSync(
		disguise,
		`Object.defineProperty(process, 'versions', {value: {...process.versions, node: '${version}'}});
Object.defineProperty(process, 'version', {value: 'v${version}'});`,
	);
	const args = ['--require', disguise, program, '--version'];
	return spawnSync(process.execPath, args, {encoding: 'utf8'});
}

test.each(['0.10.48', '16.20.2', '20.20.2', '22.18.0'])(
	'Node %s gets one line and exit code 2',
	version => {
		const {status, stdout, stderr} = runAs(version);
		expect(stderr).toBe(`smtp-medic needs Node 22.19 or newer; this is v${version}\n`);
		expect(stdout).toBe('');
		expect(status).toBe(2);
	},
);

test.each(['22.19.0', '24.0.0'])('Node %s is new enough', version => {
	const {status, stdout} = runAs(version);
	expect(stdout).toMatch(/^(?:smtp-medic )?\d+\.\d+\.\d+/);
	expect(status).toBe(0);
});

test('the first file has no syntax that a Node of 2013 cannot read', async () => {
	const code = await readFile(program, 'utf8');
	const [modern, old] = await Promise.all([
		transform(code, {target: 'esnext'}),
		transform(code, {target: 'es5'}),
	]);
	expect(old.code).toBe(modern.code);
});
