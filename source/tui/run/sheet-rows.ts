import {causesOf, sentenceOf} from '../../core/diagnose.ts';
import type {FixStep} from '../../core/event.ts';
import {explainLine} from '../../core/explain-line.ts';
import {subjectOf} from '../../core/subject.ts';
import {byHand} from '../../knowledge/by-hand.ts';
import {classes} from '../../knowledge/classes.ts';
import {sentences} from '../../knowledge/sentences.ts';
import {causes} from '../../knowledge/causes.ts';
import {remedies} from '../../knowledge/remedies.ts';
import {smtpLines} from '../../knowledge/smtp-lines.ts';
import type {Look} from '../look.ts';
import {faint, prose, row, strong, toned, type Row} from '../text/row.ts';
import {createWriter, type Writer} from '../text/writer.ts';
import {evidenceOf} from './evidence.ts';
import {nameOfMta} from './name-of-mta.ts';
import type {RunScreen} from './run-state.ts';
import type {LineView} from './session-view.ts';
import type {Sheet} from './sheet.ts';
import {timeOf} from './steps-rows.ts';

type ReadSheet = Extract<Sheet, {kind: 'read'}>;

/** What a sheet shows; `commands` can be copied by their number. */
export type SheetText = {title: string; rows: readonly Row[]; commands: readonly string[]};

function writeStep(writer: Writer, screen: RunScreen, id: string, look: Look): string {
	const {view} = screen;
	const step = view.steps.findLast(s => s.id === id);
	if (!step) {
		return id;
	}

	const {title, status, summary, elapsed, command, observations} = step;
	const about = byHand[id];
	const mark = `${look.status[status]} `;
	const tone = status === 'failed' ? 'bad' : status === 'warned' ? 'caution' : 'good';
	writer.row(
		row(
			toned(tone, mark),
			...prose(summary || 'It is still going on.'),
			faint(`  ${timeOf(elapsed)}`),
		),
		2,
	);
	const known = step.class && classes[step.class];
	if (known) {
		writer.heading('What it means');
		writer.text(known.meaning);
		writer.row([faint(known.reference)]);
	}

	if (command) {
		writer.heading('The same by hand');
		writer.command(command);
	}

	if (about) {
		writer.heading('What it does, and why now');
		writer.text(`${about.does} ${about.why}`);
	}

	const subject = subjectOf(view.observations);
	const measured = observations.filter(({tag}) => !tag.startsWith('session.'));
	if (measured.length > 0) {
		writer.heading('What was measured');
		for (const o of measured) {
			writer.row(row(`${look.bullet} `, ...prose(sentenceOf(o, sentences, subject))), 2);
		}
	}

	return title;
}

/** The fixes for the software that was recognised, or for all where none was or all are wanted. */
function writeFix(
	writer: Writer,
	fix: readonly FixStep[],
	own: string | undefined,
	all: boolean,
): void {
	const groups = [...new Set(fix.map(({mta}) => mta))];
	const isKnown = own !== undefined && groups.includes(own);
	const shown = groups.filter(mta => all || !isKnown || mta === own || mta === 'any');
	const others = groups.filter(mta => !shown.includes(mta)).map(nameOfMta);
	for (const mta of shown) {
		writer.heading(mta === 'any' ? 'To put it right' : `To put it right on ${nameOfMta(mta)}`);
		for (const {text, command, effect, undo} of fix.filter(step => step.mta === mta)) {
			const sign = effect === 'changes' ? toned('caution', 'changes  ') : faint('looks    ');
			writer.row(row(sign, ...prose(text)), 9);
			writer.command(command);
			if (undo) {
				writer.row(row('  ', faint('undo: '), ...prose(undo, {tone: 'faint'})), 8);
			}
		}
	}

	if (others.length > 0) {
		writer.heading('');
		writer.row(row(strong('o'), faint(`  shows it for other software, too: ${others.join(', ')}`)));
	}
}

function writeCause(
	writer: Writer,
	screen: RunScreen,
	{id, all = false}: Pick<ReadSheet, 'id' | 'all'>,
	look: Look,
): string {
	const cause = screen.view.diagnosis?.causes.find(c => c.id === id);
	if (!cause) {
		return id;
	}

	const {title, because, standing, evidence, confirm, fix} = cause;
	writer.row(row(strong(standing === 'ruled-out' ? 'ruled out' : standing), `  ${because}`), 0);
	if (evidence.length > 0) {
		writer.heading('Evidence');
		for (const {text, speaksFor} of evidence.map(evidenceOf)) {
			const sign = speaksFor ? toned('good', `${look.good} `) : toned('bad', `${look.bad} `);
			writer.row(row(sign, ...prose(text)), 2);
		}
	}

	if (confirm.length > 0) {
		writer.heading('To confirm it');
		for (const {text, command} of confirm) {
			writer.text(text);
			writer.command(command);
		}
	}

	const software = screen.view.observations.findLast(o => o.tag === 'server.software');
	const own = software?.tag === 'server.software' ? software.data.mta : undefined;
	writeFix(writer, fix, own, all);
	return title;
}

/** Whether a line is a later line of the reply to EHLO. */
function isAfterEhlo(lines: readonly LineView[], index: number): boolean {
	const line = lines[index];
	const own = lines.slice(0, index).filter(l => l.connection === line?.connection);
	const asked = own.findLastIndex(({from}) => from === 'client');
	const first = own.slice(asked + 1).some(({from}) => from === 'server');
	return first && /^EHLO\b/i.test(own[asked]?.text ?? '');
}

function writeLine(writer: Writer, screen: RunScreen, id: string): string {
	const {lines} = screen.view;
	const index = Number(id);
	const line = lines[index];
	if (!line) {
		return 'Dialogue';
	}

	writer.row([{text: line.text, strong: true}], 0);
	const parts = explainLine(line, isAfterEhlo(lines, index), smtpLines);
	for (const {part, says, reference} of parts) {
		writer.heading(part);
		writer.text(says);
		writer.row([faint(reference)]);
	}

	if (parts.length === 0) {
		writer.heading('');
		writer.text(
			line.from === 'note'
				? 'A note of smtp-medic about the connection; nobody sent this line.'
				: 'There is nothing more to say about this line: RFC 5321 gives it no meaning of its own.',
		);
	}

	const who = {client: 'sent by this side', server: 'sent by the server', note: 'a note'}[
		line.from
	];
	writer.heading('');
	writer.row([
		faint(`${who}, ${line.secure ? 'under TLS' : 'not encrypted'}, connection ${line.connection}`),
	]);
	return 'What this line means';
}

function writeTicket(writer: Writer, {incident}: RunScreen): string {
	if (!incident) {
		return '';
	}

	const {scenario, hints} = incident;
	writer.text(scenario.ticket);
	if (scenario.account) {
		writer.heading('Your account');
		writer.row(
			row(
				'user ',
				strong(scenario.account.user),
				'   password ',
				strong(scenario.account.password),
			),
		);
	}

	if (hints > 0) {
		writer.heading('Hints so far');
		for (const [index, hint] of scenario.hints.slice(0, hints).entries()) {
			writer.row(row(`${index + 1}. `, ...prose(hint)), 3);
		}
	}

	return `Ticket: ${scenario.title}`;
}

function writeDebrief(writer: Writer, {incident}: RunScreen, look: Look): string {
	if (!incident) {
		return '';
	}

	const {scenario, hints, tries, answer} = incident;
	writer.row([toned('good', `${look.status.passed} Mail flows.`)]);
	writer.heading('What it was');
	writer.text(scenario.debrief);
	writer.heading('How it went');
	const named =
		answer === 'found'
			? `You named the cause${tries > 1 ? ` at the ${ordinal(tries)} try` : ' at the first try'}`
			: answer === 'given-up'
				? 'You had the cause shown'
				: 'You put it right';
	writer.text(
		`${named}, with ${hints === 0 ? 'no hint' : hints === 1 ? 'one hint' : `${hints} hints`}.`,
	);
	return `Solved: ${scenario.title}`;
}

function ordinal(number: number): string {
	return ['first', 'second', 'third', 'fourth', 'fifth'][number - 1] ?? `${number}th`;
}

/** What can become of mail after a server has taken it, and how each is found out. */
function writeAcceptance(writer: Writer, {view}: RunScreen): string {
	const {title, meaning, next} = classes['not-delivered'];
	writer.text(
		'As far as anybody can see from outside, mail for this address is taken. What follows happens on the server that took it, and only its log and queue tell.',
	);
	writer.text(`${meaning} ${next}`);
	for (const cause of causesOf('not-delivered', view.observations, {causes, remedies})) {
		writer.heading(cause.title);
		writer.text(cause.because);
		for (const {text, command} of cause.confirm) {
			writer.text(text);
			writer.command(command);
		}
	}

	return title;
}

/** The text of a sheet that is there to be read. */
export function sheetText(
	screen: RunScreen,
	{about, id, all = false}: ReadSheet,
	look: Look,
	width: number,
): SheetText {
	const writer = createWriter(look, width);
	const title = {
		step: () => writeStep(writer, screen, id, look),
		cause: () => writeCause(writer, screen, {id, all}, look),
		line: () => writeLine(writer, screen, id),
		ticket: () => writeTicket(writer, screen),
		debrief: () => writeDebrief(writer, screen, look),
		acceptance: () => writeAcceptance(writer, screen),
	}[about]();
	return {title, rows: writer.rows, commands: writer.commands};
}
