// What another machine's shell is told. `sh` itself reads it here, as sshd's login shell does there.
import {execFileSync, spawnSync} from 'node:child_process';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {afterMark, remoteScript} from '../../../source/net/server/remote-script.ts';

function wordsThatArrive(words: readonly string[]): string[] {
	const script = remoteScript(['printf', String.raw`%s\0`, ...words], 5000);
	const output = afterMark(execFileSync('sh', {input: script, encoding: 'utf8', stdio: 'pipe'}));
	return (output ?? '').split('\0').slice(0, -1);
}

const hostile = [
	'$(touch /tmp/x)',
	'`id`',
	"'; id; '",
	String.raw`'\''`,
	'"$HOME"',
	'a\nb\n',
	'\\',
	'-n',
	'~root',
	'*',
	'{a,b}',
	'!x',
	'#',
	'',
	'ü\u{1f4e7}',
	'%s%n',
	'< /etc/passwd',
	'&& id',
];

test('hostile words arrive as they are', () => {
	expect(wordsThatArrive(hostile)).toEqual(hostile);
});

test('any words arrive as they are', {timeout: 30_000}, () => {
	const word = fc.oneof(
		fc.string({unit: 'grapheme'}),
		fc.string({unit: fc.constantFrom("'", '"', '\\', '$', '`', ' ', '\n', ';', '-', '!', 'a')}),
	);
	const sound = word.filter(text => !text.includes('\0'));
	fc.assert(
		fc.property(fc.array(sound, {minLength: 1, maxLength: 6}), words => {
			expect(wordsThatArrive(words)).toEqual(words);
		}),
		{numRuns: 60},
	);
});

test('what a command is to read arrives as it is, and its exit status comes back', () => {
	const input = `${hostile.join('\r\n')}\n`;
	const script = remoteScript(['sh', '-c', 'cat; exit 3'], 5000, input);
	const withoutTimeout = `timeout() { return 127; }\n${script}`;
	for (const each of [script, withoutTimeout]) {
		const {status, stdout} = spawnSync('sh', {input: each, encoding: 'utf8'});
		expect(afterMark(stdout)).toBe(input);
		expect(status).toBe(3);
	}
});

test('a word that no argument can hold is refused before anything is sent', () => {
	expect(() => remoteScript(['cat', 'a\0b'], 5000)).toThrow(TypeError);
});

test('what the files of the login shell print is not taken for output', () => {
	const output = execFileSync('sh', {
		input: `echo noise\n${remoteScript(['echo', 'smtp-medic looks:'], 5000)}`,
		encoding: 'utf8',
		stdio: 'pipe',
	});
	expect(afterMark(output)).toBe('smtp-medic looks:\n');
	expect(afterMark('This account is not available.\n')).toBeUndefined();
});

test('a command that does not end is ended on its own machine', () => {
	const script = remoteScript(['sleep', '60'], 1000);
	expect(() => execFileSync('sh', {input: script, stdio: ['pipe', 'ignore', 'ignore']})).toThrow(
		expect.objectContaining({status: 124}),
	);
});
