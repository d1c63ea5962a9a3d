import {both, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';
import {replayed} from './replay-evidence.ts';
import {reputationEvidence} from './record-evidence.ts';

/** What can be wrong with the message itself. */
export const messageCauses: readonly Cause[] = [
	{
		id: 'spam-score',
		explains: ['policy-or-spam'],
		title: 'A spam filter takes the message for spam',
		because:
			'Its words, its links, the reputation of the sender and missing signatures add up to more than the server lets pass.',
		frequency: 'common',
		evidence: [
			{
				when: saw('smtp.refusal', {
					class: 'policy-or-spam',
					text: /spam|unsolicited|score|junk|bulk/i,
				}),
				says: 'The reply speaks of spam: {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'policy-or-spam', stage: ['mail', 'rcpt']}),
				says: 'It came before the message was seen.',
				weight: 'against',
			},
			reputationEvidence,
		],
		confirm: [
			{
				text: 'Does a short plain message pass?',
				command: 'smtp-medic check {host} --port {port} --from {sender} --to {recipient} --send',
			},
			{text: 'On your own server, with rspamd:', command: 'rspamc symbols < message.eml'},
		],
	},
	{
		id: 'url-listed',
		explains: ['policy-or-spam'],
		title: 'A link in the message is on a blocklist',
		because:
			'Links are compared with lists of domains that are used for fraud; link shorteners and fresh domains are often among them.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('smtp.refusal', {
					class: 'policy-or-spam',
					text: /\burls?\b|\buri|link|surbl|\bdbl\b|domain/i,
				}),
				says: 'The reply speaks of a link: {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'policy-or-spam', stage: ['mail', 'rcpt']}),
				says: 'It came before the message was seen.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Send the same message without its links; if it passes, look the links up on the list that the reply names.',
				command: '',
			},
		],
	},
	{
		id: 'unnamed-policy',
		explains: ['policy-or-spam'],
		title: 'A rule of the server that it does not name',
		because:
			'Many servers refuse by rules of their own, and say no more, so as not to help spammers.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('smtp.refusal', {class: 'policy-or-spam', stage: ['mail', 'rcpt']}),
				says: 'It came before the message was seen, so it is not about its content.',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {
					class: 'policy-or-spam',
					text: /policy|administrative|prohibited/i,
				}),
				says: 'The reply speaks of a policy: {text}',
				weight: 'for',
			},
		],
		confirm: [
			{
				text: 'Ask the operator with the whole reply, the time, and the sending address.',
				command: '',
			},
		],
	},
	{
		id: 'attachment',
		explains: ['content-rejected'],
		title: 'An attachment is not allowed',
		because:
			'Programs, scripts and archives with a password are refused by many servers, and so is what a virus scanner finds.',
		frequency: 'common',
		evidence: [
			{
				when: saw('smtp.refusal', {
					class: 'content-rejected',
					text: /attach|virus|malware|file|extension|executable|infected/i,
				}),
				says: 'The reply says so: {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {
					class: 'content-rejected',
					text: /header|rfc ?5322|rfc ?2822|line|message-id|format/i,
				}),
				says: 'The reply speaks of the form: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Does the message pass without its attachment?',
				command: 'smtp-medic check {host} --port {port} --from {sender} --to {recipient} --send',
			},
		],
	},
	{
		id: 'headers',
		explains: ['content-rejected'],
		title: 'The message breaks the rules of its form',
		because:
			'Missing or doubled headers (From, Date, Message-ID), lines over 998 characters or bare line feeds are refused by strict servers.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('smtp.refusal', {
					class: 'content-rejected',
					text: /header|rfc ?5322|rfc ?2822|line (too long|length)|message-id|\bfrom:|\bdate:|bare|syntax|format/i,
				}),
				says: 'The reply speaks of the form: {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'content-rejected', text: /virus|malware|infected/i}),
				says: 'The reply speaks of a virus: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'The longest line, and the headers that count:',
				command:
					"awk '{ if (length > m) m = length } END { print m }' message.eml; grep -icE '^(from|date|message-id):' message.eml",
			},
		],
	},
	{
		id: 'size-limit',
		explains: ['message-too-large'],
		title: 'The message is over the server’s limit',
		because:
			'The limit counts the message as it is sent: attachments are about a third larger than the file.',
		frequency: 'common',
		evidence: [
			...replayed('size-limit'),
			{
				when: both(
					saw('smtp.capabilities', {size: {above: 0}}),
					saw('smtp.refusal', {class: 'message-too-large'}),
				),
				says: 'The server announces a limit of {size} bytes.',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'message-too-large'}),
				says: 'The server says so: {code} {text}',
				weight: 'proves',
			},
		],
		confirm: [
			{text: 'Postfix:', command: 'postconf message_size_limit mailbox_size_limit'},
			{text: 'Exim:', command: 'exim -bP message_size_limit'},
			{text: 'The size of a message as sent:', command: 'wc -c message.eml'},
		],
	},
	{
		id: 'smtputf8-missing',
		explains: ['utf8'],
		title: 'The server does not support addresses beyond ASCII',
		because:
			'Such an address passes only where every server on its way offers SMTPUTF8, and the client declares it.',
		frequency: 'common',
		evidence: [
			{
				when: saw('smtp.utf8-unavailable'),
				says: 'SMTPUTF8 is not in the EHLO reply, and {address} needs it.',
				weight: 'proves',
			},
			{
				when: both(
					saw('smtp.capabilities', {keywords: {has: 'SMTPUTF8'}}),
					saw('smtp.refusal', {class: 'utf8'}),
				),
				says: 'The server does offer SMTPUTF8, so the client has to declare it.',
				weight: 'against',
			},
			{
				when: both(saw('smtp.refusal', {class: 'utf8'}), {
					not: saw('smtp.capabilities', {keywords: {has: 'SMTPUTF8'}}),
				}),
				says: 'SMTPUTF8 is not in the EHLO reply: {code} {text}',
				weight: 'for',
			},
		],
		confirm: [
			{
				text: 'Is SMTPUTF8 in the EHLO reply?',
				command: 'swaks --server {host} --port {port} --quit-after EHLO',
			},
			{text: 'Postfix:', command: 'postconf smtputf8_enable'},
		],
	},
];
