import {both, never, saw} from '../../core/condition.ts';
import type {PlanNode} from '../../core/plan.ts';
import {closedAt, notDelivered} from './conditions.ts';

/** Where a walk ends, and what is said there. */
export const conclusions = {
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
		onceLooked: [
			{
				when: notDelivered,
				goto: 'not-delivered',
				because: 'What stands against the sender may matter, and the log tells what did.',
			},
		],
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
			{
				when: saw('delivery.fate', {where: 'delivered'}),
				goto: 'delivered',
				because: 'The log has the message to its end.',
			},
			{
				when: saw('delivery.fate', {where: 'passed-on'}),
				goto: 'passed-on',
				because: 'The log has the message as far as the next server.',
			},
			{
				when: saw('delivery.not-found', {own: false}),
				goto: 'not-in-log',
				because: 'The dialogue went well, and what was to be followed is not in the log.',
			},
			{
				when: both(
					saw('session.asked', {send: false}), // Else its own message was taken, which is an answer
					saw('server.log', {sources: {empty: true}}),
					never('server.log', {sources: {empty: false}}),
				),
				goto: 'no-log',
				because: 'The dialogue went well, and there was no log in which to follow anything.',
			},
		],
	},
	delivered: {
		kind: 'healthy',
		summary:
			'Everything that was asked for works on {host} port {port}, and by its log the message was delivered.',
	},
	'passed-on': {
		kind: 'healthy',
		summary:
			'Everything that was asked for works on {host} port {port}, and by its log the next server took the message.',
	},
	'not-in-log': {
		kind: 'inconclusive',
		summary:
			'The log of {logOf} says nothing about {sought}; its first line is of {logBegins}. What was tried on {host} port {port} works.',
	},
	'no-log': {
		kind: 'inconclusive',
		summary:
			'No mail log could be read on the server, so nothing is known of what was to be followed. What was tried on {host} port {port} works.',
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
	'no-vantage': {
		kind: 'inconclusive',
		summary: 'Nothing can be seen from {fromHost}: {noWay}.',
	},
	'way-broke': {
		kind: 'inconclusive',
		summary:
			'The connection of ssh to {fromHost} broke, so what was begun from there came to no end.',
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
} as const satisfies Readonly<Record<string, PlanNode>>;
