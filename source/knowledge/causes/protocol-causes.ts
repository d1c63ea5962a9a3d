import {saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';

const reads = (text: RegExp) => saw('smtp.refusal', {class: 'syntax-or-protocol', text});

/** Why client and server do not understand one another. */
export const protocolCauses: readonly Cause[] = [
	{
		id: 'malformed-reply',
		explains: ['syntax-or-protocol'],
		title: 'The server’s replies are not in the form of SMTP',
		because:
			'A faulty server, or another program that writes into the dialogue, sends lines that no client can rely on.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('smtp.malformed', {fatal: true}),
				says: 'A reply breaks the form ({fault}): {text}',
				weight: 'proves',
			},
			{
				when: saw('smtp.malformed', {fatal: false}),
				says: 'A reply breaks the form, though not badly ({fault}).',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'syntax-or-protocol'}),
				says: 'The reply is well-formed: {code} {text}',
				weight: 'against',
			},
		],
		confirm: [
			{text: 'The bytes as they come:', command: 'nc -w 10 {host} {port} | od -c | head -n 40'},
		],
	},
	{
		id: 'proxy-header-unexpected',
		explains: ['syntax-or-protocol', 'not-smtp'],
		title: 'A load balancer sends a PROXY line that the server does not expect',
		because:
			'The server takes that first line for a command that it does not know, and counts it as an error.',
		frequency: 'rare',
		evidence: [
			{when: reads(/proxy/i), says: 'The reply names it: {text}', weight: 'for'},
			{
				when: saw('smtp.refusal', {class: 'syntax-or-protocol', stage: 'banner'}),
				says: 'The complaint came before a command was sent: {code} {text}',
				weight: 'for',
			},
		],
		confirm: [
			{
				text: 'HAProxy: `send-proxy` on the line of the server needs its counterpart in the mail server.',
				command: 'grep -rn send-proxy /etc/haproxy; postconf smtpd_upstream_proxy_protocol',
			},
		],
	},
	{
		id: 'client-bug',
		explains: ['syntax-or-protocol'],
		title: 'The client sends a command that is not valid SMTP',
		because:
			'A wrong space (`MAIL FROM: <…>`), a missing bracket or an unknown parameter is refused by strict servers.',
		frequency: 'common',
		evidence: [
			{
				when: reads(
					/syntax|not recognized|unrecognized|unknown (command|parameter)|bad command|not implemented|unsupported option/i,
				),
				says: 'The reply says so: {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.malformed', {fatal: true}),
				says: 'It is the server’s reply that breaks the form.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'The same by hand; if it passes, the client is at fault.',
				command:
					'swaks --server {host} --port {port} --ehlo {helo} --from {sender} --to {recipient} --quit-after RCPT',
			},
		],
	},
	{
		id: 'too-many-errors',
		explains: ['syntax-or-protocol', 'too-many-connections'],
		title: 'Too many errors in one session',
		because: 'After some wrong commands or unknown recipients the server hangs up.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('smtp.refusal', {text: /too many (errors|unknown|nonmail|syntax|protocol|bad)/i}),
				says: 'The reply says so: {text}',
				weight: 'proves',
			},
		],
		confirm: [
			{
				text: 'Look at the first error of the session; the others follow from it. Postfix’s limits:',
				command: 'postconf smtpd_soft_error_limit smtpd_hard_error_limit smtpd_junk_command_limit',
			},
		],
	},
	{
		id: 'out-of-step',
		explains: ['syntax-or-protocol'],
		title: 'A command came out of order, or too early',
		because:
			'Client and server must take turns. Who speaks before the greeting, or sends the next command before the reply where that is not allowed, is taken for a spam program.',
		frequency: 'usual',
		evidence: [
			{
				when: reads(
					/synchroni[sz]ation|pipelin|out of (order|sequence)|bad sequence|need (mail|rcpt)|(ehlo|helo|mail|rcpt) first|no valid recipients|nested/i,
				),
				says: 'The reply says so: {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'syntax-or-protocol', code: 503}),
				says: 'The code 503 stands for a command out of order.',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'syntax-or-protocol', code: [500, 501, 502, 555]}),
				says: 'The code {code} is about the command itself.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'The same one command at a time:',
				command:
					'swaks --server {host} --port {port} --ehlo {helo} --from {sender} --to {recipient} --quit-after RCPT',
			},
		],
	},
];
