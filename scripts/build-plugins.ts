/**
 * Where the bundle departs from the packages that it is made of, because they take long to load for
 * what this program never uses. Each of these is for speed alone: without it the program does the same.
 */
import {readFile} from 'node:fs/promises';
import {builtinModules} from 'node:module';
import path from 'node:path';
import process from 'node:process';
import type {Plugin} from 'esbuild';

const standIn = (file: string) => path.join(import.meta.dirname, 'stand-ins', file);

/** A module whose text is given here instead of standing in a file. */
function inPlaceOf(name: string, filter: RegExp, contents: string, resolveDir?: string): Plugin {
	return {
		name,
		setup(build) {
			build.onResolve({filter}, args => ({path: args.path, namespace: name, sideEffects: false}));
			build.onLoad({filter: /./, namespace: name}, () => ({
				contents,
				...(resolveDir === undefined ? {} : {resolveDir}),
			}));
		},
	};
}

/** Ink asks for React's developer tools in a branch that production never takes. */
const withoutDevtools = inPlaceOf('devtools', /^react-devtools-core$/, 'export default {}');

/**
 * Node's own modules, taken as `require` takes them. An `import` reads each of their exports, and some
 * of those load a good deal when they are read: the streams of the process, the promises of `fs`. Each
 * module that imports one has a stand-in of its own, as a shared one would be one more file to load.
 */
const builtins: Plugin = {
	name: 'builtins',
	setup(build) {
		const names = builtinModules.join('|');
		const filter = new RegExp(`^(?:node:)?(?:${names})$`);
		build.onResolve({filter}, args =>
			args.kind === 'dynamic-import'
				? {path: args.path, external: true}
				: {
						path: `${args.path.replace(/^node:/, '')} for ${args.importer}`,
						namespace: 'builtins',
						sideEffects: false,
						pluginData: args.kind,
					},
		);
		build.onLoad({filter: /./, namespace: 'builtins'}, args => {
			const name = args.path.split(' ')[0] ?? '';
			const whole = `process.getBuiltinModule(${JSON.stringify(name)})`;
			if (args.pluginData === 'require-call') {
				return {contents: `module.exports = ${whole}`};
			}

			// What is not imported is dropped for being pure, and so is never read.
			const exported = Object.keys(process.getBuiltinModule(name) ?? {})
				.filter(key => /^[A-Za-z]\w*$/.test(key) && key !== 'default')
				.map(key => `const ${key}_ = /* @__PURE__ */ of('${key}'); export {${key}_ as ${key}};`);
			return {
				contents: `const whole = ${whole}; const of = key => whole[key]; export default whole; ${exported.join(' ')}`,
			};
		});
	},
};

/**
 * Yoga's WebAssembly as a file beside the program. The package carries it as text in a `data:` URL and
 * gets at it by `fetch`, for which Node has to load its whole HTTP client.
 */
function yogaAsFile(folder: string): Plugin {
	const binary = 'yoga.wasm';
	const text = 'yoga-wasm-base64-esm.js';
	return {
		name: 'yoga',
		setup(build) {
			build.onResolve({filter: /^yoga-layout$/}, () => ({path: 'layout', namespace: 'yoga'}));
			build.onResolve({filter: /^yoga\.wasm$/}, () => ({path: binary, namespace: 'yoga'}));
			build.onLoad({filter: /^layout$/, namespace: 'yoga'}, () => ({
				resolveDir: folder,
				contents: `
					import {readFileSync} from 'node:fs';
					import load from './binaries/${text}';
					import wrapAssembly from './src/wrapAssembly.js';
					import file from '${binary}';
					const name = file.slice(file.lastIndexOf('/') + 1);
					const code = new WebAssembly.Module(readFileSync(new URL(name, import.meta.url)));
					const instantiateWasm = (imports, done) => {
						const instance = new WebAssembly.Instance(code, imports);
						done(instance);
						return instance.exports;
					};
					export default wrapAssembly(await load({instantiateWasm}));
					export * from './src/generated/YGEnums.js';
				`,
			}));
			const inUrl = /(?<=base64,)[A-Za-z\d+/=]{1000,}/;
			build.onLoad({filter: /yoga-wasm-base64-esm\.js$/}, async args => ({
				contents: (await readFile(args.path, 'utf8')).replace(inUrl, ''),
			}));
			build.onLoad({filter: /^yoga\.wasm$/, namespace: 'yoga'}, async () => {
				const [base64] = inUrl.exec(await readFile(`${folder}/binaries/${text}`, 'utf8')) ?? [];
				if (base64 === undefined) {
					throw new Error('yoga-layout no longer has its WebAssembly in a data URL');
				}

				return {contents: Buffer.from(base64, 'base64'), loader: 'file'};
			});
		},
	};
}

/**
 * meow without what finds and normalises a package.json, which it is given: that is nine tenths of it,
 * and runs at start. Its names in meow's own bundle are those of the one version that is installed.
 */
const meowAlone: Plugin = {
	name: 'meow-alone',
	setup(build) {
		build.onResolve({filter: /^\.\/dependencies\.js$/}, ({importer}) =>
			/[\\/]meow[\\/]build[\\/]options\.js$/.test(importer)
				? {path: 'package-json', namespace: 'meow-alone'}
				: undefined,
		);
		build.onLoad({filter: /./, namespace: 'meow-alone'}, () => ({
			contents: 'export const a = () => undefined; export const n = () => undefined;',
		}));
		// What these statements make is unused now, and to make it has no effect.
		build.onLoad({filter: /[\\/]meow[\\/]build[\\/]dependencies\.js$/}, async args => ({
			contents: (await readFile(args.path, 'utf8'))
				.replaceAll(/^(var \w+ = )(?=require\w+\(\);$)/gm, '$1/* @__PURE__ */ ')
				.replaceAll(/^(const \w+ = )(?=getDefaultExportFromCjs\()/gm, '$1/* @__PURE__ */ ')
				.replace(/^promisify\(execFile\);$/m, ''),
		}));
	},
};

/** Widths and clusters of plain text without the tables of Unicode, which take long to make ready. */
const plainText: Plugin = {
	name: 'plain-text',
	setup(build) {
		build.initialOptions.inject = [standIn('segmenter.ts')];
		build.initialOptions.define = {
			...build.initialOptions.define,
			'Intl.Segmenter': 'GraphemeSegmenter',
		};
		build.onResolve({filter: /^string-width$/}, ({importer}) =>
			importer === standIn('string-width.ts')
				? undefined
				: {path: 'front', namespace: 'plain-text', sideEffects: false},
		);
		build.onLoad({filter: /^front$/, namespace: 'plain-text'}, () => ({
			contents: "export {stringWidth as default} from './string-width.ts';",
			resolveDir: standIn('.'),
		}));
		build.onLoad({filter: /[\\/]string-width[\\/]index\.js$/}, async ({path: file}) => {
			const text = await readFile(file, 'utf8');
			const emoji = '/^\\p{RGI_Emoji}$/v;';
			if (!text.includes(` = ${emoji}`)) {
				throw new Error('string-width no longer has its pattern of emoji');
			}

			const late = `{test: text => (emoji_ ??= ${emoji.slice(0, -1)}).test(text)}; let emoji_;`;
			return {contents: text.replace(emoji, () => late)};
		});
	},
};

/** All of them; `yoga` is the folder `dist` of the package yoga-layout. */
export function buildPlugins(yoga: string): Plugin[] {
	return [withoutDevtools, builtins, yogaAsFile(yoga), meowAlone, plainText];
}
