import {spawnSync} from 'node:child_process';
import path from 'node:path';
import process from 'node:process';

/** Vitest's global set-up: the tests of the built program see the source as it is now. */
export function setup(): void {
	const script = path.join(import.meta.dirname, '../../scripts/build.ts');
	const {status} = spawnSync(process.execPath, [script, '--no-types'], {stdio: 'inherit'});
	if (status !== 0) {
		throw new Error('the program could not be built');
	}
}
