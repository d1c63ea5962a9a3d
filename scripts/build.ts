/**
 * Builds the program and the library into `dist/`: `node scripts/build.ts [--out FOLDER] [--no-types]`.
 * Files of an earlier build are removed after the new ones stand, so that a program that starts
 * meanwhile finds either.
 */
import {spawnSync} from 'node:child_process';
import {mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {build} from 'esbuild';
import {buildPlugins} from './build-plugins.ts';
import {licenceNotices, noticesFile} from './licence-notices.ts';
import {mergeChunks} from './merge-chunks.ts';

const root = path.join(import.meta.dirname, '..');

/** Bundles `source/` of a project folder into `out`; returns the files that belong there. */
async function bundle(project: string, out: string): Promise<string[]> {
	const {metafile, outputFiles} = await build({
		absWorkingDir: project,
		entryPoints: {cli: 'source/cli.tsx', index: 'source/index.ts'},
		outdir: out,
		chunkNames: 'chunks/[name]-[hash]',
		assetNames: 'chunks/[name]-[hash]',
		bundle: true,
		splitting: true,
		format: 'esm',
		platform: 'node',
		target: 'node22.19',
		minify: true,
		legalComments: 'none',
		metafile: true,
		write: false,
		jsx: 'automatic',
		define: {'process.env.NODE_ENV': '"production"'},
		plugins: buildPlugins(path.join(root, 'node_modules/yoga-layout/dist')),
		logLevel: 'warning',
		// cli.tsx sets NODE_ENV for the case that it runs unbundled
		logOverride: {'assign-to-define': 'silent'},
	});
	const main = ['cli', 'first-frame', 'check-wiring', 'open-wizard'];
	const notices = {
		path: path.join(out, noticesFile),
		contents: await licenceNotices(metafile, project),
	};
	const merged = await mergeChunks({folder: out, project, files: outputFiles, metafile, main});
	const files = [...merged, notices];
	await Promise.all(
		[...new Set(files.map(file => path.dirname(file.path)))].map(async folder =>
			mkdir(folder, {recursive: true}),
		),
	);
	await Promise.all(files.map(async file => writeFile(file.path, file.contents)));
	return files.map(file => file.path);
}

/** Writes the declarations of the library to `out/types`; returns the files. */
async function declare(project: string, out: string): Promise<string[]> {
	const types = path.join(out, 'types');
	const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
	const options = ['--noEmit', 'false', '--noCheck', '--declaration', '--emitDeclarationOnly'];
	const folders = ['--rootDir', path.join(project, 'source'), '--outDir', types];
	const config = path.join(project, 'tsconfig.types.json');
	const {status} = spawnSync(process.execPath, [tsc, '-p', config, ...options, ...folders], {
		stdio: 'inherit',
	});
	if (status !== 0) {
		throw new Error('the declarations of the library could not be made');
	}

	const files = await filesIn(types);
	await Promise.all(files.map(file => renameImports(file)));
	return files;
}

/** The declarations stand beside `.js` as far as a reader knows, so that is what they import. */
async function renameImports(file: string): Promise<void> {
	const text = await readFile(file, 'utf8');
	await writeFile(file, text.replaceAll(/(['"])(\.{1,2}\/[^'"]+)\.tsx?\1/g, '$1$2.js$1'));
}

async function filesIn(folder: string): Promise<string[]> {
	const entries = await readdir(folder, {recursive: true, withFileTypes: true});
	return entries.filter(e => e.isFile()).map(e => path.join(e.parentPath, e.name));
}

const {values} = parseArgs({
	options: {
		project: {type: 'string', default: root},
		out: {type: 'string'},
		types: {type: 'boolean', default: true},
	},
	allowNegative: true,
});
const project = path.resolve(values.project);
const out = path.resolve(values.out ?? path.join(project, 'dist'));
const bundled = await bundle(project, out).catch((error: unknown) => {
	if (!(error instanceof Error && 'errors' in error)) {
		console.error(error instanceof Error ? error.message : error); // Else esbuild has said why
	}

	process.exit(1);
});
const kept = new Set(bundled);
for (const file of values.types ? await declare(project, out) : []) {
	kept.add(file);
}

const types = path.join(out, 'types') + path.sep;
const stale = (await filesIn(out)).filter(
	file => !kept.has(file) && (values.types || !file.startsWith(types)),
);
await Promise.all(stale.map(file => rm(file)));
