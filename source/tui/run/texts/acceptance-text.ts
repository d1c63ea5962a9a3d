import type {CauseReport} from '../../../core/event.ts';
import {classes} from '../../../knowledge/classes.ts';
import type {Writer} from '../../text/writer.ts';

/** What can become of mail after a server has taken it, and how each is found out. */
export function writeAcceptance(writer: Writer, causes: readonly CauseReport[]): string {
	const {title, meaning, next} = classes['not-delivered'];
	writer.text(
		'As far as anybody can see from outside, mail for this address is taken. What follows happens on the server that took it, and only its log and queue tell.',
	);
	writer.text(`${meaning} ${next}`);
	for (const cause of causes) {
		writer.heading(cause.title);
		writer.text(cause.because);
		for (const {text, command} of cause.confirm) {
			writer.text(text);
			writer.command(command);
		}
	}

	return title;
}
