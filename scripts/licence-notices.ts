/**
 * The notices of the packages that are in the bundle. Their licences (MIT, ISC, BSD) want them to go with
 * every copy, and a bundle is one.
 */
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import type {Metafile} from 'esbuild';

/** The name of the file in `dist/`. */
export const noticesFile = 'THIRD-PARTY-LICENSES.txt';

/** Texts that packages say they have and do not bring along; from their repositories. */
const kept = path.join(import.meta.dirname, 'licences');

/** Packages that are bundles themselves, with the notices of what is in them. */
const further: Readonly<Record<string, readonly string[]>> = {meow: ['build/licenses.md']};

const isLicence = /^(?:licen[cs]e|copying|notice)(?:[-.].*)?$/i;

/** The folders of the packages of which something is in the bundle. */
export function bundledPackages(metafile: Metafile): readonly string[] {
	const folders = Object.values(metafile.outputs)
		.flatMap(({inputs}) => Object.entries(inputs))
		// What a plugin makes has a name such as `builtins:fs for …`
		.filter(([file, {bytesInOutput}]) => bytesInOutput > 0 && !/^[\w-]{2,}:/.test(file))
		.flatMap(([file]) => /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file) ?? []);
	return [...new Set(folders)].toSorted();
}

async function filesOf(folder: string, name: string): Promise<readonly string[]> {
	const own = (await readdir(folder)).filter(file => isLicence.test(file));
	if (own.length > 0) {
		return [...own, ...(further[name] ?? [])].map(file => path.join(folder, file));
	}

	const file = `${name.replace('/', '-')}.txt`;
	if ((await readdir(kept)).includes(file)) {
		return [path.join(kept, file)];
	}

	throw new Error(
		`${name} is in the bundle and brings no text of its licence: put it into scripts/licences/${file}`,
	);
}

async function noticeOf(folder: string): Promise<string> {
	const about: unknown = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
	const {name, version, license} = about as Readonly<Record<string, string>>;
	const texts = await Promise.all(
		(await filesOf(folder, name ?? '')).map(async file => readFile(file, 'utf8')),
	);
	const heading = `${name} ${version} (${license})`;
	return [heading, '='.repeat(heading.length), '', ...texts.map(text => text.trim())].join('\n');
}

/**
 * One text with name, version and licence of every package that is in the bundle. Rejects where one of them
 * has no licence text. The names in the metafile begin from `project`.
 */
export async function licenceNotices(metafile: Metafile, project: string): Promise<string> {
	const folders = bundledPackages(metafile).map(folder => path.resolve(project, folder));
	// A package can be there twice in one version, for two that need it
	const notices = new Set(await Promise.all(folders.map(async folder => noticeOf(folder))));
	return [
		'smtp-medic contains code of these packages, each under its own licence.',
		...[...notices].toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
		'',
	].join('\n\n\n');
}
