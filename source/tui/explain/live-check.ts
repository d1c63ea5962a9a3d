import type {Mentions} from '../../core/mentions.ts';
import type {Values} from '../fields/fields.ts';
import type {FormScreen} from '../state.ts';

/** The form with which what a message speaks of can be checked, with what the message tells. */
export function liveCheckOf({
	host,
	address,
	port,
	sender,
	recipient,
}: Mentions): {concern: FormScreen['concern']; values: Values} | undefined {
	const server = host ?? address;
	const isSubmission = port === 587 || port === 465;
	if (server !== null && isSubmission) {
		return {
			concern: 'submit',
			values: {
				server,
				port: String(port),
				...(sender === null ? {} : {from: sender}),
				...(recipient === null ? {} : {to: recipient}),
			},
		};
	}

	const target = recipient ?? server;
	return target === null
		? undefined
		: {
				concern: 'deliver',
				values: {server: target, ...(sender === null ? {} : {from: sender})},
			};
}
