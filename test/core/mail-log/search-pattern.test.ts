import {spawnSync} from 'node:child_process';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {hoursPattern, searchPattern} from '../../../source/core/mail-log/search-pattern.ts';

/** What the real grep finds, and what it complains about. */
function grep(pattern: string, lines: readonly string[]): {found: string[]; complaint: string} {
	const {stdout, stderr} = spawnSync('grep', ['-aiE', '-e', pattern], {
		input: lines.map(line => `${line}\n`).join(''),
		encoding: 'utf8',
		env: {...process.env, LC_ALL: 'C'},
	});
	return {found: stdout.split('\n').filter(line => line !== ''), complaint: stderr};
}

const word = fc
	.string({unit: 'grapheme-ascii', minLength: 3, maxLength: 12})
	.filter(text => !/\s/.test(text));

test('grep, and we, find the very words and nothing else', () => {
	fc.assert(
		fc.property(word, word, fc.array(word, {maxLength: 4}), (first, second, others) => {
			const lines = [`a ${first} b`, second, ...others];
			const pattern = searchPattern([first, second]);
			const wanted = lines.filter(line =>
				[first, second].some(one => line.toLowerCase().includes(one.toLowerCase())),
			);
			expect(pattern.startsWith('-')).toBe(false);
			expect(grep(pattern, lines)).toEqual({found: wanted, complaint: ''});
			expect(lines.filter(line => new RegExp(pattern, 'i').test(line))).toEqual(wanted);
		}),
		{numRuns: 60},
	);
});

test('the hours of a time are found however a log writes them', () => {
	const hours = hoursPattern(Date.UTC(2026, 10, 5, 23, 40), Date.UTC(2026, 10, 6, 0, 40));
	const within = [
		'Nov  5 23:59:59 mail postfix/smtp[1]: x',
		'Nov 6 00:10:00 mail postfix/smtp[1]: x',
		'2026-11-05T23:00:01.5+01:00 mail postfix/smtp[1]: x',
		'2026-11-06 00:59:59 1xWYBm-00008Z-02 x',
	];
	const others = [
		'Nov  5 22:59:59 mail postfix/smtp[1]: x',
		'Nov 15 23:10:00 mail postfix/smtp[1]: x',
		'Dec  6 00:10:00 mail postfix/smtp[1]: x',
		'2026-11-06 01:00:00 1xWYBm-00008Z-02 x',
	];
	const {found, complaint} = grep(`^(${hours}).*(x)`, [...within, ...others]);
	expect(found).toEqual(within);
	expect(complaint).toBe('');
});
