/** Writes the manual page from the table of options: `node scripts/man-page.ts`. */
import {mkdir, writeFile} from 'node:fs/promises';
import packageJson from '../package.json' with {type: 'json'};
import {manPage} from '../source/command/man-page.ts';

const folder = new URL('../man/', import.meta.url);
await mkdir(folder, {recursive: true});
await writeFile(
	new URL('smtp-medic.1', folder),
	manPage(packageJson.version, packageJson.description),
);
