import {defineConfig} from 'vitest/config';

export default defineConfig({
	test: {
		root: import.meta.dirname,
		include: ['**/*.test.ts'],
		testTimeout: 120_000,
		hookTimeout: 600_000, // The first run installs the servers
		// Most of a scenario is waiting, so that two cores bear more than two at a time
		maxWorkers: 3,
		maxConcurrency: 3,
		globalSetup: ['./harness/global-setup.ts'],
	},
});
