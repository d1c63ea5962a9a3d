import type {ClassifyInput} from '../classify.ts';
import {failureIn} from '../failure-text.ts';
import type {ReplyClass} from '../vocabulary.ts';

/** In which way the next step failed: what the next server `said`, or what kept it from speaking. */
export type HowFailed =
	'said' | 'refused' | 'timeout' | 'unreachable' | 'dns' | 'tls' | 'login' | 'lost' | 'local';

/**
 * In which way mail could not go on, by the words of the log and the class that the classifier gives
 * them. `relay` is empty where nothing was reached.
 */
export function howFailed(reason: string, named: ReplyClass, relay: string): HowFailed {
	switch (named) {
		case 'auth-failed':
		case 'auth-required':
		case 'auth-mechanism': {
			return 'login';
		}

		case 'tls-handshake':
		case 'tls-certificate':
		case 'starttls-unavailable':
		case 'tls-required': {
			return 'tls';
		}

		case 'dns-failure':
		case 'null-mx': {
			return 'dns';
		}

		default: {
			break;
		}
	}

	if (/^[2-5]\d\d(?:[ -]|$)/.test(failureIn(reason).reason)) {
		return 'said';
	}

	switch (named) {
		case 'refused':
		case 'timeout':
		case 'unreachable': {
			return named;
		}

		case 'reset-or-dropped': {
			return 'lost';
		}

		default: {
			return /^(?:local|virtual|pipe|maildrop|dovecot|error|none|)$/.test(relay) ? 'local' : 'said';
		}
	}
}

/** The code of a delivery that failed is about the recipient or its mailbox (RFC 3463 3.2, 3.3), and not about a login. */
export function isAboutRecipient(enhanced: string): boolean {
	return /^[45]\.(?:1\.(?:[0-6]|10)|2\.\d{1,3})$/.test(enhanced);
}

/** What the classifier is asked about a reason that a log or a queue gives. */
export function questionAbout(reason: string, enhanced = ''): ClassifyInput {
	const failure = failureIn(reason);
	const unsaid = isAboutRecipient(failure.enhanced ?? enhanced) ? 'rcpt' : 'command';
	return {
		stage: failure.stage ?? (failure.error === undefined ? unsaid : 'connect'),
		enhanced: failure.enhanced ?? (enhanced === '' ? undefined : enhanced),
		text: failure.reason,
		error: failure.error,
	};
}
