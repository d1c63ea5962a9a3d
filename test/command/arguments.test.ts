import {expect, test} from 'vitest';
import {readArguments} from '../../source/command/arguments.ts';
import {buildOptions} from '../../source/command/build-options.ts';
import {invocationOf} from '../../source/command/invocation.ts';
import {optionTable} from '../../source/command/option-table.ts';
import {helpText} from '../../source/command/help.ts';
import {UsageError} from '../../source/core/usage-error.ts';

const read = (...argv: string[]) =>
	readArguments(argv, {importMeta: import.meta, version: '0.0.0'});
const noFile = (): string => {
	throw new Error('no file is read here');
};

const options = (...argv: string[]) => {
	const words = read(...argv);
	const invocation = invocationOf(words);
	const target = 'target' in invocation ? invocation.target : undefined;
	return buildOptions(words.options, target, noFile);
};

test('the aim follows from what is asked, and can be set', () => {
	expect(options('mail.example.com').aim).toBe('deliver');
	expect(options('mail.example.com:587').aim).toBe('submit');
	expect(options('mail.example.com', '--port=465').aim).toBe('submit');
	expect(options('mail.example.com', '--tls', 'implicit').aim).toBe('submit');
	expect(options('mail.example.com', '--user', 'app').aim).toBe('submit');
	expect(options('mail.example.com:587', '--aim', 'deliver').aim).toBe('deliver');
});

test('a mailbox as the target is the recipient, too', () => {
	expect(options('ada@example.com').to).toBe('ada@example.com');
	expect(options('ada@example.com', '--to', 'eve@example.com').to).toBe('eve@example.com');
});

test('times are given in seconds and are milliseconds inside', () => {
	const given = options('a.example', '--timeout', '2.5', '--patience=90');
	expect(given.timeout).toBe(2500);
	expect(given.patience).toBe(90_000);
});

test('the null sender is no absent sender', () => {
	expect(options('a.example', '--from', '<>').from).toBe('');
	expect(options('a.example').from).toBeUndefined();
});

test('-4 and -6 are options and no numbers', () => {
	expect(options('-4', 'a.example').family).toBe(4);
	expect(options('-6', 'a.example').family).toBe(6);
});

test('after -- everything is a target, so that a host called lab can be reached', () => {
	expect(invocationOf(read('--', 'lab'))).toEqual({command: 'wizard', target: 'lab'});
	expect(invocationOf(read('check', '--', 'lab'))).toEqual({command: 'check', target: 'lab'});
	expect(invocationOf(read('lab', 'refused'))).toEqual({command: 'lab', scenario: 'refused'});
});

test('--json makes a check of a target', () => {
	expect(invocationOf(read('a.example', '--json'))).toEqual({
		command: 'check',
		target: 'a.example',
	});
});

test.each<[string[], RegExp]>([
	[['a.example', '--prot', '25'], /unknown option --prot; did you mean --port\?/],
	[['a.example', '--frobnicate'], /unknown option --frobnicate; see --help/],
	[['a.example', '-x'], /unknown option -x/],
	[['a.example', '--port'], /--port needs a value: --port N/],
	[['a.example', '--port', '--json'], /--port needs a value/],
	[['a.example', '--port', '25', '--port=26'], /given twice/],
	[['a.example', '--json', '--json'], /given twice/],
	[['a.example', '--json=1'], /takes no value/],
	[['a.example', '--port', '0'], /from 1 to 65535/],
	[['a.example:25', '--port', '26'], /target says port 25 and --port says 26/],
	[['a.example', '--aim', 'send'], /one of submit, deliver/],
	[['a.example', '--tls', 'ssl'], /one of auto, starttls, implicit, none/],
	[['a.example', '--timeout', '0'], /seconds above 0/],
	[['a.example', '--timeout', 'soon'], /seconds above 0/],
	[['a.example', '--size', '-1'], /whole number/],
	[['a.example', '--dns', 'resolver'], /address of a resolver/],
	[['a.example', '--expect-address', 'mail'], /must be an IP address/],
	[['a.example', '--from', 'ada'], /--from: “ada” is no mail address/],
	[['a.example', '--helo', 'a\r\nRSET'], /on one line/],
	[['a.example', '--auth', 'PLAIN'], /goes with --user/],
	[['a.example', '--user', 'u', '--auth', 'NTLM'], /must be one of/],
	[['a.example', '--user', 'u', '--tls', 'none'], /unencrypted/],
	[['a.example', '--password', 'x'], /no option --password/],
	[['a.example', '--send'], /needs a recipient/],
	[['a.example', '-4', '-6'], /exclude each other/],
	[['192.0.2.1', '-6'], /IPv4 address/],
	[['a.example', 'b.example'], /given 2 times/],
	[['check'], /check needs a target/],
	[['--json'], /--json needs a target/],
	[['a.example', '--ports', '25,x'], /--ports x/],
])('%j is wrong use, in one line', (argv, message) => {
	expect(() => options(...argv)).toThrow(message);
	expect(() => options(...argv)).toThrow(UsageError);
	try {
		options(...argv);
	} catch (error) {
		expect(String(error)).not.toContain('\n');
	}
});

test('the help names every option', () => {
	const text = helpText();
	for (const {name} of optionTable) {
		expect(text).toContain(`--${name}`);
	}
});
