// The package that is published says whose code is in it.
import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import packageJson from '../../package.json' with {type: 'json'};

test('the build holds the licences of what is bundled, and of nothing that only builds or tests', () => {
	const text = readFileSync(
		new URL('../../dist/THIRD-PARTY-LICENSES.txt', import.meta.url),
		'utf8',
	);
	const named = new Set(
		[...text.matchAll(/^(\S+) \d+\.\d+\.\d+\S* \((?:MIT|ISC|BSD)[^)]*\)\n=+$/gm)].map(
			([, name]) => name,
		),
	);
	for (const name of [
		'ink',
		'react',
		'react-reconciler',
		'yoga-layout',
		'meow',
		'dns-packet',
		'ipaddr.js',
	]) {
		expect(named).toContain(name);
	}

	for (const name of [
		'esbuild',
		'typescript',
		'vitest',
		'fast-check',
		'prettier',
		'node',
		'oxlint',
	]) {
		expect(named).not.toContain(name);
	}

	expect(text.match(/^=+$/gm)?.length).toBeGreaterThanOrEqual(named.size);
	expect(packageJson.files).toContain('dist');
});
