// The table of docs/architecture.md is held by the linter's configuration. This proves that the
// configuration really does: every rule gets a file that breaks it, and a neighbour that must pass.
import {spawnSync} from 'node:child_process';
import {cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';

const root = path.join(import.meta.dirname, '..');
const imports = 'eslint(no-restricted-imports)';
const globals = 'eslint(no-restricted-globals)';

const value = (from: string) => `import {thing} from '${from}';\nexport const x = thing;\n`;
const type = (from: string) => `import type {Thing} from '${from}';\nexport type X = Thing;\n`;
const lazy = (from: string) => `export const x = await import('${from}');\n`;
const again = (from: string) => `export * from '${from}';\n`;

/** Folder, what a file in it says, the rule that must speak up. */
const forbidden: Array<[folder: string, code: string, rule: string]> = [
	['core', value('node:fs'), imports],
	['core', value('react'), imports],
	['core', value('ink'), imports],
	['core', value('dns-packet'), imports],
	['core', type('../engine/a.ts'), imports],
	['core', lazy('../net/a.ts'), imports],
	['core', again('../knowledge/a.ts'), imports],
	['core/deep', value('../../lab/a.ts'), imports],
	['core', 'export const x = process.pid;\n', globals],
	['core', 'export const x = globalThis.process.pid;\n', globals],
	['knowledge', value('node:path'), imports],
	['knowledge', value('../checks/a.ts'), imports],
	['knowledge', value('../output/a.ts'), imports],
	['checks', value('node:net'), imports],
	['checks', value('node:fs'), imports],
	['checks', value('../net/a.ts'), imports],
	['checks', value('../knowledge/a.ts'), imports],
	['checks', value('../engine/a.ts'), imports],
	['engine', value('node:timers'), imports],
	['engine', value('../checks/a.ts'), imports],
	['engine', value('../knowledge/a.ts'), imports],
	['engine', value('../net/a.ts'), imports],
	['net', value('../checks/a.ts'), imports],
	['net', value('../engine/a.ts'), imports],
	['net', value('../tui/a.ts'), imports],
	['net', value('node:process'), imports],
	['net', value('ink'), imports],
	['lab', value('../checks/a.ts'), imports],
	['lab', value('../engine/a.ts'), imports],
	['lab', value('../tui/a.ts'), imports],
	['lab', value('../knowledge/a.ts'), imports],
	['command', value('node:fs'), imports],
	['command', value('../engine/a.ts'), imports],
	['command', value('../tui/a.ts'), imports],
	['output', value('node:os'), imports],
	['output', value('ink'), imports],
	['output', value('../engine/a.ts'), imports],
	['tui', value('../net/a.ts'), imports],
	['tui', value('../checks/a.ts'), imports],
	['tui', value('../lab/a.ts'), imports],
	['tui', value('../engine/a.ts'), imports],
	['tui', value('node:tls'), imports],
	['tui', value('node:dgram'), imports],
	['tui', 'export const x = process.stdout;\n', globals],
	['.', value('node:net'), imports],
	['.', value('node:process'), imports],
	['core', value('fs'), 'unicorn(prefer-node-protocol)'],
	['core', 'export default 1;\n', 'import(no-default-export)'],
	['core', 'export let x: any;\n', 'typescript(no-explicit-any)'],
	['core', 'export const x = (y?: string) => y!;\n', 'typescript(no-non-null-assertion)'],
	['core', '// @ts-ignore\nexport const x = 1;\n', 'typescript(ban-ts-comment)'],
	[
		'core',
		'export const x = () => {\n\tPromise.resolve(1);\n};\n',
		'typescript(no-floating-promises)',
	],
	[
		'core',
		"export function x(y: 'a' | 'b'): void {\n\tswitch (y) {\n\t\tcase 'a':\n\t}\n}\n",
		'typescript(switch-exhaustiveness-check)',
	],
	[
		'tui',
		"import {useState} from 'react';\nexport function useX(y: boolean): void {\n\tif (y) {\n\t\tuseState(0);\n\t}\n}\n",
		'react-hooks(rules-of-hooks)',
	],
	[
		'tui',
		"import {useEffect} from 'react';\nexport function useX(y: () => void): void {\n\tuseEffect(() => {\n\t\ty();\n\t}, []);\n}\n",
		'react-hooks(exhaustive-deps)',
	],
	['cycle', value('./a.ts'), 'import(no-cycle)'],
];

const allowed: Array<[folder: string, code: string]> = [
	['core', value('./a.ts')],
	['core/deep', value('../a.ts')],
	['knowledge', value('../core/a.ts')],
	['checks', value('../core/a.ts')],
	['checks', value('ipaddr.js')],
	['engine', value('../core/a.ts')],
	['net', value('node:net')],
	['net', value('../core/a.ts')],
	['lab', value('node:tls')],
	['lab', value('../core/a.ts')],
	['command', value('meow')],
	['command', value('../core/a.ts')],
	['output', value('../knowledge/a.ts')],
	['tui', type('../engine/a.ts')],
	['tui', value('../output/a.ts')],
	['tui', value('ink')],
	['.', value('./engine/a.ts')],
];

let project: string;
let complaints: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
	project = await mkdtemp(path.join(tmpdir(), 'smtp-medic-layers-'));
	await cp(path.join(root, '.oxlintrc.json'), path.join(project, '.oxlintrc.json'));
	await cp(path.join(root, 'tsconfig.json'), path.join(project, 'tsconfig.json'));
	await symlink(path.join(root, 'node_modules'), path.join(project, 'node_modules'));
	for (const [folder, code, name] of [
		...forbidden.map(([f, c], index) => [f, c, `bad-${index}.ts`] as const),
		...allowed.map(([f, c], index) => [f, c, `good-${index}.ts`] as const),
		['cycle', value(`./bad-${forbidden.length - 1}.ts`), 'a.ts'],
		['core', 'export const thing = 1;\n', 'a.ts'],
		['.', 'export const x = process.pid;\n', 'cli.tsx'],
	] as const) {
		const file = path.join(project, 'source', folder, name);
		await mkdir(path.dirname(file), {recursive: true});
		await writeFile(file, code);
	}

	complaints = lint(project);
}, 60_000);

afterAll(() => rm(project, {recursive: true, force: true}));

/** Runs the linter as `npm run lint` does; returns the rules that each file breaks. */
function lint(folder: string): Map<string, string[]> {
	const oxlint = path.join(root, 'node_modules/oxlint/bin/oxlint');
	const {stdout} = spawnSync(process.execPath, [oxlint, '--type-aware', '-f', 'json', 'source'], {
		cwd: folder,
		encoding: 'utf8',
		maxBuffer: 2 ** 26,
	});
	const report = JSON.parse(stdout) as {diagnostics: Array<{filename: string; code: string}>};
	const found = new Map<string, string[]>();
	for (const {filename, code} of report.diagnostics) {
		const file = path.relative(path.join(folder, 'source'), path.resolve(folder, filename));
		found.set(file, [...(found.get(file) ?? []), code]);
	}

	return found;
}

test.each(forbidden.map(([folder, code, rule], index) => ({folder, code, rule, index})))(
	'in source/$folder the linter rejects $code',
	({folder, rule, index}) => {
		expect(complaints.get(path.join(folder, `bad-${index}.ts`))).toContain(rule);
	},
);

test.each(allowed.map(([folder, code], index) => ({folder, code, index})))(
	'in source/$folder the linter accepts $code',
	({folder, index}) => {
		expect(complaints.get(path.join(folder, `good-${index}.ts`)) ?? []).toEqual([]);
	},
);

test('cli.tsx is where the process may be touched', () => {
	expect(complaints.get('cli.tsx') ?? []).toEqual([]);
});

test('every folder of the source has its rule', async () => {
	const config = await readFile(path.join(root, '.oxlintrc.json'), 'utf8');
	const entries = await readdir(path.join(root, 'source'), {withFileTypes: true});
	const folders = entries.filter(e => e.isDirectory()).map(e => e.name);
	expect(folders.filter(folder => !config.includes(`"source/${folder}/**"`))).toEqual([]);
});

test('no assertion goes through unknown, and no rule is switched off without a reason', async () => {
	const files = await readdir(path.join(root, 'source'), {recursive: true});
	const offenders: string[] = [];
	for (const file of files.filter(name => /\.tsx?$/.test(name))) {
		const text = await readFile(path.join(root, 'source', file), 'utf8');
		if (
			/\bas unknown as|\bas any\b|(?:ox|es)lint-disable(?!.* -- )|@ts-(?:ignore|nocheck)/.test(text)
		) {
			offenders.push(file);
		}
	}

	expect(offenders).toEqual([]);
});
