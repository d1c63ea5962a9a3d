import {both, never, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';
import {
	denied,
	onSmtp,
	onSubmission,
	signedIn,
	submissionOpen,
	mailBelongsElsewhere,
	ownDomain,
} from './relay-evidence.ts';
import {replayed, settingsOf} from './replay-evidence.ts';
import {domainChecks} from './server-checks.ts';

/** The mail came to the wrong door, or the server does not know that it is its own. */
export const relayRoutingCauses: readonly Cause[] = [
	{
		id: 'domain-not-local',
		explains: ['relay-denied', 'recipient-unknown'],
		title: 'The server does not know the recipient’s domain as its own',
		because:
			'The domain’s MX leads here, but the server has it in none of its lists of domains that it stores mail for or passes on to their own server. So it takes the mail for a request to relay. OpenSMTPD then says “Invalid recipient”, as to an unknown user.',
		frequency: 'usual',
		evidence: [
			...replayed('domain-not-local'),
			...settingsOf(
				'domain-not-local',
				'mydestination',
				'relay_domains',
				'virtual_mailbox_domains',
			),
			{
				when: both(saw('derived.own-domain'), denied),
				says: 'The MX of {domain} is this server, {host}, and still it speaks of relaying.',
				weight: 'proves',
			},
			{
				when: both(mailBelongsElsewhere, denied),
				says: 'The MX of {domain} is another server.',
				weight: 'against',
			},
			{
				when: both(saw('session.asked', {aim: 'submit'}), denied, never('derived.own-domain')),
				says: 'The mail was to be passed on to {recipientDomain}, not kept here.',
				weight: 'against',
			},
			{
				when: both(
					saw('smtp.refusal', {class: 'recipient-unknown'}),
					never('smtp.refusal', {text: /invalid recipient/i}),
				),
				says: 'The server speaks of the recipient, not of the domain: {text}',
				weight: 'excludes',
			},
			{
				when: both(saw('smtp.refusal', {class: 'recipient-unknown'}), never('derived.own-domain')),
				says: 'The mail was not for a domain whose MX is this server.',
				weight: 'excludes',
			},
		],
		confirm: [
			{text: 'Where does the domain’s mail belong?', command: 'dig +short MX {recipientDomain}'},
			{
				text: 'On the server, Postfix: is {recipientDomain} in one of these?',
				command:
					'postconf mydestination virtual_alias_domains virtual_mailbox_domains relay_domains',
			},
			{
				text: 'Exim: how it would route the address. “Unrouteable”, or a way out to another host, means that the domain is not local.',
				command: 'exim -bt {recipient}',
			},
			{
				text: 'Exim on Debian:',
				command: "grep -E '^dc_(other_hostnames|relay_domains)' /etc/exim4/update-exim4.conf.conf",
			},
			...domainChecks,
		],
	},
	{
		id: 'port-25-for-submission',
		explains: ['relay-denied'],
		title: 'Port 25 was used for submission',
		because:
			'Port 25 is for mail between servers. Programs and users submit mail on 587 (STARTTLS) or 465 (TLS from the first byte), where they sign in.',
		frequency: 'usual',
		evidence: [
			{
				when: both(onSubmission, denied),
				says: 'Port {port} is a submission port already.',
				weight: 'excludes',
			},
			{
				when: both(signedIn, onSmtp),
				says: 'The client could sign in on this port, and was refused all the same.',
				weight: 'excludes',
			},
			{
				when: both(onSmtp, saw('session.asked', {aim: 'submit'}), denied),
				says: 'Mail was submitted on port {port}, the one for mail between servers.',
				weight: 'for',
			},
			{
				when: both(submissionOpen, onSmtp, denied),
				says: 'Port {port} ({service}) of {host} is open.',
				weight: 'for',
			},
			{
				when: both(saw('auth.offered'), onSmtp, denied),
				says: 'This port offers a login as well, so it can be used after signing in.',
				weight: 'against',
			},
			{
				when: both(
					saw('tcp.refused', {service: ['submission', 'submissions']}),
					never('tcp.open', {service: ['submission', 'submissions']}),
					denied,
				),
				says: 'Port {port} of {host} is not open.',
				weight: 'against',
			},
			{
				when: both(saw('session.asked', {aim: 'deliver'}), denied),
				says: 'The mail was meant for the recipient’s own server, where port 25 is right.',
				weight: 'against',
			},
			ownDomain,
		],
		confirm: [
			{
				text: 'Are the submission ports open?',
				command: 'nc -zv -w 5 {host} 587; nc -zv -w 5 {host} 465',
			},
			{
				text: 'Is a login offered there?',
				command: 'openssl s_client -starttls smtp -connect {host}:587 -crlf',
			},
		],
	},
	{
		id: 'not-the-mx',
		explains: ['relay-denied'],
		title: 'The mail belongs to another server',
		because:
			'Mail for a domain goes to the servers that its MX records name. Others refuse it, and are right to.',
		frequency: 'usual',
		evidence: [
			{
				when: saw('derived.own-domain'),
				says: 'The MX of {domain} is this server, {host}.',
				weight: 'excludes',
			},
			{
				when: both(mailBelongsElsewhere, saw('session.asked', {aim: 'deliver'}), denied),
				says: 'The MX records of {domain} name other servers than the one that was asked.',
				weight: 'for',
			},
			{
				when: both(saw('session.asked', {aim: 'submit'}), denied),
				says: 'The server was meant to pass the mail on, wherever it belongs.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'The servers that take mail for the domain:',
				command: 'dig +short MX {recipientDomain}',
			},
			{text: 'The same test against them:', command: 'smtp-medic check {recipient}'},
		],
	},
];
