import {both, either, saw} from '../../core/condition.ts';
import type {PlanNode} from '../../core/plan.ts';
import {refusedAt, closedAt, silentAt, badCertificate, earlyTrouble} from './conditions.ts';

/** Does the handshake work? */
export const handshakeNodes = {
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
				goto: 'more-addresses',
				because:
					'Silent in plain text, and fluent in TLS. Perhaps another address begins as it should.',
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
				goto: 'more-addresses',
				because:
					'The other way of beginning works here. Perhaps another address begins as it should.',
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
	'legacy-tls': {
		kind: 'run',
		check: 'legacy-tls',
		on: [],
		otherwise: {
			goto: 'tls-failed',
			because: 'That is what can be known of the handshake from outside.',
		},
	},
} as const satisfies Readonly<Record<string, PlanNode>>;
