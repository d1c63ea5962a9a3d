import {defineConfig} from 'vitest/config';

export default defineConfig({
	test: {
		root: import.meta.dirname,
		include: ['**/*.test.ts'],
		testTimeout: 120_000,
		hookTimeout: 600_000, // The first run installs Postfix
		maxWorkers: 2,
		globalSetup: ['../helpers/build-program.ts', './prepare-image.ts'],
	},
});
