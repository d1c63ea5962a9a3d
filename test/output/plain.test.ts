// The plain form: the same content as the wizard, one sentence a line, whatever the server says.
import {stripVTControlCharacters} from 'node:util';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {CauseReport, SessionEvent} from '../../source/core/event.ts';
import {errorClasses} from '../../source/core/vocabulary.ts';
import {classes} from '../../source/knowledge/classes.ts';
import {createPaint} from '../../source/output/paint.ts';
import {createPlainReader} from '../../source/output/plain.ts';
import {optionsFor, runSession} from '../helpers/run-session.ts';
import {startScriptServer} from '../helpers/script-server.ts';
import {smtp, type Answers} from '../helpers/smtp-script.ts';

type How = {colour?: boolean; ascii?: boolean};

function plain(
	events: readonly SessionEvent[],
	{colour = false, ascii = false}: How = {},
): string[] {
	const read = createPlainReader({paint: createPaint(colour), ascii, classes});
	return events.flatMap(event => read(event));
}

async function eventsOf(answers: Answers): Promise<readonly SessionEvent[]> {
	const server = await startScriptServer(smtp(answers));
	const {events} = await runSession(optionsFor(server.port, {tls: 'none'}));
	return events;
}

test('a session is told as steps with their dialogue, diagnosis with causes and fix, and verdict', async () => {
	const lines = plain(await eventsOf({RCPT: '554 5.7.1 <eve@example.test>: Relay access denied'}));
	const at = (pattern: RegExp) => {
		const index = lines.findIndex(line => pattern.test(line));
		expect(index, String(pattern)).toBeGreaterThan(-1);
		return index;
	};

	const order = [
		/^smtp-medic 0\.0\.0: 127\.0\.0\.1$/,
		/^1 Can you reach the port\?$/,
		/^ {2}✔ Ports +Port \d+ of 127\.0\.0\.1 is open/,
		/^2 Does the handshake work\?$/,
		/ S 220 mail\.example\.test ESMTP ready$/,
		/^3 Are you authorised\?$/,
		/ C RCPT TO:<eve@example\.test>$/,
		/ S 554 5\.7\.1 <eve@example\.test>: Relay access denied$/,
		/^ {2}✖ RCPT TO +554 5\.7\.1/,
		/^Relay access denied \(relay-denied, certain, at RCPT TO\)$/,
		/^Evidence$/,
		/^Causes, most likely first$/,
		/^ {5}to confirm: /,
		/^ {5}fix/,
		/^Next /,
		/^PROBLEM 127\.0\.0\.1 answered: 554/,
	].map(at);
	expect(order).toEqual(order.toSorted((a, b) => a - b));
	expect(order.at(-1)).toBe(lines.length - 1);
});

test('a healthy session ends with one word that says so', async () => {
	const lines = plain(await eventsOf({}));
	expect(lines.at(-1)).toMatch(/^HEALTHY Everything that was asked for works/);
	expect(lines.join('\n')).not.toContain('Causes');
});

const hostileLine = fc
	.string({unit: 'binary', maxLength: 60})
	.map(text => text.replaceAll(/[\r\n]/g, ''));

test('whatever a server says, each line is one line of ours and holds no control character', async () => {
	const known =
		/^(?:smtp-medic |[1-4] |Evidence$|Causes, |Next |Warnings$|HEALTHY |PROBLEM |INCONCLUSIVE |$)/;
	for (const [words, forged, more] of fc.sample(
		fc.tuple(hostileLine, hostileLine, hostileLine),
		15,
	)) {
		const lines = plain(
			await eventsOf({
				greeting: `220-${more}\nHEALTHY\n220 ${words}\u001b[2J\u202e`,
				EHLO: `250-${words}\n250-${more}\n250 ${forged}`,
				RCPT: `550-${words}\n550-\u009b31mPROBLEM is fixed\n550 ${more}\u0007`,
			}),
		);
		for (const line of lines) {
			expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
			const title = Object.values(classes).some(info => line.startsWith(`${info.title} (`));
			expect(line.startsWith('  ') || known.test(line) || title, line).toBe(true);
		}

		expect(lines.filter(line => /^(?:HEALTHY|PROBLEM|INCONCLUSIVE)/.test(line))).toHaveLength(1);
	}
});

test('in ASCII there is nothing beyond it; with colour there are the same words', async () => {
	const events = await eventsOf({RCPT: '550 5.1.1 <eve@example.test>: größer 漢字'});
	for (const line of plain(events, {ascii: true, colour: true})) {
		expect(stripVTControlCharacters(line)).toMatch(/^[ -~]*$/);
	}

	const painted = plain(events, {colour: true});
	expect(painted.join('\n')).toContain('\u001b[');
	expect(painted.map(line => stripVTControlCharacters(line))).toEqual(plain(events));
});

test('every class has words for a diagnosis, without a gap in them', () => {
	for (const name of errorClasses) {
		const text = plain([
			{
				type: 'diagnosis',
				at: 1,
				class: name,
				stage: 'connect',
				summary: 'x',
				certainty: 'likely',
				alternatives: ['other'],
				evidence: [],
				causes: [],
			},
		]).join('\n');
		expect(text).toContain(`(${name}, likely, at connecting)`);
		expect(text).toContain(`It could also be: ${classes.other.title}.`);
		expect(text).not.toMatch(/undefined|\{[a-z]+\}/i);
	}
});

const fix = {mta: 'any', text: 'Do it.', command: '', effect: 'changes', undo: ''} as const;
const cause = (id: string, standing: CauseReport['standing']): CauseReport => ({
	id,
	title: `Title of ${id}`,
	because: '',
	standing,
	evidence: [`evidence of ${id}`],
	confirm: [],
	fix: [fix],
});

const told = (...causes: readonly CauseReport[]) =>
	plain([
		{
			type: 'diagnosis',
			at: 1,
			class: 'not-delivered',
			stage: 'message',
			summary: 'x',
			certainty: 'certain',
			alternatives: [],
			evidence: [],
			causes,
		},
	]);

test('what was ruled out stands on one line, by its titles', () => {
	const lines = told(cause('a', 'possible'), cause('b', 'ruled-out'), cause('c', 'ruled-out'));
	expect(lines).toContain('  ruled out Title of b; Title of c');
	expect(lines.join('\n')).not.toMatch(/evidence of [bc]/);
	expect(lines.at(-1)).toBe(`Next ${classes['not-delivered'].next}`);
});

test('beside a confirmed cause those that are merely possible are named, and no more', () => {
	const lines = told(cause('a', 'confirmed'), cause('b', 'confirmed'), cause('c', 'possible'));
	expect(lines).toContain('  possible  Title of c');
	expect(lines.join('\n')).toMatch(/evidence of b/);
	expect(lines.join('\n')).not.toMatch(/evidence of c/);
	expect(lines.at(-1)).toBe('Next Put it right as shown, and run it again.');
});
