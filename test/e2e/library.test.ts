// What a project that installs the package gets: types that TypeScript can use, and no screen.
import {spawnSync} from 'node:child_process';
import {copyFile, mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, expect, test} from 'vitest';

const root = path.join(import.meta.dirname, '../..');
let consumer: string;
let installed: string;

beforeAll(async () => {
	consumer = await mkdtemp(path.join(tmpdir(), 'smtp-medic-consumer-'));
	installed = path.join(consumer, 'node_modules/smtp-medic');
	await mkdir(installed, {recursive: true});
	await copyFile(path.join(root, 'package.json'), path.join(installed, 'package.json'));
	await writeFile(path.join(consumer, 'package.json'), '{"type": "module"}');
	const script = path.join(root, 'scripts/build.ts');
	const {status, stderr} = run(script, '--out', path.join(installed, 'dist'));
	expect(status, stderr).toBe(0);
});

afterAll(() => rm(consumer, {recursive: true, force: true}));

function run(...args: readonly string[]) {
	return spawnSync(process.execPath, args, {cwd: consumer, encoding: 'utf8'});
}

/** Type-checks a file of the consumer as strictly as TypeScript can; returns the complaints. */
async function complaintsAbout(code: string): Promise<string> {
	await writeFile(path.join(consumer, 'use.ts'), code);
	const compilerOptions = {
		strict: true,
		noEmit: true,
		skipLibCheck: false,
		module: 'nodenext',
		target: 'es2024',
		lib: ['es2024', 'dom', 'dom.iterable'], // For AbortSignal, which Node's types would bring too
		types: [],
	};
	const config = JSON.stringify({compilerOptions, files: ['use.ts']});
	await writeFile(path.join(consumer, 'tsconfig.json'), config);
	return run(path.join(root, 'node_modules/typescript/bin/tsc'), '-p', consumer).stdout;
}

test('its types are found and complete', async () => {
	const code = `import {check, classify, explain, type SessionEvent} from 'smtp-medic';
for await (const event of check({target: 'mail.example.com', aim: 'submit'})) {
	const known: SessionEvent = event;
	if (known.type === 'result') {
		const outcome: 'healthy' | 'problem' | 'inconclusive' = known.outcome;
	}
}
const name: string = classify({stage: 'rcpt', code: 550, text: 'relay not permitted'}).class;
explain('550 5.1.1 User unknown');
`;
	expect(await complaintsAbout(code)).toBe('');
});

test('its types say what is wrong', async () => {
	const code = "import {classify} from 'smtp-medic';\nclassify({stage: 'lunch', code: 550});\n";
	expect(await complaintsAbout(code)).toContain('lunch');
});

test('it classifies a reply in a program without TypeScript', async () => {
	const code = `import {classify} from 'smtp-medic';
const {class: name} = classify({stage: 'rcpt', code: 554, enhanced: '5.7.1', text: '554 5.7.1 <eve@example.net>: Relay access denied'});
console.log(name);
`;
	await writeFile(path.join(consumer, 'use.js'), code);
	expect(run('use.js')).toMatchObject({stdout: 'relay-denied\n', stderr: '', status: 0});
});

test('neither Ink nor React is reachable from it', async () => {
	const seen = new Map<string, string>();
	const follow = async (file: string): Promise<void> => {
		if (!seen.has(file)) {
			const code = await readFile(file, 'utf8');
			seen.set(file, code);
			const imports = [
				...code.matchAll(/\b(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+\.js)["']/g),
			].map(m => m[1] ?? '');
			await Promise.all(imports.map(name => follow(path.join(path.dirname(file), name))));
		}
	};

	await follow(path.join(installed, 'dist/index.js'));
	expect(seen.size).toBeGreaterThan(0);
	const screens = [...seen].filter(([, code]) =>
		/react\.(?:transitional\.)?element|yoga/i.test(code),
	);
	expect(screens.map(([file]) => path.basename(file))).toEqual([]);
});
