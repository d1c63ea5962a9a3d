import {UsageError} from '../core/usage-error.ts';
import type {Arguments} from './arguments.ts';

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

function single(words: readonly string[], what: string): string | undefined {
	if (words.length > 1) {
		throw new UsageError(`${what} is given ${words.length} times (${words.join(' ')}): give one`);
	}

	return words[0];
}

/** Which command it is; what stands after `--` is never a command. */
export function invocationOf({options, words, literal}: Arguments): Invocation {
	if (options.has('help')) {
		return {command: 'help'};
	}

	if (options.has('version')) {
		return {command: 'version'};
	}

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
			const scenario = single(given, 'the scenario') ?? options.get('lab');
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

			const target = single([...words, ...literal], 'the target');
			const headless = options.has('json');
			if (headless && target === undefined && !options.has('lab')) {
				throw new UsageError('--json needs a target: smtp-medic check mail.example.com --json');
			}

			return {command: headless ? 'check' : 'wizard', ...(target === undefined ? {} : {target})};
		}
	}
}
