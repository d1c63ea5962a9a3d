import {defineConfig} from 'vitest/config';

const mta = 'test/mta/**';
const built = ['test/e2e/**/*.test.{ts,tsx}', 'test/**/*.pty.test.{ts,tsx}'];

export default defineConfig({
	test: {
		projects: [
			{
				test: {
					name: 'source',
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: [mta, ...built],
					testTimeout: 10_000,
				},
			},
			{
				test: {
					// The built program, in a pseudo-terminal or as a child process
					name: 'program',
					include: built,
					exclude: [mta],
					testTimeout: 30_000,
					hookTimeout: 30_000,
					globalSetup: 'test/helpers/build-program.ts',
				},
			},
		],
	},
});
