import {both, either, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';
import {notByInside, seenInside} from './inside-evidence.ts';
import {replayed} from './replay-evidence.ts';
import {mailboxChecks} from './server-checks.ts';

const says = (text: RegExp) => saw('smtp.refusal', {class: 'recipient-unknown', text});

/** What can be wrong with the recipient, and with the time of the first mail to it. */
export const recipientCauses: readonly Cause[] = [
	{
		id: 'no-such-user',
		explains: ['recipient-unknown'],
		title: 'There is no such mailbox',
		because:
			'The address is misspelt, the person has left, or the mailbox or alias was never made on this server.',
		frequency: 'common',
		evidence: [
			...replayed('no-such-user'),
			...notByInside(
				saw('server.replay', {
					agrees: true,
					certain: true,
					outcome: 'refused',
					reason: 'relay',
					service: /^smtpd port /,
				}),
				'OpenSMTPD refuses this before it looks for a mailbox: {because}.',
			),
			...seenInside(
				both(
					saw('server.route', {outcome: 'undeliverable'}),
					saw('smtp.refusal', {class: 'recipient-unknown'}),
				),
				'On the server, {address} cannot be routed: {text}.',
			),
			{
				when: says(
					/user unknown|no such (user|mailbox|recipient|person)|does not exist|unknown (user|recipient|address)|recipientnotfound|mailbox (unavailable|not found)|unrouteable/i,
				),
				says: 'The reply says so: {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'recipient-unknown', enhanced: '5.1.1'}),
				says: 'The code 5.1.1 stands for it.',
				weight: 'for',
			},
			{
				when: says(/domain|host (unknown|not found)/i),
				says: 'The reply speaks of the domain: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'On the server, Postfix: “unknown in … table” in the reply names the list to look in.',
				command:
					'postconf local_recipient_maps virtual_mailbox_maps virtual_alias_maps relay_recipient_maps',
			},
			{text: 'Exim: how it would route the address.', command: 'exim -bt {recipient}'},
			...mailboxChecks,
		],
	},
	{
		id: 'domain-missing',
		explains: ['recipient-unknown'],
		title: 'The recipient’s domain does not exist',
		because: 'Nothing after the @ leads anywhere: a typo, or a domain that was given up.',
		frequency: 'usual',
		evidence: [
			...replayed('domain-missing'),
			{
				when: says(
					/domain (not found|does not exist)|host (unknown|not found)|no such domain|bad destination/i,
				),
				says: 'The reply says so: {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'recipient-unknown', enhanced: '5.1.2'}),
				says: 'The code 5.1.2 stands for it.',
				weight: 'for',
			},
			{
				when: both(
					saw('dns.mx', {source: 'mx'}),
					saw('smtp.refusal', {class: 'recipient-unknown'}),
				),
				says: '{domain} has MX records.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Does the domain have an MX or an address?',
				command: 'dig MX {recipientDomain}; dig A {recipientDomain}',
			},
		],
	},
	{
		id: 'relay-denied-in-disguise',
		explains: ['recipient-unknown'],
		title:
			'The server does not relay for this client, and says it with the words for an unknown user',
		because: 'OpenSMTPD answers “Invalid recipient” in both cases.',
		frequency: 'rare',
		evidence: [
			...replayed('relay-denied-in-disguise'),
			{
				when: saw('client.left-out', {kind: 'match-src'}),
				says: '{place} names {names}, and not {client}.',
				weight: 'for',
			},
			...notByInside(
				saw('server.replay', {
					agrees: true,
					certain: true,
					outcome: 'refused',
					reason: 'recipient-unlisted',
					service: /^smtpd port /,
				}),
				'A rule takes mail for the recipient’s domain, and {because}.',
			),
			{
				when: both(saw('server.software', {mta: 'opensmtpd'}), says(/invalid recipient/i)),
				says: 'The server looks like OpenSMTPD, and its words are those that it uses for both.',
				weight: 'for',
			},
			{
				when: both(says(/invalid recipient/i), saw('dns.mx', {source: 'mx'}), {
					not: saw('derived.own-domain'),
				}),
				says: 'The MX of the recipient’s domain is another server: {text}',
				weight: 'for',
			},
			{
				when: saw('server.software', {
					mta: ['postfix', 'exim', 'sendmail', 'exchange', 'gmail', 'microsoft365'],
				}),
				says: 'The server looks like {mta}, which has words of its own for relaying.',
				weight: 'excludes',
			},
			{
				when: saw('derived.own-domain'),
				says: 'This server is the MX of {domain}.',
				weight: 'against',
			},
			{
				when: both(saw('auth.accepted'), saw('smtp.refusal', {class: 'recipient-unknown'})),
				says: 'The client was signed in as {user}.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Is this server responsible for the domain?',
				command: 'dig +short MX {recipientDomain}',
			},
			{
				text: 'On the server: a `match` rule must take this mail from this client.',
				command: 'smtpd -n && grep -nE "^(match|action)" /etc/smtpd.conf',
			},
		],
	},
	{
		id: 'members-only',
		explains: ['recipient-restricted'],
		title: 'Only certain senders may write to this address',
		because: 'Lists and groups are often open to their members or to their own organisation alone.',
		frequency: 'common',
		evidence: [
			{
				when: saw('smtp.refusal', {
					class: 'recipient-restricted',
					text: /member|subscri|not (allowed|permitted|authorized) to (post|send)|restricted|authenticated senders|private/i,
				}),
				says: 'The reply says so: {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'recipient-restricted', enhanced: '5.4.1'}),
				says: 'The code 5.4.1 is rather that of a directory at the edge.',
				weight: 'against',
			},
		],
		confirm: [{text: 'Ask the owner of the list or group who may write to it.', command: ''}],
	},
	{
		id: 'directory-edge-block',
		explains: ['recipient-restricted', 'recipient-unknown'],
		title: 'The address is not in the directory that the front server asks',
		because:
			'Microsoft 365 refuses at its edge what its directory does not list (“Recipient address rejected: Access denied”), also addresses that exist only behind it.',
		frequency: 'usual',
		evidence: [
			{
				when: either(
					saw('smtp.refusal', {
						class: ['recipient-restricted', 'recipient-unknown'],
						enhanced: '5.4.1',
					}),
					saw('smtp.refusal', {
						class: ['recipient-restricted', 'recipient-unknown'],
						text: /5\.4\.1/,
					}),
				),
				says: 'The code 5.4.1 stands for it: {text}',
				weight: 'for',
			},
			{
				when: saw('server.software', {mta: ['postfix', 'exim', 'opensmtpd', 'sendmail', 'gmail']}),
				says: 'The server looks like {mta}, which does not say it so.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'The administrator of the domain sees in the directory whether the address is listed, and whether the domain is “authoritative” or “internal relay”.',
				command: '',
			},
		],
	},
	{
		id: 'over-quota',
		explains: ['mailbox-full'],
		title: 'The mailbox has used up its space',
		because: 'Its quota is reached, or the disk on which it lies is full.',
		frequency: 'common',
		evidence: [
			{
				when: saw('smtp.refusal', {class: 'mailbox-full'}),
				says: 'The server says so: {code} {text}',
				weight: 'proves',
			},
		],
		confirm: [
			{text: 'On the server, with Dovecot:', command: 'doveadm quota get -u {recipient}; df -h'},
		],
	},
	{
		id: 'disabled',
		explains: ['mailbox-disabled'],
		title: 'The mailbox is switched off',
		because: 'The account is suspended, expired or locked.',
		frequency: 'common',
		evidence: [
			{
				when: saw('smtp.refusal', {class: 'mailbox-disabled'}),
				says: 'The server says so: {code} {text}',
				weight: 'proves',
			},
		],
		confirm: [
			{text: 'Whoever runs the mailbox knows why; nothing more is seen from outside.', command: ''},
		],
	},
	{
		id: 'first-contact',
		explains: ['greylisted'],
		title: 'The server has not met this sender before',
		because:
			'Client address, sender and recipient together are new to it. After some minutes the same three pass, and are remembered.',
		frequency: 'common',
		evidence: [
			{
				when: saw('smtp.refusal', {class: 'greylisted'}),
				says: 'The server says so: {code} {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'greylisted', text: /service currently unavailable/i}),
				says: 'The words “{text}” do not speak of greylisting; they are postscreen’s.',
				weight: 'against',
			},
			{
				when: both(
					saw('session.asked', {run: {above: 3}}),
					saw('smtp.refusal', {class: 'greylisted'}),
				),
				says: 'This is run {run}; greylisting should be over, unless the sending address changes.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Once more after five minutes, from the same address:',
				command:
					'sleep 300; smtp-medic check {host} --port {port} --from {sender} --to {recipient}',
			},
		],
	},
	{
		id: 'postscreen-deep-test',
		explains: ['greylisted', 'server-local-error'],
		title: 'Postscreen tested this client, and wants it to come back',
		because:
			'With its deeper tests switched on, Postfix’s postscreen cannot hand a tested connection over, and answers the first one with 450 4.3.2 (“Service currently unavailable”).',
		frequency: 'usual',
		evidence: [
			...replayed('postscreen-deep-test'),
			{
				when: saw('smtp.refusal', {code: 450, text: /service currently unavailable/i}),
				says: 'The words are those of postscreen: {code} {text}',
				weight: 'for',
			},
			{
				when: both(saw('smtp.slow', {stage: 'banner'}), saw('smtp.refusal', {code: 450})),
				says: 'The greeting took {after} ms, as with postscreen’s wait.',
				weight: 'for',
			},
			{
				when: saw('server.software', {
					mta: ['exim', 'opensmtpd', 'sendmail', 'exchange', 'gmail', 'microsoft365'],
				}),
				says: 'The server looks like {mta}, and postscreen belongs to Postfix.',
				weight: 'excludes',
			},
			{
				when: saw('smtp.refusal', {
					class: 'server-local-error',
					text: /lookup|configuration|storage|disk|space|queue file|load/i,
				}),
				says: 'The reply gives another reason: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'On the server:',
				command:
					'postconf postscreen_bare_newline_enable postscreen_non_smtp_command_enable postscreen_pipelining_enable',
			},
			{
				text: 'Once more after some minutes, from the same address:',
				command: 'sleep 120; smtp-medic check {host} --port {port}',
			},
		],
	},
];
