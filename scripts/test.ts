/**
 * Runs vitest with the arguments it is given. The last line is `N passed, N failed`, whatever happens;
 * the exit code is vitest's, and 1 where vitest says 0 without having run a test.
 */
import {spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';

type Report = {
	numPassedTests: number;
	numFailedTests: number;
	testResults: Array<{status: string; assertionResults: unknown[]}>;
};

const root = path.join(import.meta.dirname, '..');
const folder = mkdtempSync(path.join(tmpdir(), 'smtp-medic-test-'));
const file = path.join(folder, 'report.json');
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');

const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...process.argv.slice(2)], {
	cwd: root,
	stdio: ['ignore', 'inherit', 'inherit'],
});
// Ctrl-C reaches vitest by itself; this process stays to print the last line.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
const status = await new Promise<number | null>(resolve => child.once('close', resolve));

const {passed, failed} = count(status === 0);
rmSync(folder, {recursive: true, force: true});
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = status ?? 1;
if (failed > 0 || passed === 0) {
	process.exitCode ||= 1;
}

/** Files that could not be loaded, crashes and errors outside of tests count as failures. */
function count(wentWell: boolean): {passed: number; failed: number} {
	const report = readReport();
	const broken =
		report?.testResults.filter(f => f.status === 'failed' && f.assertionResults.length === 0) ?? [];
	const failures = (report?.numFailedTests ?? 0) + broken.length;
	return {passed: report?.numPassedTests ?? 0, failed: wentWell ? failures : Math.max(failures, 1)};
}

function readReport(): Report | undefined {
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as Report;
	} catch {
		return undefined; // Vitest crashed before it wrote one
	}
}
