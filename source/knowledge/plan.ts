import {both, either, never, saw, type Condition} from '../core/condition.ts';
import type {Edge} from '../core/plan.ts';
import {definePlan} from '../core/plan.ts';
import type {Stage} from '../core/vocabulary.ts';

/** A reply at this stage stopped the dialogue. */
const refusedAt = (stage: Stage): Condition => saw('smtp.refusal', {stage});
const closedAt = (stage: Stage): Condition => saw('smtp.closed', {stage});
const silentAt = (stage: Stage): Condition => saw('smtp.silent', {stage});
const malformedAt = (stage: Stage): Condition => saw('smtp.malformed', {stage, fatal: true});

/** Ways in which a dialogue breaks off once it has got past TLS. */
const brokenAt = (stage: Stage): ReadonlyArray<Edge<'closed' | 'silent' | 'malformed'>> => [
	{
		when: malformedAt(stage),
		goto: 'malformed',
		because: 'The reply is not in the form of SMTP.',
	},
	{
		when: closedAt(stage),
		goto: 'closed',
		because: 'The server closed the connection instead of replying.',
	},
	{when: silentAt(stage), goto: 'silent', because: 'The server stopped replying.'},
];

const badCertificate = saw('tls.established', {trusted: false, tolerated: false});

/** By the log of the server, a message did not come to where it should. */
const notDelivered = saw('delivery.fate', {
	where: ['deferred', 'bounced', 'discarded', 'filtered', 'held', 'deleted'],
});

/** Before MAIL, another address of the same target may still work. */
const earlyTrouble = (stage: Stage): Condition =>
	either(refusedAt(stage), closedAt(stage), silentAt(stage), malformedAt(stage));

const recordsAsked = saw('session.asked', {records: true});

/** Refusals of which DNS and the blocklists may know the reason. */
const recordsMatter = saw('smtp.refusal', {
	class: ['sender-auth-failed', 'reverse-dns', 'blocklisted', 'policy-or-spam'],
});

const accepted = either(
	saw('smtp.reply', {stage: 'rcpt', accepted: true}),
	saw('smtp.reply', {stage: 'mail', accepted: true}),
);

/**
 * The decision graph: the four questions of the systematic flow, and for each failure where it
 * leads. A walk leaves a node by the first edge whose condition holds.
 */
export const plan = definePlan('dns', {
	dns: {
		kind: 'run',
		check: 'dns',
		on: [
			{
				when: saw('dns.null-mx'),
				goto: 'null-mx',
				because: 'The domain says that it takes no mail at all.',
			},
			{
				when: both(saw('dns.failed'), saw('network.absent')),
				goto: 'no-network',
				because: 'This machine has no network at all.',
			},
			{
				when: saw('dns.failed'),
				goto: 'dns-failure',
				because: 'Without an address there is nothing to connect to.',
			},
		],
		otherwise: {goto: 'scan', because: 'The name has an address: can its port be reached?'},
	},
	scan: {
		kind: 'run',
		check: 'scan',
		on: [
			{
				when: saw('endpoint.chosen', {mode: 'implicit'}),
				goto: 'tls-implicit',
				because: 'The port is open and expects TLS before the first word.',
			},
			{
				when: saw('endpoint.chosen'),
				goto: 'greeting',
				because: 'The port is open: is it a mail server that answers?',
			},
		],
		otherwise: {
			goto: 'control-ports',
			because: 'The port did not open. Whether other ports of the same host answer tells why.',
		},
	},
	'control-ports': {
		kind: 'run',
		check: 'control-ports',
		on: [
			{
				when: both(recordsAsked, never('network.absent')),
				goto: 'records-names',
				because: 'Whatever the port is like, the sender’s records are to be looked at.',
			},
			{
				when: saw('tcp.refused', {role: 'conversation'}),
				goto: 'refused',
				because: 'Something answered, and the answer was no.',
			},
			{
				when: saw('tcp.silent', {role: 'conversation'}),
				goto: 'provider',
				because: 'Nothing answered at all. Does the network of this machine block mail ports?',
			},
			{
				when: saw('network.absent'),
				goto: 'no-network',
				because: 'This machine has no network at all.',
			},
		],
		otherwise: {goto: 'unreachable', because: 'The network said that there is no way there.'},
	},

	provider: {
		kind: 'run',
		check: 'provider',
		on: [],
		otherwise: {goto: 'path', because: 'And how far do packets get?'},
	},
	path: {
		kind: 'run',
		check: 'path',
		on: [],
		otherwise: {goto: 'timeout', because: 'That is what can be seen of the way from here.'},
	},

	'tls-implicit': {
		kind: 'run',
		check: 'tls-implicit',
		on: [
			{
				when: badCertificate,
				goto: 'more-addresses',
				because: 'The certificate is not accepted. Perhaps another address has a better one.',
			},
			{
				when: saw('tls.established'),
				goto: 'greeting',
				because: 'TLS stands: now the greeting.',
			},
		],
		otherwise: {
			goto: 'other-mode',
			because: 'TLS did not begin here. Perhaps this port begins in plain text.',
		},
	},
	greeting: {
		kind: 'run',
		check: 'greeting',
		on: [
			{
				when: saw('tls.other-mode-works'),
				goto: 'tls-mode-mismatch',
				because: 'Silent in plain text, and fluent in TLS.',
			},
			{
				when: saw('smtp.not-smtp'),
				goto: 'more-addresses',
				because: 'This is no SMTP server. Perhaps there is one at another address of the target.',
			},
			{
				when: both(
					either(saw('smtp.no-greeting'), closedAt('banner')),
					saw('endpoint.chosen', {mode: ['auto', 'starttls', 'none']}),
				),
				goto: 'other-mode',
				because: 'No greeting in plain text. Perhaps this port expects TLS first.',
			},
			{
				when: either(saw('smtp.no-greeting'), earlyTrouble('banner')),
				goto: 'more-addresses',
				because: 'This address does not greet. Perhaps another address of the target does.',
			},
		],
		otherwise: {goto: 'ehlo', because: 'It is a mail server: what can it do?'},
	},
	'other-mode': {
		kind: 'run',
		check: 'other-mode',
		on: [
			{
				when: saw('tls.other-mode-works'),
				goto: 'tls-mode-mismatch',
				because: 'The other way of beginning works on this port.',
			},
			{
				when: saw('smtp.not-smtp'),
				goto: 'more-addresses',
				because: 'This is no SMTP server. Perhaps there is one at another address of the target.',
			},
		],
		otherwise: {goto: 'more-addresses', because: 'That is not it. Perhaps another address works.'},
	},
	ehlo: {
		kind: 'run',
		check: 'ehlo',
		on: [
			{
				when: earlyTrouble('ehlo'),
				goto: 'more-addresses',
				because: 'The server does not accept the introduction. Perhaps another address does.',
			},
			{
				when: both(saw('tls.not-offered', {wanted: true}), saw('derived.rewritten')),
				goto: 'middlebox',
				because: 'STARTTLS was overwritten on the way.',
			},
			{
				when: saw('tls.not-offered', {wanted: true}),
				goto: 'starttls-unavailable',
				because: 'Encryption was asked for, and the server does not offer it.',
			},
			{
				when: both(
					saw('endpoint.chosen', {mode: ['auto', 'starttls']}),
					saw('smtp.capabilities', {keywords: {has: 'STARTTLS'}, secure: false}),
				),
				goto: 'starttls',
				because: 'The server offers STARTTLS, so the dialogue goes on encrypted.',
			},
		],
		otherwise: {goto: 'who-answers', because: 'The handshake works.'},
	},
	starttls: {
		kind: 'run',
		check: 'starttls',
		on: [
			{
				when: saw('derived.dane', {matches: false}),
				goto: 'dane-mismatch',
				because: 'The domain publishes which key its server has, and the server has another.',
			},
			{
				when: badCertificate,
				goto: 'more-addresses',
				because: 'The certificate is not accepted. Perhaps another address has a better one.',
			},
			{
				when: either(saw('tls.given-up'), saw('tls.failed', {tolerated: true})),
				goto: 'plain-again',
				because: 'A sending server would now try again without encryption, and so do we.',
			},
			{
				when: either(
					refusedAt('starttls'),
					saw('tls.failed', {tolerated: false}),
					earlyTrouble('ehlo'),
					closedAt('starttls'),
					silentAt('starttls'),
				),
				goto: 'more-addresses',
				because: 'Encryption does not work here. Perhaps another address does it.',
			},
		],
		otherwise: {goto: 'who-answers', because: 'The connection is encrypted.'},
	},
	'plain-again': {
		kind: 'run',
		check: 'plain-again',
		on: [
			{
				when: either(earlyTrouble('banner'), earlyTrouble('ehlo'), saw('smtp.no-greeting')),
				goto: 'more-addresses',
				because: 'Without encryption it does not work either. Perhaps another address does.',
			},
		],
		otherwise: {goto: 'who-answers', because: 'Unencrypted it goes on.'},
	},
	'who-answers': {
		kind: 'branch',
		on: [
			{
				when: saw('derived.stranger'),
				goto: 'interception',
				because: 'The greeting is in another host’s name: does something answer in its place?',
			},
		],
		otherwise: {goto: 'auth', because: 'Who may send?'},
	},
	interception: {
		kind: 'run',
		check: 'interception',
		on: [
			{
				when: saw('proxy.same-greeting'),
				goto: 'middlebox',
				because: 'Something on the way answers for every address.',
			},
		],
		otherwise: {goto: 'auth', because: 'It is the server itself. Who may send?'},
	},
	auth: {
		kind: 'run',
		check: 'auth',
		on: [
			{
				when: both(either(saw('auth.withheld'), saw('auth.missing')), saw('derived.rewritten')),
				goto: 'middlebox',
				because: 'What signing in needs was overwritten on the way.',
			},
			{
				when: saw('auth.no-password'),
				goto: 'no-password',
				because: 'Signing in was asked for, and there is no password to do it with.',
			},
			{
				when: saw('auth.withheld'),
				goto: 'starttls-unavailable',
				because: 'A password must not travel unencrypted.',
			},
			{
				when: either(saw('auth.missing'), saw('auth.no-common-mechanism')),
				goto: 'auth-mechanism',
				because: 'Signing in was asked for, and the server offers no way that fits.',
			},
			{
				when: refusedAt('auth'),
				goto: 'as-replied',
				because: 'The login was refused; the reply says why.',
			},
			...brokenAt('auth'),
		],
		otherwise: {goto: 'mail', because: 'Now the sender is announced.'},
	},
	mail: {
		kind: 'run',
		check: 'mail',
		on: [
			{
				when: saw('smtp.utf8-unavailable'),
				goto: 'utf8',
				because: 'The address needs what the server does not offer.',
			},
			{
				when: saw('smtp.refusal', {
					stage: 'mail',
					class: ['sender-rejected', 'sender-auth-failed'],
				}),
				goto: 'sender-domain',
				because: 'The sender is refused: what does DNS say about its domain?',
			},
			{
				when: saw('smtp.refusal', {
					stage: 'mail',
					class: ['reverse-dns', 'blocklisted', 'helo-rejected'],
				}),
				goto: 'client-pointer',
				because: 'The refusal is about who connects: what does DNS say about this side?',
			},
			{
				when: refusedAt('mail'),
				goto: 'about-the-sender',
				because: 'The sender was refused; the reply says why.',
			},
			...brokenAt('mail'),
		],
		otherwise: {goto: 'rcpt', because: 'The sender is accepted. And the recipient?'},
	},
	rcpt: {
		kind: 'run',
		check: 'rcpt',
		on: [
			{
				when: saw('smtp.refusal', {
					stage: 'rcpt',
					class: ['relay-denied', 'recipient-unknown', 'auth-required'],
				}),
				goto: 'recipient-domain',
				because: 'Is this server responsible for the recipient’s domain? Its MX records tell.',
			},
			{
				when: saw('smtp.refusal', {
					stage: 'rcpt',
					class: ['sender-rejected', 'sender-auth-failed'],
				}),
				goto: 'sender-domain',
				because: 'The words are about the sender: what does DNS say about its domain?',
			},
			{
				when: saw('smtp.refusal', {
					stage: 'rcpt',
					class: ['reverse-dns', 'blocklisted', 'helo-rejected'],
				}),
				goto: 'client-pointer',
				because: 'The words are about who connects: what does DNS say about this side?',
			},
			{
				when: refusedAt('rcpt'),
				goto: 'about-the-sender',
				because: 'The recipient was refused; the reply says why.',
			},
			...brokenAt('rcpt'),
		],
		otherwise: {goto: 'message', because: 'The envelope is accepted.'},
	},
	message: {
		kind: 'run',
		check: 'message',
		on: [
			{
				when: saw('message.unknown'),
				goto: 'delivery-unknown',
				because: 'The message was handed over and nobody said what became of it.',
			},
			{
				when: either(refusedAt('data'), refusedAt('message')),
				goto: 'about-the-sender',
				because: 'The message was refused; the reply says why.',
			},
			...brokenAt('data'),
			...brokenAt('message'),
		],
		otherwise: {goto: 'more-addresses', because: 'And the other addresses of the target?'},
	},
	'recipient-domain': {
		kind: 'run',
		check: 'recipient-domain',
		on: [],
		otherwise: {
			goto: 'about-the-sender',
			because: 'Does what is published about the sender matter?',
		},
	},
	'sender-domain': {
		kind: 'run',
		check: 'sender-domain',
		on: [],
		otherwise: {
			goto: 'about-the-sender',
			because: 'Does what is published about the sender matter?',
		},
	},
	'client-pointer': {
		kind: 'run',
		check: 'client-pointer',
		on: [],
		otherwise: {
			goto: 'about-the-sender',
			because: 'Does what is published about the sender matter?',
		},
	},

	'about-the-sender': {
		kind: 'branch',
		on: [
			{
				when: either(recordsAsked, recordsMatter),
				goto: 'records-names',
				because: 'The reason may be in what DNS and blocklists say of the sender.',
			},
		],
		otherwise: {goto: 'as-replied', because: 'That is all that can be known from outside.'},
	},
	'records-names': {
		kind: 'run',
		check: 'records-names',
		on: [],
		otherwise: {
			goto: 'records-blocklists',
			because: 'Do blocklists know the address or the domain?',
		},
	},
	'records-blocklists': {
		kind: 'run',
		check: 'records-blocklists',
		on: [],
		otherwise: {
			goto: 'records-spf',
			because: 'Does the sender’s domain allow this address?',
		},
	},
	'records-spf': {
		kind: 'run',
		check: 'records-spf',
		on: [],
		otherwise: {
			goto: 'records-dkim',
			because: 'Can signatures of the domain be checked?',
		},
	},
	'records-dkim': {
		kind: 'run',
		check: 'records-dkim',
		on: [],
		otherwise: {
			goto: 'records-dmarc',
			because: 'And what does the domain ask receivers to do with mail that fails?',
		},
	},
	'records-dmarc': {
		kind: 'run',
		check: 'records-dmarc',
		on: [],
		otherwise: {
			goto: 'records-transport',
			because: 'What is published about mail that comes back?',
		},
	},
	'records-transport': {
		kind: 'run',
		check: 'records-transport',
		on: [],
		otherwise: {
			goto: 'after-records',
			because: 'What do the records make of all that was seen?',
		},
	},
	'after-records': {
		kind: 'branch',
		on: [
			{
				when: either(refusedAt('mail'), refusedAt('rcpt'), refusedAt('data'), refusedAt('message')),
				goto: 'as-replied',
				because: 'That is what can be known about the refusal.',
			},
			{
				when: both(accepted, recordsAsked, saw('records.finding', {severity: 'problem'})),
				goto: 'as-recorded',
				because: 'This server takes the mail, and what others look up stands against it.',
			},
			{
				when: both(saw('tcp.refused', {role: 'conversation'}), never('endpoint.chosen')),
				goto: 'refused',
				because: 'And to the port something answered, and the answer was no.',
			},
			{
				when: both(saw('tcp.silent', {role: 'conversation'}), never('endpoint.chosen')),
				goto: 'provider',
				because:
					'And at the port nothing answered at all. Does the network of this machine block it?',
			},
			{
				when: both(saw('tcp.unreachable', {role: 'conversation'}), never('endpoint.chosen')),
				goto: 'unreachable',
				because: 'And the network said that there is no way to the port.',
			},
		],
		otherwise: {goto: 'judgement', because: 'The dialogue decides.'},
	},

	'more-addresses': {
		kind: 'branch',
		on: [
			{
				when: saw('derived.other-address'),
				goto: 'others',
				because: 'The target has further addresses.',
			},
		],
		otherwise: {goto: 'before-judgement', because: 'There is no other address to try.'},
	},
	others: {
		kind: 'run',
		check: 'others',
		on: [
			{
				when: both(
					saw('other.worked'),
					either(
						saw('smtp.no-greeting'),
						saw('smtp.not-smtp'),
						earlyTrouble('banner'),
						earlyTrouble('ehlo'),
						earlyTrouble('starttls'),
						saw('tls.failed', {tolerated: false}),
						badCertificate,
					),
					never('smtp.reply', {stage: 'mail'}),
				),
				goto: 'auth',
				because: 'Another address works, so the dialogue goes on there.',
			},
		],
		otherwise: {goto: 'before-judgement', because: 'Every address has been tried.'},
	},
	'before-judgement': {
		kind: 'branch',
		on: [
			{
				when: either(recordsAsked, both(recordsMatter, never('smtp.reply', {stage: 'mail'}))),
				goto: 'records-names',
				because: 'What do DNS and blocklists say of the sender?',
			},
		],
		otherwise: {goto: 'judgement', because: 'What was seen decides.'},
	},
	judgement: {
		kind: 'branch',
		on: [
			{
				when: saw('smtp.reply', {stage: 'rcpt', accepted: true}),
				goto: 'healthy',
				because: 'Sender and recipient are accepted.',
			},
			{
				when: saw('smtp.reply', {stage: 'mail', accepted: true}),
				goto: 'healthy',
				because: 'Everything that was asked for works.',
			},
			{
				when: either(refusedAt('banner'), refusedAt('ehlo'), refusedAt('starttls')),
				goto: 'as-replied',
				because: 'The server said why it refuses.',
			},
			{
				when: saw('tls.established', {
					tolerated: false,
					fault: ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
				}),
				goto: 'tls-chain',
				because: 'The certificate cannot be traced to a CA that is known here.',
			},
			{
				when: badCertificate,
				goto: 'tls-certificate',
				because: 'The handshake works, but the certificate is not accepted.',
			},
			{
				when: saw('tls.failed', {tolerated: false, class: 'tls-certificate'}),
				goto: 'tls-failed',
				because: 'The certificate ends the handshake.',
			},
			{
				when: saw('tls.failed', {tolerated: false, class: 'timeout'}),
				goto: 'tls-failed',
				because: 'The TLS handshake was begun, and nothing more came.',
			},
			{
				when: saw('tls.failed', {tolerated: false}),
				goto: 'legacy-tls',
				because: 'The TLS handshake is where it ends. Is the server too old for this side?',
			},
			{when: saw('smtp.not-smtp'), goto: 'not-smtp', because: 'What answers is no SMTP server.'},
			{
				when: saw('smtp.no-greeting'),
				goto: 'no-banner',
				because: 'The connection stands, and nothing is said.',
			},
			{
				when: saw('smtp.malformed', {fatal: true}),
				goto: 'malformed',
				because: 'The reply is not in the form of SMTP.',
			},
			{when: saw('smtp.closed'), goto: 'closed', because: 'The server hangs up.'},
			{when: saw('smtp.silent'), goto: 'silent', because: 'The server stopped replying.'},
		],
		otherwise: {goto: 'unclear', because: 'Nothing that was seen decides it.'},
	},

	'legacy-tls': {
		kind: 'run',
		check: 'legacy-tls',
		on: [],
		otherwise: {
			goto: 'tls-failed',
			because: 'That is what can be known of the handshake from outside.',
		},
	},

	'null-mx': {
		kind: 'conclude',
		class: 'null-mx',
		stage: 'dns',
		summary: '{domain} publishes a null MX: it takes no mail at all.',
		shownBy: [saw('dns.null-mx')],
	},
	'dns-failure': {
		kind: 'conclude',
		class: 'dns-failure',
		stage: 'dns',
		summary: '{name} could not be resolved ({status}).',
		shownBy: [
			saw('dns.failed'),
			saw('dns.mx-invalid'),
			saw('dns.answer', {
				status: ['nxdomain', 'nodata', 'servfail', 'refused', 'silent', 'unreachable', 'malformed'],
			}),
		],
	},
	refused: {
		kind: 'conclude',
		class: 'refused',
		stage: 'connect',
		summary: '{host} refused the connection on port {port}: something answered “no”.',
		shownBy: [
			saw('tcp.refused', {role: 'conversation'}),
			saw('derived.refused-nearby'),
			saw('derived.mail-port-open'),
			saw('derived.control-port-open'),
			saw('derived.host-answers'),
			saw('derived.worked-before'),
			saw('dns.unexpected-address'),
		],
	},
	timeout: {
		kind: 'conclude',
		class: 'timeout',
		stage: 'connect',
		summary: '{host} gave no answer at all on port {port}.',
		shownBy: [
			saw('tcp.silent', {role: 'conversation'}),
			saw('derived.mail-port-open'),
			saw('derived.control-port-open'),
			saw('derived.host-answers'),
			saw('derived.nothing-answers'),
			saw('network.provider'),
			saw('path.hops'),
			saw('dns.unexpected-address'),
		],
	},
	unreachable: {
		kind: 'conclude',
		class: 'unreachable',
		stage: 'connect',
		summary: 'There is no way to {host} port {port}: {code}.',
		shownBy: [
			saw('tcp.unreachable', {role: 'conversation'}),
			saw('derived.mail-port-open'),
			saw('derived.control-port-open'),
			saw('derived.host-answers'),
			saw('derived.nothing-answers'),
		],
	},
	'not-smtp': {
		kind: 'conclude',
		class: 'not-smtp',
		stage: 'banner',
		summary: 'What answers on {host} port {port} is no SMTP server; it looks like {looksLike}.',
		shownBy: [saw('smtp.not-smtp')],
	},
	'no-banner': {
		kind: 'conclude',
		class: 'no-banner',
		stage: 'banner',
		summary: '{host} accepts the connection on port {port} and then says nothing.',
		shownBy: [saw('smtp.no-greeting')],
	},
	'tls-mode-mismatch': {
		kind: 'conclude',
		class: 'tls-mode-mismatch',
		stage: 'tls',
		summary:
			'Port {port} of {host} begins another way than it was spoken to: it works with {mode}.',
		shownBy: [
			saw('tls.other-mode-works'),
			saw('tls.failed'),
			saw('smtp.no-greeting'),
			closedAt('banner'),
		],
	},
	middlebox: {
		kind: 'conclude',
		class: 'middlebox',
		stage: 'banner',
		summary:
			'Between here and {host} something answers in the server’s place, or rewrites what it says.',
		shownBy: [saw('proxy.same-greeting'), saw('derived.rewritten'), saw('derived.stranger')],
	},
	'tls-certificate': {
		kind: 'conclude',
		class: 'tls-certificate',
		stage: 'tls',
		summary: 'The certificate of {host} is not accepted: {fault}.',
		shownBy: [saw('tls.established', {trusted: false})],
	},
	'tls-chain': {
		kind: 'conclude',
		class: 'tls-certificate',
		stage: 'tls',
		summary:
			'The certificate of {host} cannot be traced to a known CA from here: {fault}. Clients that have the missing link accept it.',
		shownBy: [saw('tls.established', {trusted: false})],
		certainty: 'likely',
	},
	'dane-mismatch': {
		kind: 'conclude',
		class: 'tls-certificate',
		stage: 'tls',
		summary:
			'The certificate of {host} does not fit its TLSA records: senders that use DANE do not deliver.',
		shownBy: [saw('derived.dane', {matches: false}), saw('tls.established')],
	},
	'tls-failed': {
		kind: 'conclude',
		class: 'as-observed',
		stage: 'tls',
		summary: 'The TLS handshake with {host} failed: {code}.',
		shownBy: [saw('tls.failed'), saw('tls.legacy-works'), saw('tls.legacy-fails')],
	},
	'starttls-unavailable': {
		kind: 'conclude',
		class: 'starttls-unavailable',
		stage: 'starttls',
		summary: '{host} does not offer STARTTLS on port {port}.',
		shownBy: [saw('tls.not-offered'), saw('auth.withheld')],
	},
	'auth-mechanism': {
		kind: 'conclude',
		class: 'auth-mechanism',
		stage: 'auth',
		summary: 'Signing in is not possible on {host} port {port} in a way that fits.',
		shownBy: [saw('auth.missing'), saw('auth.no-common-mechanism')],
	},
	utf8: {
		kind: 'conclude',
		class: 'utf8',
		stage: 'mail',
		summary: '{address} goes beyond ASCII, and {host} does not offer SMTPUTF8.',
		shownBy: [saw('smtp.utf8-unavailable'), saw('smtp.capabilities')],
	},
	closed: {
		kind: 'conclude',
		class: 'reset-or-dropped',
		stage: 'as-observed',
		summary: '{host} closed the connection without a reply.',
		shownBy: [saw('smtp.closed')],
	},
	silent: {
		kind: 'conclude',
		class: 'timeout',
		stage: 'as-observed',
		summary: '{host} did not reply to {command} within {waited} ms.',
		shownBy: [saw('smtp.silent')],
	},
	malformed: {
		kind: 'conclude',
		class: 'syntax-or-protocol',
		stage: 'as-observed',
		summary: 'A reply of {host} breaks the form of SMTP: {fault}.',
		shownBy: [saw('smtp.malformed', {fatal: true})],
	},
	'as-replied': {
		kind: 'conclude',
		class: 'as-replied',
		stage: 'as-observed',
		summary: '{host} answered: {code} {text}',
		shownBy: [
			saw('smtp.refusal'),
			saw('auth.offered'),
			saw('auth.accepted'),
			saw('derived.own-domain'),
			saw('dns.pointer'),
			saw('records.finding', {severity: ['problem', 'warning']}),
		],
	},
	'as-recorded': {
		kind: 'conclude',
		class: 'as-observed',
		stage: 'as-observed',
		summary: '{host} takes the mail, but what other receivers look up stands against it. {says}',
		shownBy: [
			saw('records.finding', {severity: 'problem'}),
			saw('records.finding', {severity: 'warning'}),
		],
		certainty: 'likely',
	},
	'not-delivered': {
		kind: 'conclude',
		class: 'not-delivered',
		stage: 'message',
		summary: 'The server took the message, and by its log it is {where}: {reason}',
		shownBy: [notDelivered, saw('message.accepted')],
	},
	healthy: {
		kind: 'healthy',
		summary: 'Everything that was asked for works on {host} port {port}.',
		onceLooked: [
			{
				when: notDelivered,
				goto: 'not-delivered',
				because: 'The dialogue went well, and the log tells what happened then.',
			},
		],
	},
	'delivery-unknown': {
		kind: 'inconclusive',
		summary:
			'The message was handed over and no reply came: delivery unknown, do not send it again.',
		onceLooked: [
			{
				when: notDelivered,
				goto: 'not-delivered',
				because: 'No reply came, yet the log has the message, and tells what happened then.',
			},
			{
				when: saw('delivery.fate', {own: true, where: ['delivered', 'passed-on']}),
				goto: 'delivered-unseen',
				because: 'No reply came, yet the log has the message.',
			},
		],
	},
	'delivered-unseen': {
		kind: 'healthy',
		summary:
			'No reply to the message came in time, yet by its log {host} took it and passed it on: do not send it again.',
	},
	'no-network': {
		kind: 'inconclusive',
		summary: 'This machine has no network but loopback, so nothing can be said about {host}.',
	},
	'no-password': {
		kind: 'inconclusive',
		summary: 'A login was asked for and no password was given, so nothing can be said about it.',
	},
	unclear: {kind: 'inconclusive', summary: 'What was seen does not decide what is wrong.'},
});
