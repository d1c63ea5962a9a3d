/** Haraka comes from npm, at the versions of its lock file, and not into this project’s node_modules. */
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const source = path.join(import.meta.dirname, '../servers/haraka');
const files = ['package.json', 'package-lock.json'];

/** The folder within `cache` that Haraka is installed in. */
export function harakaFolder(cache: string): string {
	const lock = readFileSync(path.join(source, 'package-lock.json'));
	const key = createHash('sha256').update(lock).digest('hex').slice(0, 16);
	return path.join(cache, `haraka-npm-${key}`);
}

/** Installs it where it is missing; throws with npm’s words where that fails. */
export function installHaraka(cache: string): void {
	const folder = harakaFolder(cache);
	if (existsSync(folder)) {
		return;
	}

	const made = `${folder}.${process.pid}`;
	mkdirSync(made, {recursive: true});
	for (const file of files) {
		copyFileSync(path.join(source, file), path.join(made, file));
	}

	// No install scripts: they would only build what Haraka can do without
	const args = ['ci', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund'];
	const {status, stdout, stderr} = spawnSync('npm', args, {cwd: made, encoding: 'utf8'});
	if (status !== 0) {
		rmSync(made, {recursive: true, force: true});
		throw new Error(`Haraka could not be installed:\n${(stdout + stderr).slice(-2000)}`);
	}

	renameSync(made, folder);
}
