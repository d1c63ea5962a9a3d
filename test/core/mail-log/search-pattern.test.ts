import {spawnSync} from 'node:child_process';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {searchPattern} from '../../../source/core/mail-log/search-pattern.ts';

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
