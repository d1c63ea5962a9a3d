import type {ClassInfo} from '../../core/knowledge.ts';
import type {ErrorClass} from '../../core/vocabulary.ts';

/** Failures of encryption. */
export const tlsClasses = {
	'starttls-unavailable': {
		class: 'starttls-unavailable',
		title: 'No encryption available',
		meaning:
			'The server does not offer STARTTLS here, or cannot begin it just now, so nothing secret may be sent.',
		question: 'handshake',
		next: 'Look at the EHLO reply; try port 465 with TLS from the first byte, or 587.',
		actions: ['other-port', 'show-fix', 'rerun', 'report'],
		reference: 'RFC 3207 4, RFC 8314 3',
	},
	'tls-mode-mismatch': {
		class: 'tls-mode-mismatch',
		title: 'Wrong TLS mode for the port',
		meaning:
			'The port begins another way than it was spoken to. Port 465 speaks TLS from the first byte; 587 and 25 begin in plain text and change over with STARTTLS.',
		question: 'handshake',
		next: 'Set the client’s encryption to the mode that works on this port.',
		actions: ['other-port', 'show-fix', 'rerun', 'report'],
		reference: 'RFC 8314 3.3, RFC 3207',
	},
	'tls-handshake': {
		class: 'tls-handshake',
		title: 'TLS handshake failed',
		meaning:
			'Client and server could not agree on an encrypted connection, for a reason other than the certificate.',
		question: 'handshake',
		next: 'Compare the TLS versions and ciphers of both sides, and the TLS mode with the port.',
		actions: ['other-port', 'show-fix', 'rerun', 'report'],
		reference: 'RFC 8446 6.2, RFC 8996, RFC 9325',
	},
	'tls-certificate': {
		class: 'tls-certificate',
		title: 'Certificate not accepted',
		meaning:
			'The connection is encrypted, but the certificate does not prove that this is the right server. Careful clients stop here.',
		question: 'handshake',
		next: 'Look at its dates, names and chain; dial a name that is in it, or have the server’s certificate renewed.',
		actions: ['show-fix', 'rerun', 'report'],
		reference: 'RFC 9525, RFC 5280 6, RFC 8314 3, RFC 7435',
	},
	'tls-required': {
		class: 'tls-required',
		title: 'Encryption comes first',
		meaning: 'The server takes this command only on an encrypted connection.',
		question: 'authorised',
		next: 'Switch on STARTTLS, or use port 465 with TLS from the first byte.',
		actions: ['other-port', 'show-fix', 'rerun', 'report'],
		reference: 'RFC 3207 4 (530), RFC 4954 6 (538)',
	},
} as const satisfies Partial<Record<ErrorClass, ClassInfo>>;
