// What is bundled goes with its licence; a build that could not say so must not be made.
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {Metafile} from 'esbuild';
import {bundledPackages, licenceNotices} from '../../scripts/licence-notices.ts';

function createProject(packages: Readonly<Record<string, string | undefined>>): string {
	const project = mkdtempSync(path.join(tmpdir(), 'smtp-medic-notices-'));
	onTestFinished(() => rmSync(project, {recursive: true}));
	for (const [at, licence] of Object.entries(packages)) {
		const folder = path.join(project, 'node_modules', at);
		mkdirSync(folder, {recursive: true});
		const name = at.replace(/^.*node_modules\//, '');
		const about = {name, version: '1.2.3', license: 'MIT'};
		writeFileSync(path.join(folder, 'package.json'), JSON.stringify(about));
		if (licence !== undefined) {
			writeFileSync(path.join(folder, 'LICENSE.md'), licence);
		}
	}

	return project;
}

/** A metafile of which only the parts are made that are read: bytes in the output, by input. */
const metafile = (inputs: Readonly<Record<string, number>>): Metafile => ({
	inputs: {},
	outputs: {
		'dist/cli.js': {
			bytes: 1,
			imports: [],
			exports: [],
			inputs: Object.fromEntries(
				Object.entries(inputs).map(([name, bytesInOutput]) => [name, {bytesInOutput}]),
			),
		},
	},
});

test('packages of which something is in the bundle, and no others', () => {
	const inputs = {
		'source/cli.tsx': 10,
		'node_modules/a/index.js': 5,
		'node_modules/a/more.js': 5,
		'node_modules/@scope/b/index.js': 5,
		'node_modules/a/node_modules/c/index.js': 5,
		'node_modules/shaken/index.js': 0,
		'../elsewhere/node_modules/d/x.js': 1,
		'builtins:fs for /project/node_modules/e/index.js': 5,
	};
	expect(bundledPackages(metafile(inputs))).toEqual([
		'../elsewhere/node_modules/d',
		'node_modules/@scope/b',
		'node_modules/a',
		'node_modules/a/node_modules/c',
	]);
});

test('each stands there once, with name, version and the text of its licence', async () => {
	const project = createProject({
		b: 'Copyright (c) B',
		'@scope/a': 'Copyright (c) A',
		'b/node_modules/c': 'Copyright (c) C',
		'@scope/a/node_modules/c': 'Copyright (c) C',
	});
	const inputs = {
		'node_modules/b/x.js': 1,
		'node_modules/@scope/a/x.js': 1,
		'node_modules/b/node_modules/c/x.js': 1,
		'node_modules/@scope/a/node_modules/c/x.js': 1,
	};
	const text = await licenceNotices(metafile(inputs), project);
	expect(text.match(/^.* 1\.2\.3 \(MIT\)$/gm)).toEqual([
		'@scope/a 1.2.3 (MIT)',
		'b 1.2.3 (MIT)',
		'c 1.2.3 (MIT)',
	]);
	expect(text.match(/^Copyright \(c\) [ABC]$/gm)).toHaveLength(3);
});

test('a package without the text of its licence cannot be bundled', async () => {
	const project = createProject({b: undefined});
	await expect(licenceNotices(metafile({'node_modules/b/x.js': 1}), project)).rejects.toThrow(
		'b is in the bundle and brings no text of its licence',
	);
});

test('every text that is kept here is needed: its package has none', () => {
	const folder = new URL('../../node_modules/yoga-layout/', import.meta.url);
	const about = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as object;
	expect(about).toMatchObject({name: 'yoga-layout', license: 'MIT'});
	expect(() => readFileSync(new URL('LICENSE', folder))).toThrow('ENOENT');
});
