import {spawnSync} from 'node:child_process';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {readArguments} from '../../source/command/arguments.ts';
import {buildOptions} from '../../source/command/build-options.ts';
import {quoted, sameCommand} from '../../source/output/same-command.ts';

const about = {importMeta: import.meta, version: '0'};
const optionsFor = (words: readonly string[]) => {
	const read = readArguments(words, about);
	return buildOptions(read.options, read.words[0], () => '');
};

/** The words that a shell makes of a command line. */
function wordsOf(command: string): string[] {
	const {stdout} = spawnSync('sh', ['-c', `printf '%s\\0' ${command}`], {encoding: 'utf8'});
	return stdout.split('\0').slice(1, -1);
}

const from = (name: string, ...values: ReadonlyArray<string | number | true>) =>
	fc
		.option(fc.constantFrom(...values), {nil: undefined})
		.map(value => (value === undefined ? [] : value === true ? [name] : [name, String(value)]));

test('the command line says the same as the options that it is made of', {timeout: 60_000}, () => {
	fc.assert(
		fc.property(
			fc.constantFrom('mail.example.com', '192.0.2.1', '[2001:db8::1]', 'ada@example.com'),
			fc.tuple(
				from('--aim', 'submit', 'deliver'),
				from('--port', 25, 465, 587, 2525),
				from('--user', 'ada@example.com', "it's me", 'a b'),
				from('--from', '<>', 'x@example.org'),
				from('--to', 'y@example.net', 'ada@example.com', '"a b"@example.net'),
				from('--tls', 'auto', 'starttls', 'implicit'),
				from('--helo', 'app01.example.net', '[192.0.2.9]'),
				from('--dns', '192.0.2.53:5353', '[2001:db8::53]'),
				from('--timeout', 3, 10),
				from('--patience', 6.5),
				from('--size', 1000),
				from('--insecure', true),
				from('--lmtp', true),
				from('--from-host', 'web1'),
				fc.constantFrom(
					[],
					['--on-server'],
					['--on-server', '--sudo'],
					['--ssh', 'mail'],
					['--ssh', "ada@o'hara.example", '--sudo'],
					['--on-server', '--follow', '<a$b@example.net>', '--around', '2026-11-25 14:30'],
				),
			),
			(target, given) => {
				const options = optionsFor([target, ...given.flat()]);
				const words = wordsOf(sameCommand(options));
				expect(optionsFor(words)).toEqual(options);
			},
		),
		{numRuns: 60},
	);
});

test('a word means nothing to the shell but itself', () => {
	expect(quoted('mail.example.com')).toBe('mail.example.com');
	expect(quoted("a'b; rm -rf *")).toBe(String.raw`'a'\''b; rm -rf *'`);
	expect(quoted('[192.0.2.1]')).toBe("'[192.0.2.1]'");
	expect(quoted('')).toBe("''");
});
