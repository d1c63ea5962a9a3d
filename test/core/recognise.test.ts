import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createRecogniser} from '../../source/core/recognise.ts';
import {signs} from '../../source/knowledge/software.ts';

const recognise = createRecogniser(signs);

test.each(signs)('$mta is known by $where: $sample', ({mta, where, sample, certainty, says}) => {
	const found = recognise(where, sample);
	expect(found?.mta).toBe(mta);
	expect(found?.certainty).toBe(certainty);
	// The very sign that the sample belongs to, not another of the same software.
	expect(says.test(sample)).toBe(true);
});

test('samples without their reply codes, as the wire delivers them, are known as well', () => {
	for (const {mta, where, sample} of signs) {
		const bare = sample
			.split('\n')
			.map(line => line.replace(/^\d{3}[ -]/, ''))
			.join('\n');
		expect(recognise(where, bare)?.mta, sample).toBe(mta);
	}
});

test('the evidence is what the server said', () => {
	expect(recognise('banner', 'mx.example.net ESMTP Postfix (Ubuntu)')).toEqual({
		mta: 'postfix',
		evidence: 'ESMTP Postfix',
		certainty: 'certain',
	});
});

test('the surest sign decides, wherever it stands in the text', () => {
	const reply = 'Relay access denied for you, see https://support.google.com/mail';
	expect(recognise('reply', reply)?.mta).toBe('gmail');
});

test('a server that says nothing of itself stays unknown', () => {
	expect(recognise('banner', 'mx.example.net ready')).toBeUndefined();
	expect(recognise('ehlo', 'mx.example.net\nPIPELINING\nHELP')).toBeUndefined();
	expect(recognise('reply', '550 No')).toBeUndefined();
});

test('any text is survived, and the evidence is a part of it', () => {
	fc.assert(
		fc.property(
			fc.constantFrom('banner', 'ehlo', 'reply'),
			fc.oneof(
				fc.string({unit: 'binary', maxLength: 6000}),
				fc.array(fc.constantFrom(...signs.map(({sample}) => sample)), {maxLength: 5}).map(String),
			),
			(where, text) => {
				const found = recognise(where, text);
				expect(found === undefined || text.includes(found.evidence)).toBe(true);
			},
		),
	);
});
