import fc from 'fast-check';
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
	[['a.example', '--form', 'a@b.example'], /unknown option --form; did you mean --from\?/],
	[['chek', 'a.example'], /there is no command chek; did you mean smtp-medic check\?/],
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
	[['a.example', '--ports', Array.from({length: 33}, (_, i) => i + 1).join()], /at most 32/],
	[['a.example', '--ports', ''], /--ports needs a value/],
	[['a.example', '--port', '25x'], /from 1 to 65535/],
	[['a.example', '--port=65536'], /from 1 to 65535/],
	[['a.example', '--port', '-1'], /from 1 to 65535/],
	[['a.example', '--to'], /--to needs a value: --to ADDRESS/],
	[['a.example', '--to='], /--to needs a value/],
	[['a.example', '--to', 'eve@example..com'], /--to: “eve@example..com” is no mail address/],
	[['a.example', '--to', 'a@b.example\r\nDATA'], /--to: .* is no mail address/],
	[['a.example', '--from', 'a@b.example> SIZE=1'], /--from: .* is no mail address/],
	[['a.example', '--from', '<a@b.example'], /--from: .* is no mail address/],
	[['a.example', '--helo', 'a\r\nQUIT'], /one line/],
	[['a.example', '--helo', 'a\u001bb'], /one line/],
	[['a.example', '--user', 'ada\nQUIT'], /control characters/],
	[['a.example', '--servername', 'a b'], /must be a host name/],
	[['a.example', '--dns', '192.0.2.53:0'], /address of a resolver/],
	[['a.example', '--dns', '[2001:db8::53'], /address of a resolver/],
	[['a.example', '--size', '1e3'], /whole number/],
	[['a.example', '--size', '9'.repeat(20)], /whole number/],
	[['a.example', '--timeout', '1e9'], /seconds above 0/],
	[['a.example', '--patience', '86401'], /at most a day/],
	[['a.example', '--password-env', 'X'], /goes with --user/],
	[['a.example', '--on-server', '--ssh', 'mail'], /give the one that is the mail server/],
	[['a.example', '--sudo'], /goes with --on-server or --ssh/],
	[['a.example', '--ssh=-oProxyCommand=id'], /name of a host/],
	[['a.example', '--ssh', 'a b'], /name of a host/],
	[['a.example', '--from-host=-oProxyCommand=id'], /--from-host must be the name of a host/],
	[['a.example', '--from-host', 'a b'], /name of a host/],
	[
		['a.example', '--user', 'u', '--password-env', 'X', '--password-file', 'y'],
		/exclude each other/,
	],
	[['a.example', '--password=x'], /no option --password/],
	[['a.example', '--no-send'], /unknown option --no-send/],
	[['a.example', '-46'], /unknown option -46/],
	[['a.example', '-4', '--ipv4'], /--ipv4 is given twice/],
	[['[::1]:25', '-4'], /IPv6 address/],
	[['a.example:0'], /is no port/],
	[['a.example:'], /is no port/],
	[['example.com:25', '--mx'], /no domain/],
	[['flow', 'a.example'], /flow takes no target/],
	[['lab', 'refused', 'timeout'], /the scenario is given 2 times/],
	[['check', 'a.example', '--', 'b.example'], /given 2 times/],
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

test.each<[string[], string]>([
	[['explain', '550'], '550'],
	[['explain', '1e3'], '1e3'],
	[['explain', '0x10', '-', 'x'], '0x10 - x'],
	[['explain', '550', '5.1.1', 'no', 'such', 'user'], '550 5.1.1 no such user'],
	[['explain', '--', '--json', '550 x'], '--json 550 x'],
])('the text of %j is %j, as it was typed', (argv, text) => {
	expect(invocationOf(read(...argv))).toEqual({command: 'explain', text});
});

test('values are taken as they are typed, numbers too', () => {
	const given = options('a.example', '--user', '0123', '--helo=0x1F', '--from', '007@example.net');
	expect([given.user, given.helo, given.from]).toEqual(['0123', '0x1F', '007@example.net']);
});

test('a mailbox may stand in the brackets of SMTP, and its domain in its own letters', () => {
	expect(options('a.example', '--to', '<eve@bücher.example>').to).toBe('eve@xn--bcher-kva.example');
	expect(options('a.example', '--from', '"a b"@example.com').from).toBe('"a b"@example.com');
});

test('host names in other scripts go out in ASCII', () => {
	expect(options('bücher.example:25').target).toMatchObject({host: 'xn--bcher-kva.example'});
	expect(options('почта.рф').target).toMatchObject({host: 'xn--80a1acny.xn--p1ai'});
	expect(options('mail。example').target).toMatchObject({host: 'mail.example'});
});

test('resolvers are addresses, with or without a port', () => {
	expect(options('a.example', '--dns', '192.0.2.53').dns).toEqual({
		address: '192.0.2.53',
		port: 53,
	});
	expect(options('a.example', '--dns', '127.0.0.1:5353').dns).toEqual({
		address: '127.0.0.1',
		port: 5353,
	});
	expect(options('a.example', '--dns', '[2001:db8::53]:5353').dns).toEqual({
		address: '2001:db8::53',
		port: 5353,
	});
	expect(options('a.example', '--dns', '2001:db8::53').dns).toEqual({
		address: '2001:db8::53',
		port: 53,
	});
});

test('what stands after -- is never an option or a command', () => {
	expect(invocationOf(read('check', '--', '--json'))).toEqual({command: 'check', target: '--json'});
	expect(invocationOf(read('--json', '--', 'check'))).toEqual({command: 'check', target: 'check'});
	expect(invocationOf(read('lab', '--', 'refused'))).toEqual({command: 'lab', scenario: 'refused'});
	expect(read('a.example', '--', '--port', '25').literal).toEqual(['--port', '25']);
});

test('whatever is typed, it is understood or refused in one line', () => {
	const word = fc.oneof(
		fc.constantFrom(
			'check',
			'explain',
			'lab',
			'flow',
			'--',
			'-',
			'-4',
			'--port',
			'--port=25',
			'--to',
		),
		fc.constantFrom(
			'a.example',
			'25',
			'--json',
			'ada@example.com',
			'--user',
			'--tls',
			'none',
			'=',
			'--=x',
		),
		fc.string({maxLength: 8}),
	);
	fc.assert(
		fc.property(fc.array(word, {maxLength: 5}), argv => {
			try {
				options(...argv);
			} catch (error) {
				expect(error).toBeInstanceOf(UsageError);
				expect(String(error)).toMatch(/^[^\p{Cc}\p{Cf}]+$/u);
			}
		}),
	);
});
