import {failed, ok, type Result, type SmtpdContext, type SmtpdState} from './smtpd-state.ts';

/** Mechanisms in the order in which EHLO lists them. */
export const mechanisms = ['PLAIN', 'LOGIN'] as const;

const aborted = failed('501 5.7.0 Authentication aborted');

function denied(why: string): Result {
	return failed(`535 5.7.8 Error: authentication failed: ${why}`);
}

/** What Cyrus SASL makes of an answer that it cannot use. */
const incomplete = denied('another step is needed in authentication');

function decode(text: string): string | undefined {
	return /^[A-Za-z\d+/]*={0,2}$/.test(text) && text.length % 4 === 0
		? Buffer.from(text, 'base64').toString('utf8')
		: undefined;
}

function challenge(state: SmtpdState, text: string, answered: (decoded: string) => Result): Result {
	state.reading = {
		kind: 'sasl',
		answer(text_) {
			state.reading = {kind: 'commands'};
			if (text_ === '*') {
				return aborted;
			}

			const decoded = decode(text_);
			return decoded === undefined ? incomplete : answered(decoded);
		},
	};
	return ok(`334 ${Buffer.from(text).toString('base64')}`);
}

function finish(state: SmtpdState, context: SmtpdContext, user: string, password: string): Result {
	if (!context.authenticate(user, password)) {
		return denied('authentication failure');
	}

	state.user = user;
	return ok('235 2.7.0 Authentication successful');
}

/** `authorization NUL user NUL password` (RFC 4616). */
function plain(state: SmtpdState, context: SmtpdContext, message: string): Result {
	const [, user, password, ...rest] = message.split('\0');
	if (message === '') {
		return incomplete;
	}

	return user === undefined || password === undefined || rest.length > 0
		? denied('authentication failure')
		: finish(state, context, user, password);
}

/** Begins a login with the initial response, where the client sent one (RFC 4954). */
export function beginSasl(
	state: SmtpdState,
	context: SmtpdContext,
	mechanism: string,
	initial: string | undefined,
): Result {
	const first = initial === undefined || initial === '=' ? '' : decode(initial);
	if (first === undefined) {
		return incomplete;
	}

	switch (mechanism.toUpperCase()) {
		case 'PLAIN': {
			const given = (message: string) => plain(state, context, message);
			return initial === undefined ? challenge(state, '', given) : given(first);
		}

		case 'LOGIN': {
			const named = (user: string) =>
				challenge(state, 'Password:', password => finish(state, context, user, password));
			return initial === undefined ? challenge(state, 'Username:', named) : named(first);
		}

		default: {
			return denied('no mechanism available');
		}
	}
}
