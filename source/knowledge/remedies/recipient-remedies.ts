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

/** The recipient, and the first mail to it. */
export const recipientRemedies: readonly Remedy[] = [
	{
		cause: 'no-such-user',
		mta: 'any',
		where: 'server',
		steps: [
			{say: 'Check the spelling with the recipient.', effect: 'reads'},
			{
				say: 'On your own server: does it know the address? Make the mailbox or alias if it should exist.',
				command:
					'postconf -xh virtual_alias_maps virtual_mailbox_maps | tr , " " | xargs -r -n 1 postmap -q {recipient}; exim -bt {recipient}; doveadm user {recipient}',
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
				undo: 'Nothing to take back: it only counts again.',
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
];
