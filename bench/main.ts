/**
 * Measures how long the program makes its user wait, against servers on loopback:
 * `npm run bench [-- --runs N]`. Prints a table, then the same as JSON. Nothing is asserted: times are
 * those of the machine, so they stand beside those of `node -e 0` and of swaks.
 */
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {parseArgs, stripVTControlCharacters} from 'node:util';
import {find, medianOf, onScreen, peakMemory, startHelper, timeToExit} from './measure.ts';

type Ports = {smtp: number; dns: number};
type Row = {what: string; value: number; unit: string; beside: string};

const {values} = parseArgs({options: {runs: {type: 'string', default: '15'}}});
const runs = Number(values.runs);
const roundTrip = 50;
const node = process.execPath;
const program = [node, path.join(import.meta.dirname, '../bin/smtp-medic.cjs')];
const envelope = [
	'--helo',
	'bench.example',
	'--from',
	'a@bench.example',
	'--to',
	'b@bench.example',
];
const nothing = [node, '-e', '0'];
const swaksFile = find('swaks');

const helper = (name: string) => path.join(import.meta.dirname, name);
const aim = (port: number, ports: Ports) => [
	`127.0.0.1:${port}`,
	'--aim',
	'deliver',
	'--ports',
	`${port}`,
	'--dns',
	`127.0.0.1:${ports.dns}`,
	...envelope,
];
const check = (port: number, ports: Ports, ...more: string[]) => [
	...program,
	'check',
	...aim(port, ports),
	...more,
];
const swaks = (port: number) =>
	swaksFile === undefined
		? undefined
		: [swaksFile, '--server', `127.0.0.1:${port}`, ...envelope, '--quit-after', 'RCPT'];

const rows: Row[] = [];
const folder = mkdtempSync(path.join(tmpdir(), 'smtp-medic-bench-'));
const {child: server, line} = await startHelper(helper('server.ts'), []);
const ports = JSON.parse(line) as Ports;
const {child: wordy, line: wordyLine} = await startHelper(helper('server.ts'), ['200']);
const wordyPorts = JSON.parse(wordyLine) as Ports;
const distance = [`${ports.smtp}`, `${roundTrip}`];
const {child: wire, line: wireLine} = await startHelper(helper('delay.ts'), distance);
const far = JSON.parse(wireLine) as {port: number};
try {
	await measureStart();
	await measureVerdicts();
	await measureScreen();
	await measureMemory();
} finally {
	for (const child of [server, wordy, wire]) {
		child.kill();
	}

	rmSync(folder, {recursive: true, force: true});
}

const width = Math.max(...rows.map(row => row.what.length));
for (const {what, value, unit, beside} of rows) {
	console.log(`${what.padEnd(width)}  ${shown(value).padStart(7)} ${unit.padEnd(11)}  ${beside}`);
}

console.log(JSON.stringify({node: process.version, runs, rows}));

function shown(value: number): string {
	return value.toFixed(value < 10 ? 1 : 0);
}

function report(what: string, value: number, unit: string, beside = ''): void {
	rows.push({what, value: Math.round(value * 10) / 10, unit, beside});
}

async function measureStart(): Promise<void> {
	const ended = (text: string) => text.includes('ended');
	const bare = await medianOf(
		runs,
		async () => (await onScreen([node, '-p', '"ended"'], ended)).milliseconds,
	);
	const isAsking = (text: string) => stripVTControlCharacters(text).includes('going wrong?');
	const first = await medianOf(runs, async () => (await onScreen(program, isAsking)).milliseconds);
	report('node -p, in a terminal', bare, 'ms');
	report("first frame of the wizard's question", first, 'ms', `aim: < ${shown(2 * bare)}`);
}

async function measureVerdicts(): Promise<void> {
	const bare = await medianOf(runs, () => timeToExit(nothing));
	report('node -e 0', bare, 'ms');
	const aims = `aim: < ${shown(bare + 60)}`;
	const commands: Array<[string, (port: number) => string[] | undefined, string]> = [
		['check, plain text', port => check(port, ports), aims],
		['check --json', port => check(port, ports, '--json'), aims],
		['swaks', swaks, ''],
	];
	for (const [name, command, beside] of commands) {
		const [near, away] = [command(ports.smtp), command(far.port)];
		if (near && away) {
			const local = await medianOf(runs, () => timeToExit(near));
			const distant = await medianOf(runs, () => timeToExit(away));
			report(`${name}: start to end, server on loopback`, local, 'ms', beside);
			report(`${name}: the same ${roundTrip} ms away`, distant, 'ms');
			report(`${name}: beyond start-up`, (distant - local) / roundTrip, 'round trips');
		}
	}
}

/** Bytes for a line of the dialogue: what 200 lines more in one reply cost, each on the screen. */
async function measureScreen(): Promise<void> {
	const few = await runWizard(ports);
	const many = await runWizard(wordyPorts);
	const lines = many.lines - few.lines;
	report('bytes to the terminal, whole run', few.bytes, 'bytes', `${few.lines} lines of dialogue`);
	report('bytes to the terminal, each further line', (many.bytes - few.bytes) / lines, 'bytes');
	report('peak memory: wizard', few.memory, 'MB');
}

/** Runs the wizard to its verdict; what it saved says when that is, and how long the dialogue was. */
async function runWizard(to: Ports): Promise<{bytes: number; lines: number; memory: number}> {
	const file = path.join(folder, `session-${to.smtp}.jsonl`);
	const saved = () => {
		try {
			return readFileSync(file, 'utf8');
		} catch {
			return '';
		}
	};

	let length = -1;
	let quietSince = Number.POSITIVE_INFINITY;
	const command = [...program, ...aim(to.smtp, to), '--save', file];
	const {bytes, memory} = await onScreen(command, written => {
		if (written.length !== length) {
			length = written.length;
			quietSince = performance.now();
		}

		const hasVerdict = /"type":"(?:run-finished|result)"/.test(saved());
		return hasVerdict && performance.now() - quietSince > 500;
	});
	return {bytes, memory, lines: saved().split('"type":"line"').length - 1};
}

async function measureMemory(): Promise<void> {
	const commands = [
		['node -e 0', nothing],
		['check --json', check(ports.smtp, ports, '--json')],
		['swaks', swaks(ports.smtp)],
	] as const;
	for (const [name, command] of commands) {
		if (command) {
			report(`peak memory: ${name}`, await medianOf(5, () => peakMemory(command)), 'MB');
		}
	}
}
