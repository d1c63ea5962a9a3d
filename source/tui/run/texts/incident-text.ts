import type {Look} from '../../look.ts';
import {prose, row, strong, toned} from '../../text/row.ts';
import type {Writer} from '../../text/writer.ts';
import type {RunScreen} from '../run-state.ts';

/** The ticket with the hints that were asked for. */
export function writeTicket(writer: Writer, {incident}: RunScreen): string {
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

/** What it was, and how the trainee did. */
export function writeDebrief(writer: Writer, {incident}: RunScreen, look: Look): string {
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
