import type {ClassInfo} from '../../core/knowledge.ts';
import type {ErrorClass} from '../../core/vocabulary.ts';

/** Failures of signing in, of relaying, and of who may send: login, address, sender. */
export const permissionClasses = {
	'auth-required': {
		class: 'auth-required',
		title: 'Login required',
		meaning: 'The server takes mail here only from users who have signed in, and nobody has.',
		question: 'authorised',
		next: 'Sign in with user and password, on a submission port (587 or 465).',
		actions: ['sign-in', 'other-port', 'show-fix', 'report'],
		reference: 'RFC 4954 4, 6 (530), RFC 6409 4.3',
	},
	'auth-failed': {
		class: 'auth-failed',
		title: 'Login refused',
		meaning: 'A login was tried, and the server did not accept it.',
		question: 'authorised',
		next: 'Check the password and the form of the user name; some providers want an app password.',
		actions: ['sign-in', 'show-fix', 'rerun', 'report'],
		reference: 'RFC 4954 6 (535, 534)',
	},
	'auth-mechanism': {
		class: 'auth-mechanism',
		title: 'No way to sign in here',
		meaning:
			'The server does not offer a login on this port, or no way of signing in that this side has.',
		question: 'authorised',
		next: 'Use a submission port (587 or 465) with TLS, or another mechanism.',
		actions: ['other-port', 'sign-in', 'show-fix', 'report'],
		reference: 'RFC 4954 3, 4, RFC 4422',
	},
	'relay-denied': {
		class: 'relay-denied',
		title: 'Relay access denied',
		meaning:
			'The server works, but it will not pass mail to this recipient on for this client. With a code of 4xx the sender keeps trying for days, so that nobody may notice at first.',
		question: 'authorised',
		next: 'Sign in, have the client’s address allowed, or, if the domain is the server’s own, add it there.',
		actions: ['sign-in', 'other-port', 'show-fix', 'recipient', 'rerun', 'report'],
		reference: 'RFC 5321 3.6.2, 7.9, RFC 3463 3.8 (X.7.1), RFC 6409 4.3',
	},
	'sender-rejected': {
		class: 'sender-rejected',
		title: 'Sender refused',
		meaning:
			'The server does not accept the sender’s address: it is malformed, its domain cannot take answers, or this login may not use it.',
		question: 'authorised',
		next: 'Send from an address that exists and that the login may use; check the domain in DNS.',
		actions: ['sender', 'sign-in', 'show-fix', 'rerun', 'report'],
		reference: 'RFC 5321 4.1.1.2, RFC 3463 3.2 (X.1.7, X.1.8), RFC 6409 5',
	},
	'sender-auth-failed': {
		class: 'sender-auth-failed',
		title: 'SPF, DKIM or DMARC failed',
		meaning:
			'A recipient’s server that checks SPF, DKIM and DMARC cannot verify that this mail really comes from the sender’s domain.',
		question: 'delivered',
		next: 'Look at the SPF, DKIM and DMARC records of the sender’s domain; SPF must name the address that sends.',
		actions: ['sender', 'show-fix', 'rerun', 'report'],
		reference: 'RFC 7208, RFC 6376, RFC 9989, RFC 7372',
	},
	'reverse-dns': {
		class: 'reverse-dns',
		title: 'Reverse DNS missing or wrong',
		meaning:
			'The address that sends has no name in reverse DNS, or name and address do not match. Many servers take no mail from such addresses.',
		question: 'authorised',
		next: 'Have a PTR record set and a matching A or AAAA record, or send through a relay.',
		actions: ['show-fix', 'rerun', 'report'],
		reference: 'RFC 1912 2.1, RFC 8601 3 (iprev), RFC 7372 3.3 (X.7.25)',
	},
	blocklisted: {
		class: 'blocklisted',
		title: 'Sending address is blocked',
		meaning:
			'The server refuses this client’s address, network or domain as such, whatever the mail says.',
		question: 'authorised',
		next: 'Look up the list that the reply names, remove the reason, then ask for delisting; or send through a relay.',
		actions: ['show-fix', 'rerun', 'report'],
		reference: 'RFC 5782, RFC 6471, RFC 5321 7.9',
	},
} as const satisfies Partial<Record<ErrorClass, ClassInfo>>;
