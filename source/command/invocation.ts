import {nearest} from '../core/nearest.ts';
import {UsageError} from '../core/usage-error.ts';
import type {Arguments} from './arguments.ts';
import {commandsOf, optionTable, type CommandName} from './option-table.ts';

/** What the command line asks the program to do. */
export type Invocation =
	| {command: 'help'}
	| {command: 'version'}
	| {command: 'wizard'; target?: string}
	| {command: 'check'; target?: string}
	| {command: 'explain'; text?: string}
	| {command: 'lab'; scenario?: string}
	| {command: 'flow'; mermaid: boolean};

const laterCommands = ['talk', 'replay'];
const commands = ['check', 'explain', 'lab', 'flow'] as const;

function single(words: readonly string[], what: string): string | undefined {
	if (words.length > 1) {
		throw new UsageError(`${what} is given ${words.length} times (${words.join(' ')}): give one`);
	}

	return words[0];
}

/** How a command is called in a sentence. */
const inWords = (command: CommandName) => (command === 'wizard' ? 'the wizard' : command);

/** An option that a command would not heed is a mistake, and may have been meant for another one. */
function checkBelonging({options}: Arguments, command: CommandName): void {
	const stray = optionTable.find(
		option => options.has(option.name) && !commandsOf(option).includes(command),
	);
	if (stray) {
		const others = commandsOf(stray).map(name => inWords(name));
		const [last = ''] = others.slice(-1);
		const all = others.length > 1 ? `${others.slice(0, -1).join(', ')} and ${last}` : last;
		throw new UsageError(
			`--${stray.name} does not go with ${inWords(command)}: it is an option of ${all}`,
		);
	}
}

/** Where a second word follows, the first was meant as a command. */
function checkSpelling([first = '', second]: readonly string[]): void {
	const meant = second === undefined ? undefined : nearest(first, commands, 2);
	if (meant !== undefined) {
		throw new UsageError(`there is no command ${first}; did you mean smtp-medic ${meant}?`);
	}
}

/** Which command it is; what stands after `--` is never a command. */
export function invocationOf(given: Arguments): Invocation {
	if (given.options.has('help')) {
		return {command: 'help'};
	}

	if (given.options.has('version')) {
		return {command: 'version'};
	}

	const invocation = commandOf(given);
	checkBelonging(given, invocation.command);
	if (given.options.has('json') && given.options.has('nagios')) {
		throw new UsageError('--json and --nagios exclude each other: give one');
	}

	return invocation;
}

function commandOf({
	options,
	words,
	literal,
}: Arguments): Exclude<Invocation, {command: 'help' | 'version'}> {
	const [first, ...rest] = words;
	const given = [...rest, ...literal];
	switch (first) {
		case 'check': {
			const target = single(given, 'the target');
			if (target === undefined && !options.has('lab')) {
				throw new UsageError('check needs a target: smtp-medic check mail.example.com');
			}

			return {command: 'check', ...(target === undefined ? {} : {target})};
		}

		case 'explain': {
			const text = given.join(' ');
			return {command: 'explain', ...(text ? {text} : {})};
		}

		case 'lab': {
			const named = options.get('lab');
			const scenario = single(given, 'the scenario') ?? named;
			if (named !== undefined && scenario !== named) {
				throw new UsageError(`lab is given ${scenario} and --lab ${named}: give one`);
			}

			if (options.has('nagios') && scenario === undefined) {
				throw new UsageError('--nagios needs a scenario: smtp-medic lab refused --nagios');
			}

			return {command: 'lab', ...(scenario === undefined ? {} : {scenario})};
		}

		case 'flow': {
			if (given.length > 0) {
				throw new UsageError(`flow takes no target (${given.join(' ')})`);
			}

			return {command: 'flow', mermaid: options.has('mermaid')};
		}

		default: {
			if (first !== undefined && laterCommands.includes(first)) {
				throw new UsageError(
					`this version does not have the command ${first} yet (for a host of that name: smtp-medic -- ${first})`,
				);
			}

			checkSpelling(words);
			const target = single([...words, ...literal], 'the target');
			const headless = ['json', 'nagios'].find(name => options.has(name));
			if (headless !== undefined && target === undefined && !options.has('lab')) {
				throw new UsageError(
					`--${headless} needs a target: smtp-medic check mail.example.com --${headless}`,
				);
			}

			return {
				command: headless !== undefined ? 'check' : 'wizard',
				...(target === undefined ? {} : {target}),
			};
		}
	}
}
