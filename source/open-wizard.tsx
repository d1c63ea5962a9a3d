import {writeFileSync} from 'node:fs';
import type {Arguments} from './command/arguments.ts';
import {buildOptions, type ReadFile} from './command/build-options.ts';
import type {Invocation} from './command/invocation.ts';
import {namedFiles} from './command/named-files.ts';
import {faultsOf, optionsOf} from './command/typed-values.ts';
import {visible} from './core/escape.ts';
import type {Options} from './core/options.ts';
import {toldPassword, type Practice} from './core/practice.ts';
import {placeOf} from './core/server-access.ts';
import type {Prompter, Session} from './core/session.ts';
import type {InsideMachinery} from './engine/machinery.ts';
import {knownNames} from './known-names.ts';
import {reportKindOf} from './output/report-kinds.ts';
import {sameCommand} from './output/same-command.ts';
import type {ReportFile} from './report-file.ts';
import {createLook} from './tui/look.ts';
import type {Effect} from './tui/messages.ts';
import {openScreens} from './tui/open-screens.tsx';
import type {ScreenPorts} from './tui/ports.ts';
import {createIncident, newRun, ticketSheet} from './tui/run/new-run.ts';
import type {Screen, Services} from './tui/state.ts';

export type WizardRequest = {
	invocation: Extract<Invocation, {command: 'wizard' | 'lab'}>;
	words: Arguments;
	version: string;
	ascii: boolean;
	colour: boolean;
	stdin: NodeJS.ReadStream;
	stdout: NodeJS.WriteStream;
	readFile: ReadFile;
	/** The password, where the command line names a place that holds it. */
	password: string | undefined;
	/** Starts a practice scenario; a UsageError where there is none of that name. */
	practise(name: string): Promise<Practice>;
	/** Writes the events of a session to the file that `--save` names. */
	save(session: Session): void;
	/** The file that `--report` names. */
	report: ReportFile | undefined;
	/** Says something in one line; not while the screens stand. */
	complain(message: string): void;
	/** Stops the program as ctrl-z does; resolves when it goes on. */
	stop(): Promise<void>;
	/** The screens stand, and will give the terminal back. */
	opened(): void;
	/** What has to be ended when a signal comes. */
	endings: Array<() => void | Promise<void>>;
};

function createServices(words: Arguments, readFile: ReadFile, loaded: Loaded): Services {
	const files = namedFiles(words.options);
	return {
		validate: values => faultsOf(values, words.options),
		build: values => optionsOf(values, words.options, readFile),
		command: options => sameCommand(options, files),
		afterAcceptance: observations => loaded.afterAcceptance?.(observations) ?? [],
		known: knownNames(),
	};
}

/** What is loaded only once a run has ended. */
type Loaded = {afterAcceptance?: Services['afterAcceptance']};

async function loadFailures(loaded: Loaded): Promise<void> {
	const {afterAcceptance} = await import('./failure-wiring.ts');
	loaded.afterAcceptance = afterAcceptance;
}

function saveReport(name: string, text: string): string | undefined {
	try {
		writeFileSync(name, text, {flag: 'wx', mode: 0o600});
		return undefined;
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
		return code === 'EEXIST'
			? `There is a file ${name} already: choose another name.`
			: `${name} cannot be written (${code}).`;
	}
}

/** The terminal's own clipboard, by OSC 52: it works over SSH, where the terminal allows it. */
const clipboard = (text: string) => `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`;

/** Shows the wizard until the user leaves; returns the exit code. */
export async function openWizard(request: WizardRequest): Promise<number> {
	const {invocation, words, version, readFile, password, endings, stdin, stdout, report} = request;
	const look = createLook(request.ascii, request.colour);
	const loaded: Loaded = {};
	const services = createServices(words, readFile, loaded);
	const optionsFor = ({options}: Practice, target?: string): Options =>
		buildOptions(words.options, target, readFile, options);
	const ports: ScreenPorts = {
		async startSession(options, prompter, guided) {
			const {createMachinery, startSession} = await import('./check-wiring.ts');
			const machinery = createMachinery(version);
			const inside = async () => lending(await machinery.inside());
			let current = options;
			const noting: Prompter = async (question, signal) => {
				const answer = await prompter(question, signal);
				current = {...current, ...answer?.changes};
				return answer;
			};

			const session = startSession(options, noting, {...machinery, inside}, true, guided);
			request.save(session);
			report?.follow(session, () => services.command(current));
			session.subscribe(({type}) => {
				if (type === 'run-finished') {
					void loadFailures(loaded);
					void report?.write(); // Whether that went well is told at the end
				}
			});
			return session;
		},
		async explain(text) {
			const {explain} = await import('./failure-wiring.ts');
			return explain(text);
		},
		async scenarios() {
			const {scenarios} = await import('./practice-wiring.ts');
			return scenarios;
		},
		async practise({id}) {
			const practice = await request.practise(id);
			return {practice, options: optionsFor(practice)};
		},
		async saveReport(name, events, command) {
			const {reportText} = await import('./output/report.ts');
			return saveReport(name, reportText(reportKindOf(name) ?? 'md', events, command));
		},
		async suspend() {
			await opened.lend(request.stop);
		},
		copy(text) {
			stdout.write(clipboard(text));
		},
	};

	/** What `ssh` asks when it connects, it asks on the terminal, which the screens leave to it meanwhile. */
	const lending = (inside: InsideMachinery): InsideMachinery => ({
		...inside,
		openServer(wanted) {
			const access = inside.openServer(wanted);
			let isConnected = false;
			const prepare = async (signal: AbortSignal) => {
				const why = isConnected
					? undefined
					: await opened.lend(async () => {
							stdout.write(`Connecting to ${visible(placeOf(access.where))} with ssh …\n`);
							return access.prepare(signal);
						});
				isConnected = why === undefined;
				return why;
			};

			return wanted.kind === 'ssh' ? {...access, prepare} : access;
		},
	});

	const opened = openScreens({
		...(await firstScreens(request, optionsFor, ports)),
		look,
		services,
		ports,
		stdin,
		stdout,
	});
	endings.push(async () => opened.close());
	request.opened();
	const {code, lines} = await opened.done;
	const written = await report?.write();
	const name = written === 'written' ? words.options.get('report') : undefined;
	const last = name === undefined ? [] : [look.text(`  Report: ${visible(name)}`)];
	if (lines.length > 0) {
		stdout.write(`${[...lines, ...last].join('\n')}\n`);
	}

	if (typeof written === 'object') {
		request.complain(written.fault);
	}

	return code;

	/** What the command line asks for. Everything wrong with it is said before a screen is shown. */
	async function firstScreens(
		{practise}: WizardRequest,
		withPractice: typeof optionsFor,
		{scenarios}: ScreenPorts,
	): Promise<{screens: readonly Screen[]; effects: readonly Effect[]; practice?: Practice}> {
		const target = invocation.command === 'wizard' ? invocation.target : undefined;
		const scenario = invocation.command === 'lab' ? invocation.scenario : words.options.get('lab');
		const secret = password === undefined ? {} : {password};
		if (scenario !== undefined) {
			const practice = await practise(scenario);
			const isLesson = invocation.command === 'lab';
			const told = toldPassword(practice.scenario, words.options.get('user'));
			const {screen, effects} = newRun(1, withPractice(practice, target), {
				...(told === undefined ? {} : {password: told}),
				...secret,
				concern: 'lab',
				guided: isLesson,
				incident: createIncident(practice.scenario, practice.settings(), isLesson),
			});
			const top: Screen = isLesson ? {...screen, sheet: ticketSheet} : screen;
			const list: Screen = {
				kind: 'lab',
				scenarios: await scenarios(),
				cursor: 0,
				starting: undefined,
			};
			return {screens: [list, top], effects, practice};
		}

		if (invocation.command === 'lab') {
			return {
				screens: [{kind: 'lab', scenarios: await scenarios(), cursor: 0, starting: undefined}],
				effects: [],
			};
		}

		if (target === undefined) {
			return {screens: [{kind: 'menu', cursor: 0}], effects: []};
		}

		const options = buildOptions(words.options, target, readFile);
		const {screen, effects} = newRun(1, options, {...secret, concern: 'direct'});
		return {screens: [screen], effects};
	}
}
