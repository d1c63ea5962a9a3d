import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createPatternFilter} from '../../source/core/pattern-filter.ts';
import {requiredText} from '../../source/core/required-text.ts';
import {rules} from '../../source/knowledge/rules.ts';

const patterns = rules.flatMap(({says = [], unless = []}) => [...says, ...unless]);

test.each([
	[/relay/, ['relay']],
	[/(user|mailbox) full/, [' full']],
	[/(greylist|graylist)/, ['greylist', 'graylist']],
	[/ab?c/, undefined],
	[/quota( is)? exceeded/, [' exceeded']],
	[/x[ab]y/, undefined],
	[/a\.b/, ['a.b']],
	[/^sorry\b/, ['sorry']],
	[/(?!not )denied/, ['denied']],
	[/(spam|\d)/, undefined],
	[/up to \d{1,3} times/, ['up to ']],
	[/loops{2}/, ['loops']],
	[/case/i, undefined],
])('%o needs %o', (pattern, literals) => {
	expect(requiredText(pattern)).toEqual(literals);
});

test('a pattern is never passed over where it would match', () => {
	const filter = createPatternFilter(patterns);
	const words = fc.constantFrom(
		...rules.flatMap(({samples}) => samples.map(sample => sample.toLowerCase())),
	);
	fc.assert(
		fc.property(fc.array(fc.oneof(words, fc.string({maxLength: 9})), {maxLength: 6}), parts => {
			const text = parts.join(' ');
			filter.look(text);
			for (const pattern of patterns) {
				expect(filter.test(pattern), pattern.source).toBe(pattern.test(text));
			}
		}),
		{numRuns: 60},
	);
});

test('neither is one in the first text, before the patterns are filed', () => {
	for (const text of ['relay access denied', 'user unknown in local recipient table', '', 'x']) {
		const filter = createPatternFilter(patterns);
		filter.look(text);
		expect(patterns.filter(pattern => filter.test(pattern))).toEqual(
			patterns.filter(pattern => pattern.test(text)),
		);
	}
});

test('nearly every pattern can be passed over', () => {
	const always = patterns.filter(pattern => requiredText(pattern) === undefined);
	expect(always.length).toBeLessThan(patterns.length / 20);
});
