/**
 * Measures how long the program makes its user wait, against servers on loopback:
 * `npm run bench [-- --runs N]`. Prints a table, then the same as JSON. Nothing is asserted: times are
 * those of the machine, so they stand beside those of `node -e 0` and of swaks, measured by turns.
 */
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {cpus, tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {parseArgs, stripVTControlCharacters} from 'node:util';
import {
	find,
	onScreen,
	peakMemory,
	startHelper,
	timeToExit,
	type Command,
	type Screen,
} from './measure.ts';
import {byTurns, sampleOf, type Sample} from './sample.ts';

type Ports = {smtp: number; starttls: number; dns: number};
type Row = {what: string; unit: string; beside: string} & Sample;

const {values} = parseArgs({options: {runs: {type: 'string', default: '15'}}});
const runs = Number(values.runs);
const roundTrip = 50;
/** Lines that come one by one, so that each is a frame of its own. */
const slowly = {lines: 30, pause: 100};
const node = process.execPath;
const program = [node, path.join(import.meta.dirname, '../bin/smtp-medic.cjs')];
const nothing = [node, '-e', '0'];
const swaksFile = find('swaks');

const helper = (name: string) => path.join(import.meta.dirname, name);
const envelope = (to = 'b@bench.example') =>
	['--helo', 'bench.example', '--from', 'a@bench.example', '--to', to] as const;
const aim = (port: number, dns: number): Command => {
	const target = [`127.0.0.1:${port}`, '--aim', 'deliver'];
	return [...target, '--ports', `${port}`, '--dns', `127.0.0.1:${dns}`];
};
const check = (port: number, rest: Command = [], to?: string): Command => {
	const {dns} = ports;
	return [...program, 'check', ...aim(port, dns), ...envelope(to), ...rest];
};
const swaks = (port: number, ...more: string[]): Command | undefined =>
	swaksFile === undefined
		? undefined
		: [swaksFile, '--server', `127.0.0.1:${port}`, ...envelope(), '--quit-after', 'RCPT', ...more];

const wait = async (screen: Promise<Screen>) => (await screen).milliseconds;
const emptyCache = () => ({XDG_CACHE_HOME: mkdtempSync(path.join(folder, 'cache-'))});
const isAsking = (text: string) => stripVTControlCharacters(text).includes('going wrong?');

const rows: Row[] = [];
const folder = mkdtempSync(path.join(tmpdir(), 'smtp-medic-bench-'));
const quick = await startHelper(helper('server.ts'), []);
const wordy = await startHelper(helper('server.ts'), [`${slowly.lines}`, `${slowly.pause}`]);
const ports = quick.printed as Ports;
const distance = [roundTrip, ports.smtp, ports.starttls].map(String);
const wire = await startHelper(helper('delay.ts'), distance);
try {
	await measureStart();
	await measureVerdicts();
	await measureDistance();
	await measureScreen();
	await measureMemory();
} finally {
	for (const child of [quick.child, wordy.child, wire.child]) {
		child.kill();
	}

	rmSync(folder, {recursive: true, force: true});
}

const width = Math.max(...rows.map(row => row.what.length));
for (const {what, median, from, to, unit, beside} of rows) {
	const spread = `${shown(from)}–${shown(to)}`;
	console.log(
		`${what.padEnd(width)}  ${shown(median).padStart(6)}  ${spread.padStart(11)} ${unit.padEnd(11)}  ${beside}`.trimEnd(),
	);
}

const [processor] = cpus();
const machine = {node: process.version, platform: `${process.platform} ${process.arch}`};
const rounded = rows.map(row => {
	const {median, from, to} = row;
	return {...row, median: tenths(median), from: tenths(from), to: tenths(to)};
});
console.log(
	JSON.stringify({...machine, processor: processor?.model, cores: cpus().length, rows: rounded}),
);

function tenths(value: number): number {
	return Math.round(value * 10) / 10;
}

function shown(value: number): string {
	return value.toFixed(Math.abs(value) < 10 ? 1 : 0);
}

function report(what: string, unit: string, sample: Sample, beside = ''): void {
	rows.push({what, unit, beside, ...sample});
}

/** Start to the first frame of the wizard, in a pseudo-terminal. */
async function measureStart(): Promise<void> {
	const ended = (text: string) => text.includes('ended');
	const second = (text: string) => text.includes('Looks up the servers');
	const {bare, first, answers, cold} = await byTurns(runs, {
		bare: () => wait(onScreen([node, '-p', '"ended"'], ended)),
		first: () => wait(onScreen(program, isAsking)),
		answers: () => wait(onScreen(program, second, {type: '\u001B[B'})),
		cold: () => wait(onScreen(program, isAsking, {env: emptyCache()})),
	});
	const aims = `${shown(first.median / bare.median)} times node -p; aim: 2`;
	report('node -p, in a terminal', 'ms', bare);
	report('wizard: first frame', 'ms', first, aims);
	report('wizard: a key typed at once is answered', 'ms', answers);
	report('wizard: first frame, first start ever', 'ms', cold, 'nothing compiled before');
}

/** Start to end of a check of a server on loopback that answers at once. */
async function measureVerdicts(): Promise<void> {
	const denied = check(ports.smtp, [], 'nobody@elsewhere.example');
	const peer = swaks(ports.smtp);
	const {bare, plain, json, refused, cold, other} = await byTurns(runs, {
		bare: () => timeToExit(nothing),
		plain: () => timeToExit(check(ports.smtp)),
		json: () => timeToExit(check(ports.smtp, ['--json'])),
		refused: () => timeToExit(denied),
		cold: () => timeToExit(check(ports.smtp), emptyCache()),
		other: async () => (peer ? timeToExit(peer) : Number.NaN),
	});
	const beyond = ({median}: Sample) => `${shown(median - bare.median)} more than node -e 0`;
	report('node -e 0', 'ms', bare);
	report('check: healthy', 'ms', plain, `${beyond(plain)}; aim: 60`);
	report('check --json: healthy', 'ms', json, `${beyond(json)}; aim: 60`);
	report('check: relay access denied, with its causes', 'ms', refused, beyond(refused));
	report('check: healthy, first start ever', 'ms', cold, 'nothing compiled before');
	if (peer) {
		report('swaks: healthy', 'ms', other);
	}
}

/** How many round trips more a check takes where there is a distance. */
async function measureDistance(): Promise<void> {
	const [plain = 0, secured = 0] = wire.printed as readonly number[];
	const pairs: ReadonlyArray<readonly [string, Command | undefined, Command | undefined, string]> =
		[
			['check', check(ports.smtp), check(plain), 'connect 2, EHLO, MAIL with RCPT: 4'],
			[
				'check with STARTTLS',
				check(ports.starttls),
				check(secured),
				'those, and STARTTLS, TLS 1.3, EHLO: 7',
			],
			['swaks', swaks(ports.smtp), swaks(plain), 'no pipelining, and waits for QUIT'],
			['swaks with STARTTLS', swaks(ports.starttls, '--tls'), swaks(secured, '--tls'), 'the same'],
		];
	for (const [name, near, away, beside] of pairs) {
		if (near && away) {
			const {nearby, distant} = await byTurns(runs, {
				nearby: () => timeToExit(near),
				distant: () => timeToExit(away),
			});
			report(`${name}: ${roundTrip} ms away`, 'ms', distant);
			const trips = (value: number) => (value - nearby.median) / roundTrip;
			const {median, from, to} = distant;
			const beyond = {median: trips(median), from: trips(from), to: trips(to), runs};
			report(`${name}: beyond the same on loopback`, 'round trips', beyond, beside);
		}
	}
}

/** Bytes for a line of the dialogue, where each comes by itself and is drawn at once. */
async function measureScreen(): Promise<void> {
	const few: Run[] = [];
	const many: Run[] = [];
	while (few.length < 3) {
		few.push(await runWizard(ports));
		many.push(await runWizard(wordy.printed as Ports));
	}

	const each = many.map(({bytes, lines}, i) => {
		const [fewBytes, fewLines] = [few[i]?.bytes ?? 0, few[i]?.lines ?? 0];
		return (bytes - fewBytes) / (lines - fewLines);
	});
	const whole = `${few[0]?.lines} lines of dialogue, 120×40`;
	report('bytes to the terminal: a whole run', 'bytes', sampleOf(few.map(run => run.bytes)), whole);
	report('bytes to the terminal: each further line', 'bytes', sampleOf(each));
	report('peak memory: wizard', 'MB', sampleOf(few.map(run => run.memory)));
}

type Run = {bytes: number; lines: number; memory: number};

/** Runs the wizard to its verdict; what it saved says when that is, and how long the dialogue was. */
async function runWizard(to: Ports): Promise<Run> {
	const file = path.join(mkdtempSync(path.join(folder, 'session-')), 'session.jsonl');
	const saved = () => {
		try {
			return readFileSync(file, 'utf8');
		} catch {
			return '';
		}
	};

	let length = -1;
	let quietSince = Number.POSITIVE_INFINITY;
	const command = [...program, ...aim(to.smtp, to.dns), ...envelope(), '--save', file];
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
	const peer = swaks(ports.smtp);
	const {bare, healthy, other} = await byTurns(5, {
		bare: () => peakMemory(nothing),
		healthy: () => peakMemory(check(ports.smtp, ['--json'])),
		other: async () => (peer ? peakMemory(peer) : Number.NaN),
	});
	report('peak memory: node -e 0', 'MB', bare);
	report('peak memory: check --json', 'MB', healthy);
	if (peer) {
		report('peak memory: swaks', 'MB', other);
	}
}
