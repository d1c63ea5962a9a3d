import type {ClassInfo} from '../../core/knowledge.ts';
import type {ErrorClass} from '../../core/vocabulary.ts';

/** Failures between the connection and EHLO, and those that can come at any command. */
export const handshakeClasses = {
	'no-banner': {
		class: 'no-banner',
		title: 'Connected, but no greeting',
		meaning:
			'The port accepts the connection and then says nothing. A mail server speaks first, so something behind the port hangs, waits for TLS, or is no mail server.',
		question: 'handshake',
		next: 'Try TLS from the first byte; on the server, see whether its processes are busy or stopped.',
		actions: ['other-port', 'show-fix', 'rerun', 'report'],
		reference: 'RFC 5321 3.1, 4.5.3.2.1 (up to 5 minutes for the greeting)',
	},
	'not-smtp': {
		class: 'not-smtp',
		title: 'Not a mail server',
		meaning: 'Something other than SMTP answers on this port.',
		question: 'handshake',
		next: 'Check host and port, and where a forwarded port leads.',
		actions: ['other-port', 'show-fix', 'rerun', 'report'],
		reference: 'RFC 5321 3.1, 4.2',
	},
	'reset-or-dropped': {
		class: 'reset-or-dropped',
		title: 'Connection dropped',
		meaning: 'The connection was closed or reset without a reply, so nobody said what is wrong.',
		question: 'handshake',
		next: 'Look at the last command that was sent, and at the server’s log at that moment.',
		actions: ['show-fix', 'rerun', 'report'],
		reference: 'RFC 5321 3.8, 4.1.1.10 (a server should not close without 221 or 421)',
	},
	'banner-rejected': {
		class: 'banner-rejected',
		title: 'Refused at the greeting',
		meaning:
			'Instead of a greeting the server refuses the session, and does not say why in a way that can be acted upon.',
		question: 'handshake',
		next: 'Try later and from another address; if it stays, ask the operator and quote the text.',
		actions: ['show-fix', 'rerun', 'report'],
		reference: 'RFC 5321 3.1 (554), 4.2.1',
	},
	'not-accepting-mail': {
		class: 'not-accepting-mail',
		title: 'Host never takes mail',
		meaning: 'This host says that it takes no mail at all. It is most likely the wrong host.',
		question: 'handshake',
		next: 'Look up the MX of the domain again and use the host that it names.',
		actions: ['recipient', 'show-fix', 'rerun', 'report'],
		reference: 'RFC 7504 (521)',
	},
	'helo-rejected': {
		class: 'helo-rejected',
		title: 'HELO name refused',
		meaning: 'The server does not accept the name by which this side introduces itself.',
		question: 'handshake',
		next: 'Announce a full host name that resolves, such as `mail.example.com` (`--helo`).',
		actions: ['show-fix', 'rerun', 'report'],
		reference: 'RFC 5321 2.3.5, 4.1.1.1, 4.1.4',
	},
	'too-many-connections': {
		class: 'too-many-connections',
		title: 'Too many connections',
		meaning:
			'The server limits how many connections one client may have or open in a while. This is temporary.',
		question: 'handshake',
		next: 'Use fewer connections at a time, wait some minutes, then try again.',
		actions: ['rerun', 'show-fix', 'report'],
		reference: 'RFC 5321 4.2.3 (421), RFC 3463 3.5 (X.4.5)',
	},
	'rate-limited': {
		class: 'rate-limited',
		title: 'Rate limit reached',
		meaning:
			'Too much was sent or tried in a while: messages, recipients, logins or a daily quota.',
		question: 'handshake',
		next: 'Slow down and wait for the time that the reply names.',
		actions: ['rerun', 'show-fix', 'report'],
		reference: 'RFC 5321 4.5.3.1.10, RFC 3463 3.6 (X.5.3)',
	},
	middlebox: {
		class: 'middlebox',
		title: 'Something on the way changes SMTP',
		meaning:
			'A device or program between this machine and the server answers in its place or rewrites what it says.',
		question: 'handshake',
		next: 'Compare with the same test from another network; then switch the inspection off or use another port.',
		actions: ['other-port', 'show-fix', 'rerun', 'report'],
		reference: 'RFC 3207 6 (removal of STARTTLS on the way), RFC 8314 4.1',
	},
	'syntax-or-protocol': {
		class: 'syntax-or-protocol',
		title: 'Protocol fault',
		meaning:
			'A command was not understood or came out of order, or a reply is not in the form of SMTP.',
		question: 'handshake',
		next: 'Look at the exact command and reply; suspect a client’s fault, or something on the way that changes SMTP.',
		actions: ['show-fix', 'rerun', 'report'],
		reference: 'RFC 5321 4.1.4, 4.2, 4.3.2',
	},
	'server-local-error': {
		class: 'server-local-error',
		title: 'The server has trouble of its own',
		meaning:
			'The server cannot do its work just now: a full disk, a failed look-up, a service behind it that is down. The sender does nothing wrong.',
		question: 'handshake',
		next: 'If it is your server, read its mail log; if not, the sender tries again by itself.',
		actions: ['show-fix', 'rerun', 'report'],
		reference: 'RFC 5321 4.2.1, RFC 3463 3.4 (X.3.x)',
	},
	slow: {
		class: 'slow',
		title: 'Slow, but working',
		meaning:
			'A reply took several seconds. It works, yet clients with short time limits may give up.',
		question: 'handshake',
		next: 'On the server, check its DNS resolver first: look-ups of the client’s name are the usual brake.',
		actions: ['show-fix', 'rerun', 'report'],
		reference: 'RFC 5321 4.5.3.2',
	},
	'one-family-broken': {
		class: 'one-family-broken',
		title: 'One address family fails',
		meaning:
			'The host works over IPv4 or IPv6 and fails over the other, so some clients reach it and some wait.',
		question: 'reach',
		next: 'Repair the failing family, or remove its address record.',
		actions: ['show-fix', 'rerun', 'report'],
		reference: 'RFC 5321 5.2, RFC 8305',
	},
	'one-address-broken': {
		class: 'one-address-broken',
		title: 'One of several addresses fails',
		meaning:
			'At least one address or MX host fails while another works. Mail flows, some of it late.',
		question: 'reach',
		next: 'Repair that host, or remove it from DNS.',
		actions: ['show-fix', 'rerun', 'report'],
		reference: 'RFC 5321 5.1',
	},
} as const satisfies Partial<Record<ErrorClass, ClassInfo>>;
