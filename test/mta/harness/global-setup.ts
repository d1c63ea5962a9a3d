import {spawnSync} from 'node:child_process';
import {cpSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type {TestProject} from 'vitest/node';
import {ensureImages} from './images.ts';
import {project} from './machine.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** A folder with the program as the source is now. */
		program: string;
	}
}

/** Vitest's global set-up: builds the program for these tests alone, and installs the servers once. */
export async function setup({provide}: TestProject): Promise<() => void> {
	const program = mkdtempSync(path.join(tmpdir(), 'smtp-medic-program-'));
	const build = path.join(project, 'scripts/build.ts');
	const out = path.join(program, 'dist');
	const args = [build, '--no-types', '--out', out];
	const {status} = spawnSync(process.execPath, args, {stdio: 'inherit'});
	if (status !== 0) {
		throw new Error('the program could not be built');
	}

	for (const name of ['bin', 'package.json']) {
		cpSync(path.join(project, name), path.join(program, name), {recursive: true});
	}

	await ensureImages();
	provide('program', program);
	return () => rmSync(program, {recursive: true, force: true});
}
