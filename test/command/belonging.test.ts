// Each option goes with the commands that heed it, and with no other.
import {expect, test} from 'vitest';
import {readArguments} from '../../source/command/arguments.ts';
import {helpText} from '../../source/command/help.ts';
import {invocationOf} from '../../source/command/invocation.ts';
import {
	commandNames,
	commandsOf,
	optionTable,
	type CommandName,
} from '../../source/command/option-table.ts';
import {UsageError} from '../../source/core/usage-error.ts';

const words: Readonly<Record<CommandName, readonly string[]>> = {
	wizard: ['a.example'],
	check: ['check', 'a.example'],
	lab: ['lab', 'refused'],
	explain: ['explain', '550 x'],
	flow: ['flow'],
};

const call = (command: CommandName, name: string, value: string | undefined) => {
	const option =
		value === undefined ? `--${name}` : `--${name}=${name === 'lab' ? 'refused' : '1'}`;
	const argv = [...words[command], option];
	return invocationOf(readArguments(argv, {importMeta: import.meta, version: '0.0.0'})).command;
};

test.each(commandNames)('%s takes its options, and refuses all others in one line', command => {
	for (const option of optionTable) {
		const {name, value} = option;
		const attempt = () => call(command, name, value);
		if (commandsOf(option).includes(command)) {
			expect(attempt, name).not.toThrow();
		} else {
			expect(attempt, name).toThrow(UsageError);
			expect(attempt, name).toThrow(`--${name} does not go with `);
			expect(attempt, name).not.toThrow('\n');
		}
	}
});

test('the line says with which commands the option goes', () => {
	expect(() => call('explain', 'port', 'N')).toThrow(
		'--port does not go with explain: it is an option of the wizard, check and lab',
	);
	expect(() => call('check', 'mermaid', undefined)).toThrow(
		'--mermaid does not go with check: it is an option of flow',
	);
});

test('what every command has, and what the interface promises', () => {
	for (const name of ['ascii', 'help', 'version', 'lab']) {
		const option = optionTable.find(other => other.name === name);
		expect(option && commandsOf(option)).toEqual(commandNames);
	}

	expect(call('explain', 'json', undefined)).toBe('explain');
	expect(call('wizard', 'json', undefined)).toBe('check');
	expect(call('wizard', 'nagios', undefined)).toBe('check');
	expect(call('flow', 'mermaid', undefined)).toBe('flow');
});

test('help and version come first, whatever stands beside them', () => {
	const read = (...argv: string[]) =>
		invocationOf(readArguments(argv, {importMeta: import.meta, version: '0.0.0'}));
	expect(read('flow', '--user', 'x', '--help')).toEqual({command: 'help'});
	expect(read('explain', '--port', '25', '--version')).toEqual({command: 'version'});
});

test('two incidents at once are wrong use, one told twice is not', () => {
	const read = (...argv: string[]) =>
		invocationOf(readArguments(argv, {importMeta: import.meta, version: '0.0.0'}));
	expect(() => read('lab', 'refused', '--lab', 'timed-out')).toThrow('give one');
	expect(read('lab', 'refused', '--lab', 'refused')).toEqual({command: 'lab', scenario: 'refused'});
});

test('the help tells the options of the commands that examine nothing', () => {
	expect(helpText()).toMatch(/^ {2}explain +--json, --ascii$/m);
	expect(helpText()).toMatch(/^ {2}flow +--mermaid, --ascii$/m);
});
