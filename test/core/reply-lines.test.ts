import fc from 'fast-check';
import {expect, test} from 'vitest';
import {decodeLine, enhancedIn, parseReplyLine} from '../../source/core/reply-lines.ts';

test.each([
	['250 ok', {code: 250, text: 'ok', continues: false}],
	['250-ok', {code: 250, text: 'ok', continues: true}],
	['250', {code: 250, text: '', continues: false}],
	['250-', {code: 250, text: '', continues: true}],
	['250 - ok', {code: 250, text: '- ok', continues: false}],
	['250ok', {code: 250, text: 'ok', continues: false, fault: 'no-separator'}],
	['250\tok', {code: 250, text: '\tok', continues: false, fault: 'no-separator'}],
	['600 no', {code: 600, text: 'no', continues: false, fault: 'bad-code'}],
	['2500 no', {text: '2500 no', continues: true, fault: 'bad-code'}],
	['25 no', {text: '25 no', continues: true, fault: 'bad-code'}],
	['', {text: '', continues: true, fault: 'bad-code'}],
	['\u0662\u0665\u0660 no', {text: '\u0662\u0665\u0660 no', continues: true, fault: 'bad-code'}],
])('%j is taken apart', (line, expected) => {
	expect(parseReplyLine(line)).toEqual(expected);
});

test.each([
	['5.7.1 no', 550, '5.7.1'],
	['5.7.1', 550, '5.7.1'],
	['  5.7.1 no', 550, '5.7.1'],
	['5.7.1: no', 550, '5.7.1'],
	['4.7.1 no', 550, undefined],
	['5.7.1.2 is listed', 550, undefined],
	['5.7.1234 no', 550, undefined],
	['host 5.7.1', 550, undefined],
	['3.0.0 go', 354, undefined],
])('the enhanced code of %j after %i is %s', (text, code, expected) => {
	expect(enhancedIn(text, code)).toBe(expected);
});

test('text that is valid UTF-8 is read as it is, anything else byte by byte', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), text => {
			fc.pre(text.isWellFormed());
			expect(decodeLine(new TextEncoder().encode(text))).toBe(text);
		}),
	);
	fc.assert(
		fc.property(fc.uint8Array({maxLength: 40}), bytes => {
			const text = decodeLine(Uint8Array.of(0xff, ...bytes));
			expect(Array.from(text, character => character.charCodeAt(0))).toEqual([0xff, ...bytes]);
		}),
	);
});

test('a character that the limit cuts in half does not make the whole line Latin-1', () => {
	const bytes = new TextEncoder().encode('gr\u00fc\u{1f4e7}');
	for (const missing of [1, 2, 3]) {
		expect(decodeLine(bytes.subarray(0, bytes.length - missing), true)).toBe('gr\u00fc');
	}
});
