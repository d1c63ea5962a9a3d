import {readFileSync} from 'node:fs';
import packageJson from '../package.json' with {type: 'json'};
import {readArguments, type Arguments} from './command/arguments.ts';
import {buildOptions} from './command/build-options.ts';
import {helpText} from './command/help.ts';
import {askHidden} from './command/hidden-prompt.ts';
import {invocationOf, type Invocation} from './command/invocation.ts';
import {CannotRunError} from './core/cannot-run-error.ts';
import {visible} from './core/escape.ts';
import type {Outcome, SessionEvent} from './core/event.ts';
import type {Options} from './core/options.ts';
import {toldPassword, type Practice} from './core/practice.ts';
import type {Prompter} from './core/session.ts';
import {UsageError} from './core/usage-error.ts';
import {knownPassword} from './known-password.ts';
import {explanationText} from './output/explanation.ts';
import {incidentJson, incidentLines} from './output/incident-list.ts';
import {createPaint} from './output/paint.ts';
import type {ReportFile} from './report-file.ts';
import {readCopy} from './read-copy.ts';
import {saveSession} from './save-session.ts';

const {version} = packageJson;
const exitCodes: Readonly<Record<Outcome, number>> = {healthy: 0, problem: 1, inconclusive: 3};
const signalCodes = {SIGINT: 130, SIGTERM: 143, SIGHUP: 129} as const;

/** What has to be ended when a signal comes; the last one that was begun first. */
const endings: Array<() => void | Promise<void>> = [];
let interruptedWith: number | undefined;

function onSignals(): void {
	for (const [signal, code] of Object.entries(signalCodes)) {
		process.on(signal, () => {
			if (interruptedWith !== undefined || endings.length === 0) {
				process.exit(code);
			}

			interruptedWith = code;
			void Promise.allSettled(endings.toReversed().map(async end => end()));
		});
	}

	process.stdout.on('error', error => {
		const code = 'code' in error ? String(error.code) : '?';
		if (code !== 'EPIPE' && code !== 'EIO') {
			complain(`standard output cannot be written (${code})`);
			process.exit(interruptedWith ?? 3);
		}

		// Whoever read us has gone (head, a closed pager, a terminal that hung up).
		process.exit(interruptedWith ?? 141);
	});
	// Where nobody listens to complaints, the exit code still tells.
	process.stderr.on('error', () => undefined);
}

function complain(message: string): void {
	process.stderr.write(`smtp-medic: ${message}\n`);
}

/** Headers that were read from mailboxes: forms ask for them again and again. */
const copies = new Map<string, string>();

function readFile(name: string, option: string, wanted?: string): string {
	try {
		if (option !== 'headers') {
			return readFileSync(name, 'utf8');
		}

		const key = `${wanted ?? ''} ${name}`;
		const copy = copies.get(key) ?? readCopy(name, wanted);
		copies.set(key, copy);
		return copy;
	} catch (error) {
		if (error instanceof UsageError) {
			throw error;
		}

		const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
		throw new UsageError(`--${option} ${name}: the file cannot be read (${code})`);
	}
}

/** Where the password comes from without a screen; checked before anything is sent. */
function passwordSource(words: Arguments, practice: Practice | undefined): Prompter {
	const user = words.options.get('user');
	const known =
		knownPassword(words, process.env, readFile) ??
		(practice && toldPassword(practice.scenario, user));
	if (known === undefined && user !== undefined && !(process.stdin.isTTY && process.stderr.isTTY)) {
		throw new UsageError(
			'--user needs a password: --password-env VAR or --password-file FILE (there is no terminal to ask in)',
		);
	}

	return async (question, signal) => {
		if (question.node !== 'password') {
			return undefined;
		}

		const value = known ?? (await askForPassword(question.text, signal));
		return value === undefined ? undefined : {value};
	};
}

/** Lines that wait while a question stands on the screen. */
let heldBack: string[] | undefined;

function print(line: string): void {
	if (heldBack) {
		heldBack.push(line);
	} else {
		process.stdout.write(`${line}\n`);
	}
}

async function askForPassword(text: string, signal: AbortSignal): Promise<string | undefined> {
	const interrupt = () => process.kill(process.pid, 'SIGINT');
	heldBack = [];
	try {
		return await askHidden(text, process.stdin, process.stderr, {signal, interrupt});
	} finally {
		const lines = heldBack;
		heldBack = undefined;
		for (const line of lines) {
			print(line);
		}
	}
}

function wantsAscii({options}: Arguments): boolean {
	const locale = process.env['LC_ALL'] || process.env['LC_CTYPE'] || process.env['LANG'] || '';
	return options.has('ascii') || !/utf-?8/i.test(locale) || process.env['TERM'] === 'linux';
}

function wantsColour(stream: NodeJS.WriteStream): boolean {
	const forced = process.env['FORCE_COLOR'];
	if (forced !== undefined) {
		return forced !== '0' && forced !== 'false';
	}

	return !process.env['NO_COLOR'] && stream.isTTY && process.env['TERM'] !== 'dumb';
}

/** Starts a practice scenario by its name; a signal ends it. */
async function practise(name: string): Promise<Practice> {
	const wiring = await import('./practice-wiring.ts');
	const practice = await wiring.practise(name);
	endings.push(async () => practice.close());
	return practice;
}

async function listIncidents(words: Arguments): Promise<number> {
	const {scenarios} = await import('./practice-wiring.ts');
	const lines = words.options.has('json') ? incidentJson(scenarios) : incidentLines(scenarios);
	process.stdout.write(`${lines.join('\n')}\n`);
	return 0;
}

/** The file that `--report` names; a UsageError where it cannot be written. */
async function reportFile({options}: Arguments): Promise<ReportFile | undefined> {
	const name = options.get('report');
	if (name === undefined) {
		return undefined;
	}

	const {openReport} = await import('./report-file.ts');
	return openReport({name, saved: options.get('save'), user: process.geteuid?.()});
}

async function runCheck(
	invocation: Extract<Invocation, {command: 'check'}>,
	words: Arguments,
): Promise<number> {
	const report = await reportFile(words);
	const scenario = words.options.get('lab');
	const practice = scenario === undefined ? undefined : await practise(scenario);
	const password = passwordSource(words, practice);
	const options: Options = {
		...buildOptions(words.options, invocation.target, readFile, practice?.options),
		pipeline: true,
	};
	const {classes, createMachinery, createPlainReader, loadAhead, startSession} =
		await import('./check-wiring.ts');
	const session = startSession(options, password, createMachinery(version), false);
	endings.push(() => session.abort());
	const file = words.options.get('save');
	if (file !== undefined) {
		saveSession(file, session, complain);
	}

	if (report) {
		const {checkCommand} = await import('./report-file.ts');
		report.follow(session, () => checkCommand(options, words.options));
	}

	const read = words.options.has('json')
		? (event: SessionEvent) => [JSON.stringify(event)]
		: words.options.has('nagios')
			? () => []
			: createPlainReader({
					paint: createPaint(wantsColour(process.stdout)),
					ascii: wantsAscii(words),
					classes,
				});
	session.subscribe(event => {
		for (const line of read(event)) {
			print(line);
		}
	});
	loadAhead(session);
	const result = await session.done;
	const written = await report?.write();
	if (typeof written === 'object') {
		complain(written.fault);
	}

	await practice?.close();
	if (words.options.has('nagios')) {
		const {nagiosCodes, nagiosLine, nagiosState} = await import('./output/nagios.ts');
		print(nagiosLine(session.events, result, wantsAscii(words)));
		return interruptedWith ?? nagiosCodes[nagiosState(result)];
	}

	return interruptedWith ?? exitCodes[result.outcome];
}

async function readStandardInput(): Promise<string> {
	if (process.stdin.isTTY) {
		throw new UsageError('explain needs a text: smtp-medic explain "550 5.1.1 User unknown"');
	}

	let text = '';
	process.stdin.setEncoding('utf8');
	for await (const chunk of process.stdin) {
		text += String(chunk);
		if (text.length > 1_000_000) {
			break;
		}
	}

	return text;
}

async function runExplain(text: string | undefined, words: Arguments): Promise<number> {
	const {explain} = await import('./failure-wiring.ts');
	const explanation = explain(text ?? (await readStandardInput()));
	const paint = createPaint(wantsColour(process.stdout));
	process.stdout.write(
		words.options.has('json')
			? `${JSON.stringify(explanation)}\n`
			: explanationText(explanation, paint, wantsAscii(words)),
	);
	return explanation.found ? 0 : 3;
}

async function firstFrame(look: {ascii: boolean; colour: boolean}) {
	const {showFirstFrame} = await import('./first-frame.ts');
	return showFirstFrame(look, process.stdin, process.stdout);
}

/** A program that was to be stopped and still runs after so many milliseconds will not be. */
const unstoppedAfter = 200;

/**
 * Stops this program and those that started it, as a terminal does for ctrl-z. Where nobody could bring
 * it back, as without a shell, the kernel does not stop it: then it goes on at once.
 */
async function stop(): Promise<void> {
	const {promise: continued, resolve: goOn} = Promise.withResolvers<void>();
	const timer = setTimeout(goOn, unstoppedAfter);
	process.once('SIGCONT', goOn);
	process.kill(0, 'SIGTSTP');
	await continued;
	clearTimeout(timer);
	process.off('SIGCONT', goOn);
}

async function runWizard(
	invocation: Extract<Invocation, {command: 'wizard' | 'lab'}>,
	words: Arguments,
): Promise<number> {
	process.env['NODE_ENV'] ??= 'production';
	const ascii = wantsAscii(words);
	const colour = wantsColour(process.stdout);
	const isMenu =
		invocation.command === 'wizard' && invocation.target === undefined && !words.options.has('lab');
	const password = knownPassword(words, process.env, readFile);
	const report = await reportFile(words);
	let giveBack = isMenu ? await firstFrame({ascii, colour}) : undefined;
	endings.push(() => giveBack?.());
	const {openWizard} = await import('./open-wizard.tsx');
	if (interruptedWith !== undefined) {
		return interruptedWith; // By a signal that came while nothing but the first frame stood
	}

	const file = words.options.get('save');
	return openWizard({
		invocation,
		words,
		version,
		ascii,
		colour,
		stdin: process.stdin,
		stdout: process.stdout,
		readFile,
		password,
		practise,
		stop,
		save(session) {
			if (file !== undefined) {
				saveSession(file, session, complain);
			}
		},
		report,
		complain,
		opened() {
			giveBack = undefined;
		},
		endings,
	});
}

/** Whether the wizard can be shown here; else the plain form takes its place. */
function hasScreen(): boolean {
	return (
		process.stdin.isTTY &&
		process.stdout.isTTY &&
		process.env['TERM'] !== 'dumb' &&
		!process.env['INK_SCREEN_READER']
	);
}

async function run(argv: readonly string[]): Promise<number> {
	const words = readArguments(argv, {importMeta: import.meta, version});
	const invocation = invocationOf(words);
	switch (invocation.command) {
		case 'help': {
			process.stdout.write(helpText());
			return 0;
		}

		case 'version': {
			process.stdout.write(`${version}\n`);
			return 0;
		}

		case 'flow': {
			const {flowMermaid, flowText, plan} = await import('./check-wiring.ts');
			process.stdout.write(`${invocation.mermaid ? flowMermaid(plan) : flowText(plan)}\n`);
			return 0;
		}

		case 'explain': {
			return runExplain(invocation.text, words);
		}

		case 'check': {
			return runCheck(invocation, words);
		}

		case 'lab': {
			if (hasScreen() && !words.options.has('json') && !words.options.has('nagios')) {
				return runWizard(invocation, words);
			}

			const {scenario} = invocation;
			return scenario === undefined
				? listIncidents(words)
				: runCheck(
						{command: 'check'},
						{...words, options: new Map([...words.options, ['lab', scenario]])},
					);
		}

		case 'wizard': {
			if (hasScreen()) {
				return runWizard(invocation, words);
			}

			const {target} = invocation;
			if (target === undefined && !words.options.has('lab')) {
				throw new UsageError(
					'the wizard needs a terminal: give a target (smtp-medic check mail.example.com), or see --help',
				);
			}

			return runCheck({command: 'check', ...(target === undefined ? {} : {target})}, words);
		}
	}
}

/** Whether a monitoring system calls; asked before the words have been read, or where they cannot be. */
const isMonitored = process.argv
	.slice(2, process.argv.indexOf('--') + 1 || undefined)
	.includes('--nagios');

/**
 * Ends everything and says in one line what went wrong; a fault of our own gets no stack trace. A
 * monitoring system reads standard output alone.
 */
async function fail(reason: unknown): Promise<never> {
	const misused = reason instanceof UsageError;
	await Promise.allSettled(endings.toReversed().map(async end => end()));
	const message =
		misused || reason instanceof CannotRunError
			? reason.message
			: `a fault of its own: ${visible(String(reason))}`;
	if (isMonitored) {
		const {nagiosUnknown} = await import('./output/nagios.ts');
		const given = process.argv.includes('--ascii') ? [['ascii', ''] as const] : [];
		const ascii = wantsAscii({options: new Map(given), words: [], literal: []});
		process.stdout.write(`${nagiosUnknown(message, ascii)}\n`, () => process.exit(3));
		return new Promise(() => undefined);
	}

	complain(message);
	process.exit(misused ? 2 : 3);
}

onSignals();
let failing: Promise<never> | undefined;
process.on('uncaughtException', error => {
	failing ??= fail(error);
});
try {
	const code = await run(process.argv.slice(2));
	await failing; // It has ended everything, and has a word to say yet
	// A pipe takes 64 KiB at a time, and exiting would drop what it has not taken yet.
	await new Promise<void>(resolve => {
		process.stdout.write('', () => resolve());
	});
	process.exit(interruptedWith ?? code);
} catch (error) {
	await fail(error);
}
