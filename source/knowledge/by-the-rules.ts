import type {ErrorClass} from '../core/vocabulary.ts';

/** Classes of a reply that a rule in the server’s own settings may have given. */
export const byTheRules: readonly ErrorClass[] = [
	'banner-rejected',
	'not-accepting-mail',
	'helo-rejected',
	'tls-required',
	'auth-required',
	'relay-denied',
	'sender-rejected',
	'reverse-dns',
	'blocklisted',
	'policy-or-spam',
	'recipient-unknown',
	'recipient-restricted',
	'mailbox-disabled',
	'greylisted',
	'server-local-error',
	'syntax-or-protocol',
	'other',
];
