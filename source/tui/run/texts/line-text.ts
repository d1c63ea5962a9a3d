import {explainLine} from '../../../core/explain-line.ts';
import {smtpLines} from '../../../knowledge/smtp-lines.ts';
import {faint} from '../../text/row.ts';
import type {Writer} from '../../text/writer.ts';
import type {RunScreen} from '../run-state.ts';
import type {LineView} from '../session-view.ts';

/** Whether a line is a later line of the reply to EHLO. */
function isAfterEhlo(lines: readonly LineView[], index: number): boolean {
	const line = lines[index];
	const own = lines.slice(0, index).filter(l => l.connection === line?.connection);
	const asked = own.findLastIndex(({from}) => from === 'client');
	const first = own.slice(asked + 1).some(({from}) => from === 'server');
	return first && /^EHLO\b/i.test(own[asked]?.text ?? '');
}

/** A line of the dialogue, part by part; `id` is its index. */
export function writeLine(writer: Writer, screen: RunScreen, id: string): string {
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
