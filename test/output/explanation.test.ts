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

test('of a header it says which cause the receiver found, and leaves out what that excludes', () => {
	const header = [
		'Received: from app.sender.example [93.184.215.14] by mx.receiver.example; Thu, 26 Nov 2026 12:02:13 +0000',
		'Authentication-Results: mx.receiver.example; dkim=fail header.d=sender.example; spf=pass; dmarc=fail header.from=sender.example',
		'From: ada@sender.example',
		'Message-ID: <a@sender.example>',
		'Subject: s',
	].join('\n');
	const said = text(header);
	expect(said).toContain('  The DKIM signature does not verify (confirmed)\n');
	expect(said).toContain(
		'mx.receiver.example received a copy, and found dkim=fail for sender.example.',
	);
	expect(said).not.toContain('The mail has no DKIM signature');
});
