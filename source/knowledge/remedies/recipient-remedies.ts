import type {Remedy} from '../../core/knowledge.ts';

const wait: Remedy['steps'] = [
	{
		say: 'A mail server needs nothing done: it comes back by itself. A program that sends directly must keep the mail and try again for a day or more, from the same address.',
		effect: 'reads',
	},
	{
		say: 'Once more in five minutes:',
		command: 'sleep 300; smtp-medic check {host} --port {port} --from {sender} --to {recipient}',
		effect: 'reads',
	},
];

/** Recipient, message, and mail after it was accepted. */
export const recipientRemedies: readonly Remedy[] = [
	{
		cause: 'no-such-user',
		mta: 'any',
		where: 'server',
		steps: [
			{say: 'Check the spelling with the recipient.', effect: 'reads'},
			{
				say: 'On your own server: does it know the address? Make the mailbox or alias if it should exist.',
				command: 'exim -bt {recipient}; doveadm user {recipient}',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'domain-missing',
		mta: 'any',
		where: 'client',
		steps: [
			{say: 'Check the part after the @.', command: 'dig MX {recipientDomain}', effect: 'reads'},
		],
	},
	{
		cause: 'relay-denied-in-disguise',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Sign in on the submission port, or use the MX of the recipient’s domain.',
				command: 'dig +short MX {recipientDomain}',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'members-only',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'Ask the owner of the list or group to allow the sender, or send from an address that is a member.',
				effect: 'changes',
				undo: 'Have the sender removed again.',
			},
		],
	},
	{
		cause: 'directory-edge-block',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'The domain’s administrator adds the address to the directory, or sets the domain to “internal relay” where mailboxes lie behind Microsoft 365.',
				effect: 'changes',
				undo: 'Set the domain to “authoritative” again.',
			},
		],
	},
	{
		cause: 'over-quota',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Tell the recipient by other means. On your own server, with Dovecot: how much is used?',
				command: 'doveadm quota get -u {recipient}',
				effect: 'reads',
			},
			{
				say: 'Delete mail there or raise the quota; after that:',
				command: 'doveadm quota recalc -u {recipient}',
				effect: 'changes',
				undo: 'Nothing to take back: it only counts anew.',
			},
		],
	},
	{
		cause: 'disabled',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'Tell the recipient by other means; whoever runs the mailbox can switch it on again.',
				effect: 'changes',
				undo: 'Switch it off again.',
			},
		],
	},
	{cause: 'first-contact', mta: 'any', where: 'client', steps: wait},
	{cause: 'postscreen-deep-test', mta: 'any', where: 'client', steps: wait},
	{
		cause: 'null-mx',
		mta: 'any',
		where: 'dns',
		steps: [
			{say: 'Ask the recipient for another address.', effect: 'reads'},
			{
				say: 'If the domain is yours and should take mail: replace the MX record “0 .” by one that names your mail server.',
				effect: 'changes',
				undo: 'Put “0 .” back.',
			},
		],
	},
	{
		cause: 'spam-score',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Fewer links and pictures, a plain text part, SPF, DKIM and DMARC for the domain; then try a short plain message.',
				effect: 'changes',
				undo: 'Nothing to take back.',
			},
			{say: 'Ask the operator with the whole reply if it is wanted mail.', effect: 'reads'},
		],
	},
	{
		cause: 'url-listed',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Remove or replace the link; if the domain is yours, look it up on the list and have it removed once the site is clean.',
				effect: 'changes',
				undo: 'Put the link back.',
			},
		],
	},
	{
		cause: 'unnamed-policy',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'Ask the operator (postmaster@ the domain) by other means, with the whole reply, the time and the sending address.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'attachment',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Send a link instead, or another format. If a virus was named, check the machine on which the file was made.',
				effect: 'changes',
				undo: 'Attach it again.',
			},
		],
	},
	{
		cause: 'headers',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Let the program set From, Date and Message-ID once each, end lines with CR LF, and encode long lines (quoted-printable or base64).',
				effect: 'changes',
				undo: 'Nothing to take back.',
			},
		],
	},
	{
		cause: 'size-limit',
		mta: 'postfix',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'Note the present limits. The mailbox limit must not be the smaller one.',
				command: 'postconf message_size_limit mailbox_size_limit virtual_mailbox_limit',
				effect: 'reads',
			},
			{
				say: 'Raise the limit, here to 50 MB, and reload.',
				command: 'postconf -e "message_size_limit = 52428800" && systemctl reload postfix',
				effect: 'changes',
				undo: '`postconf -e "message_size_limit = …"` with the value before, then reload.',
			},
		],
	},
	{
		cause: 'size-limit',
		mta: 'exim',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'The present limit; 50 MB is the default.',
				command: 'exim -bP message_size_limit',
				effect: 'reads',
			},
			{
				say: 'Raise `message_size_limit` in the main configuration, then:',
				command: 'update-exim4.conf && systemctl reload exim4',
				effect: 'changes',
				undo: 'Put the old value back and do the same.',
			},
		],
	},
	{
		cause: 'size-limit',
		mta: 'any',
		where: 'client',
		steps: [{say: 'On a foreign server: send a link, or a smaller file.', effect: 'reads'}],
	},
	{
		cause: 'smtputf8-missing',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Use the ASCII form of the address (`xn--…` for the domain) where there is one.',
				effect: 'reads',
			},
			{
				say: 'On your own Postfix:',
				command: 'postconf -e "smtputf8_enable = yes" && systemctl reload postfix',
				effect: 'changes',
				undo: '`postconf -e "smtputf8_enable = no"`, then reload.',
			},
		],
	},
	{
		cause: 'mx-points-to-itself',
		mta: 'postfix',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'In which list should the domain be?',
				command:
					'postconf mydestination virtual_mailbox_domains virtual_alias_domains relay_domains',
				effect: 'reads',
			},
			{
				say: 'If its mailboxes are users of this system, add it:',
				command:
					'postconf -e "mydestination = $(postconf -h mydestination) {recipientDomain}" && systemctl reload postfix',
				effect: 'changes',
				undo: '`postconf -e "mydestination = …"` with the value before, then reload.',
			},
			{
				say: 'If its mail belongs to a server behind this one: `relay_domains`, with a line in `transport_maps` that names that server.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'mx-points-to-itself',
		mta: 'exim',
		where: 'server',
		apply: 'reload',
		steps: [
			{say: 'How does it route the address now?', command: 'exim -bt {recipient}', effect: 'reads'},
			{
				say: 'Add the domain to `dc_other_hostnames` (mailboxes here) or `dc_relay_domains` with a route (server behind) in `/etc/exim4/update-exim4.conf.conf`, then:',
				command: 'update-exim4.conf && systemctl reload exim4',
				effect: 'changes',
				undo: 'Put the old value back and do the same.',
			},
		],
	},
	{
		cause: 'two-servers-loop',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Decide which of the two has the mailbox. There, the domain must be local; on the other, its way must lead there.',
				command: 'postconf mydestination virtual_mailbox_domains relayhost transport_maps',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'forwarding-loop',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Follow the forwardings from one to the next, and end the circle with a real mailbox.',
				command: 'exim -d-all+route -bt {recipient}',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'next-hop-refused',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'On the server that took the mail, run the same test against the next one.',
				command: 'smtp-medic check {recipient}',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'next-hop-timeout',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'On the server that took the mail: is outgoing port 25 blocked?',
				command: 'smtp-medic check {recipient}',
				effect: 'reads',
			},
			{
				say: 'If it is: have the provider lift the block, or pass mail on through a relay (use your relay).',
				command: 'postconf -e "relayhost = [relay.example.com]:587" && systemctl reload postfix',
				effect: 'changes',
				undo: '`postconf -e "relayhost ="` (or what it was), then reload.',
			},
		],
	},
	{
		cause: 'next-hop-deferred',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'The words of the next server stand in the queue; let them be explained.',
				command: 'postqueue -p | smtp-medic explain',
				effect: 'reads',
			},
			{
				say: 'Try the queue again once the reason is gone.',
				command: 'postqueue -f',
				effect: 'changes',
				undo: 'Nothing to take back: it only tries at once.',
			},
		],
	},
	{
		cause: 'bounced',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Let the bounce be explained; its reason has a class of its own.',
				command: 'smtp-medic explain < bounce.txt',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'discarded',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Find the rule, and let it REJECT or HOLD instead, so that nothing vanishes without a word.',
				command: 'grep -rniE "discard|blackhole" /etc/postfix /etc/exim4',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'filtered',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Release it from the quarantine or the spam folder, and mark it as wanted. If it comes again: SPF, DKIM and DMARC of the sender’s domain.',
				effect: 'changes',
				undo: 'Mark it as spam again.',
			},
		],
	},
];
