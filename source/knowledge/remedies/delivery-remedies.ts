import type {Remedy} from '../../core/knowledge.ts';

/** Loops, and mail after the server has taken it. */
export const deliveryRemedies: readonly Remedy[] = [
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
				say: 'The words of the next server are in the queue’s listing; have them explained.',
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
				say: 'Have the bounce explained; its reason has a class of its own.',
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
				command: 'grep -rnE "^[^#]*(DISCARD|blackhole|discard )" /etc/postfix /etc/exim4',
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
