/**
 * Fewer files to load: esbuild makes a chunk for every set of entries that share modules, and to find,
 * read and link each takes Node about half a millisecond. Chunks that the same ones of the main entries
 * need are put together into one; the others stay as they are.
 */
import path from 'node:path';
import {build, type Metafile, type OutputFile, type Plugin} from 'esbuild';

type Outputs = {
	/** The folder of all files. */
	folder: string;
	/** The folder that the names in the metafile begin from. */
	project: string;
	files: readonly OutputFile[];
	metafile: Metafile;
	/** How the names of the main entries begin: `cli`. */
	main: readonly string[];
};

type Output = Metafile['outputs'][string];

/** The chunks of each group, by the file that it becomes. All files by their names in the folder. */
function groupsOf(outputs: ReadonlyMap<string, Output>, main: readonly string[]) {
	const reached = (from: string, seen = new Set<string>()): Set<string> => {
		for (const {path: to, kind} of outputs.get(from)?.imports ?? []) {
			if (kind === 'import-statement' && outputs.has(to) && !seen.has(to)) {
				seen.add(to);
				reached(to, seen);
			}
		}

		return seen;
	};

	const files = [...outputs.keys()];
	const needs = main.map(name => {
		const entry = files.find(file => path.basename(file).split(/[-.][A-Z\d]{8}\.|\./)[0] === name);
		return {name, chunks: reached(entry ?? name)};
	});
	const groups = new Map<string, string[]>();
	for (const file of files.filter(name => path.basename(name).startsWith('chunk-'))) {
		const by = needs.filter(({chunks}) => chunks.has(file)).map(({name}) => name);
		if (by.length > 0) {
			// What the first of them needs is there whoever asks
			const name = `chunks/${by[0] === main[0] ? 'core' : by.join('-and-')}.js`;
			groups.set(name, [...(groups.get(name) ?? []), file]);
		}
	}

	return groups;
}

/** Puts chunks together; returns all files as they are to be written. */
export async function mergeChunks({
	folder,
	project,
	files,
	metafile,
	main,
}: Outputs): Promise<OutputFile[]> {
	const nameOf = (file: string) =>
		path.relative(folder, path.resolve(project, file)).replaceAll('\\', '/');
	const outputs = new Map(
		Object.entries(metafile.outputs).map(([file, output]) => [
			nameOf(file),
			{
				...output,
				imports: output.imports.map(i => ({...i, path: i.external ? i.path : nameOf(i.path)})),
			},
		]),
	);
	const texts = new Map(files.map(file => [nameOf(file.path), file]));
	const groups = groupsOf(outputs, main);
	const groupOf = new Map([...groups].flatMap(([group, chunks]) => chunks.map(c => [c, group])));
	const given = (chunk: string, name: string) => `${name}_${[...groupOf.keys()].indexOf(chunk)}`;
	const exportsOf = (chunk: string) => outputs.get(chunk)?.exports ?? [];

	const together: Plugin = {
		name: 'together',
		setup(plugins) {
			plugins.onResolve({filter: /./}, ({path: to, importer, kind}) => {
				if (kind === 'entry-point') {
					return {path: to, namespace: 'written'};
				}

				const file = path.posix.join(path.posix.dirname(importer), to);
				const group = groupOf.get(file);
				if (!group || kind !== 'import-statement' || !to.startsWith('.')) {
					return {path: to, external: true};
				}

				return importer === group || groupOf.get(importer) === group
					? {path: file, namespace: 'written'}
					: {path: `${file} for ${importer}`, namespace: 'elsewhere'};
			});
			plugins.onLoad({filter: /./, namespace: 'written'}, ({path: file}) => ({
				contents:
					groups
						.get(file)
						?.map(chunk => {
							const names = exportsOf(chunk).map(name => `${name} as ${given(chunk, name)}`);
							return `export {${names.join(', ')}} from './${path.posix.basename(chunk)}';`;
						})
						.join('\n') ??
					texts.get(file)?.text ??
					'',
			}));
			plugins.onLoad({filter: /./, namespace: 'elsewhere'}, ({path: wanted}) => {
				const [chunk = '', importer = ''] = wanted.split(' for ');
				const names = exportsOf(chunk).map(name => `${given(chunk, name)} as ${name}`);
				const from = path.posix.relative(path.posix.dirname(importer), groupOf.get(chunk) ?? '');
				return {contents: `export {${names.join(', ')}} from './${from}';`};
			});
		},
	};
	const scripts = [...texts.keys()].filter(file => file.endsWith('.js') && !groupOf.has(file));
	const merged = await build({
		entryPoints: [...scripts, ...groups.keys()].map(file => ({
			in: file,
			out: file.replace(/\.js$/, ''),
		})),
		outdir: folder,
		bundle: true,
		write: false,
		format: 'esm',
		platform: 'node',
		target: 'node22.19',
		minify: true,
		legalComments: 'none',
		plugins: [together],
		logLevel: 'warning',
	});
	return [...merged.outputFiles, ...files.filter(({path: file}) => !file.endsWith('.js'))];
}
