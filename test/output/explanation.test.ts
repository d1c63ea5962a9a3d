import fc from 'fast-check';
import {expect, test} from 'vitest';
import {explanationText} from '../../source/output/explanation.ts';
import {createPaint} from '../../source/output/paint.ts';
import {explain} from '../../source/failure-wiring.ts';

const text = (said: string, ascii = false) =>
	explanationText(explain(said), createPaint(false), ascii);

test('an explanation says what it is, what it means, what to look at and what comes next', () => {
	const lines = text('554 5.7.1 <eve@example.test>: Relay access denied').split('\n');
	expect(lines[0]).toMatch(/^Relay access denied \(relay-denied, /);
	expect(lines[1]).toMatch(/^ {2}\S/);
	expect(lines).toContain('Causes to look at');
	expect(lines.findLast(line => line !== '')).toMatch(/^Next \S/);
	expect(lines.join('\n')).not.toMatch(/[.?]: /);
});

test('what a text names becomes a command for a live check', () => {
	expect(text('connect to mx.example.test port 587: Connection refused')).toContain(
		'smtp-medic mx.example.test --port 587\n',
	);
	expect(text('550 5.1.1 <kim@example.test>: User unknown')).toContain(
		'smtp-medic kim@example.test\n',
	);
	expect(text('ETIMEDOUT')).not.toContain('Check it live');
});

test('where no class can be named, it says what would help', () => {
	const said = text('the weather is fine');
	expect(said).toContain('No class could be named.');
	expect(said).toContain('the weather is fine');
});

test('whatever it reads, it prints nothing that a terminal would obey', () => {
	const reply = fc.tuple(
		fc.constantFrom('550 5.1.1 ', '454 ', 'ECONNREFUSED ', ''),
		fc.string({unit: 'binary'}),
	);
	fc.assert(
		fc.property(reply, ([start, rest]) => {
			expect(text(`${start}\u001b[2J${rest}`).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
			expect(text(`${start}${rest}`, true)).toMatch(/^[\n -~]*$/);
		}),
		{numRuns: 60},
	);
});
