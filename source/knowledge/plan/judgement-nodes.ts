import {both, either, never, saw} from '../../core/condition.ts';
import type {PlanNode} from '../../core/plan.ts';
import {
	refusedAt,
	badCertificate,
	earlyTrouble,
	recordsAsked,
	recordsMatter,
	wayBroke,
} from './conditions.ts';

/** The other addresses of the target, and what everything comes to. */
export const judgementNodes = {
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
			{when: wayBroke, goto: 'way-broke', because: 'The connection of ssh broke.'},
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
				when: saw('tls.other-mode-works'),
				goto: 'tls-mode-mismatch',
				because: 'Spoken to in the other way, this port works.',
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
} as const satisfies Readonly<Record<string, PlanNode>>;
