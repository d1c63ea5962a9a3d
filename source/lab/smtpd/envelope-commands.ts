import {parsePath, splitPath} from './mailbox.ts';
import {refusalOf} from './recipient-access.ts';
import type {Command} from './session-commands.ts';
import {failed, ok, type Result} from './smtpd-state.ts';

const recipientLimit = 1000;

/** What stands behind `FROM:` or `TO:`, in either case and with or without a space before it. */
function afterWord(rest: string, word: 'FROM' | 'TO'): string | undefined {
	const match = /^(\w+)\s*:\s*(.*)$/s.exec(rest);
	return match?.[1]?.toUpperCase() === word ? match[2] : undefined;
}

function wrongParameter(
	parameters: readonly string[],
	known: RegExp,
	sizeLimit: number,
): Result | undefined {
	for (const parameter of parameters) {
		const size = /^SIZE=(.*)$/i.exec(parameter)?.[1];
		if (size !== undefined && !/^\d{1,18}$/.test(size)) {
			return failed('501 5.5.4 Bad message size syntax');
		}

		if (size !== undefined && Number(size) > sizeLimit) {
			return failed('552 5.3.4 Message size exceeds fixed limit');
		}

		if (!known.test(parameter)) {
			return failed(`555 5.5.4 Unsupported option: ${parameter}`);
		}
	}

	return undefined;
}

export const mail: Command = (state, {settings}, _, rest) => {
	if (state.mail) {
		return failed('503 5.5.1 Error: nested MAIL command');
	}

	const argument = splitPath(afterWord(rest, 'FROM') ?? '');
	if (!argument) {
		return failed('501 5.5.4 Syntax: MAIL FROM:<address>');
	}

	const sender = parsePath(argument.path);
	if (sender === undefined) {
		return failed('501 5.1.7 Bad sender address syntax');
	}

	const known =
		/^(?:SIZE=.*|BODY=(?:7BIT|8BITMIME)|SMTPUTF8|RET=(?:FULL|HDRS)|ENVID=\S+|AUTH=\S+)$/i;
	const wrong = wrongParameter(argument.parameters, known, settings.messageSizeLimit);
	if (wrong) {
		return wrong;
	}

	state.mail = {sender: sender?.text ?? '', recipients: 0};
	return ok('250 2.1.0 Ok');
};

export const rcpt: Command = (state, context, _, rest) => {
	if (!state.mail) {
		return failed('503 5.5.1 Error: need MAIL command');
	}

	const argument = splitPath(afterWord(rest, 'TO') ?? '');
	if (!argument) {
		return failed('501 5.5.4 Syntax: RCPT TO:<address>');
	}

	const recipient = parsePath(argument.path);
	if (!recipient) {
		return failed('501 5.1.3 Bad recipient address syntax');
	}

	const wrong = wrongParameter(argument.parameters, /^(?:NOTIFY=\S+|ORCPT=\S+)$/i, 0);
	if (wrong) {
		return wrong;
	}

	if (state.mail.recipients >= recipientLimit) {
		return failed('452 4.5.3 Error: too many recipients');
	}

	const refusal = refusalOf({...context, user: state.user, recipient});
	if (refusal !== undefined) {
		return failed(refusal);
	}

	state.mail.recipients++;
	return ok('250 2.1.5 Ok');
};

export const data: Command = (state, _, words) => {
	if (!state.mail) {
		return failed('503 5.5.1 Error: need RCPT command');
	}

	if (state.mail.recipients === 0) {
		return failed('554 5.5.1 Error: no valid recipients');
	}

	if (words.length > 0) {
		return failed('501 5.5.4 Syntax: DATA');
	}

	state.reading = {kind: 'message', octets: 0, ending: 'crlf'};
	return ok('354 End data with <CR><LF>.<CR><LF>');
};
