import type {CauseReport, FixStep} from '../../../core/event.ts';
import {softwareOf} from '../../../core/subject.ts';
import type {Look} from '../../look.ts';
import {faint, prose, row, strong, toned} from '../../text/row.ts';
import type {Writer} from '../../text/writer.ts';
import {evidenceOf} from '../evidence.ts';
import {nameOfMta} from '../name-of-mta.ts';
import type {RunScreen} from '../run-state.ts';
import type {SheetOf} from '../sheet.ts';

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

function writeConfirmation(writer: Writer, confirm: CauseReport['confirm']): void {
	if (confirm.length > 0) {
		writer.heading('To confirm it');
	}

	for (const {text, command} of confirm) {
		writer.text(text);
		writer.command(command);
	}
}

/** A cause: its evidence, how to confirm it, and the fix with how to take it back. */
export function writeCause(
	writer: Writer,
	screen: RunScreen,
	{id, all = false, fixFirst = false}: Pick<SheetOf<'read'>, 'id' | 'all' | 'fixFirst'>,
	look: Look,
): string {
	const {causes = [], ahead = []} = screen.view.diagnosis ?? {};
	const cause = [...causes, ...ahead.map(one => one.cause)].find(c => c.id === id);
	if (!cause) {
		return id;
	}

	const {title, because, standing, evidence, confirm, fix} = cause;
	writer.row(
		row(strong(standing === 'ruled-out' ? 'ruled out' : standing), '  ', ...prose(because)),
	);
	if (evidence.length > 0) {
		writer.heading('Evidence');
		for (const {text, speaksFor} of evidence.map(evidenceOf)) {
			const sign = speaksFor ? toned('good', `${look.good} `) : toned('bad', `${look.bad} `);
			writer.row(row(sign, ...prose(text)), 2);
		}
	}

	const own = softwareOf(screen.view.observations);
	if (fixFirst) {
		writeFix(writer, fix, own, all);
		for (const {cause: next} of ahead.filter(one => one.cause.id !== id)) {
			writer.heading(`Then, behind that: ${next.title}`);
			writeFix(writer, next.fix, own, all);
		}

		writeConfirmation(writer, confirm);
	} else {
		writeConfirmation(writer, confirm);
		writeFix(writer, fix, own, all);
	}

	return title;
}
