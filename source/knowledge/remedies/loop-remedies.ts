import type {Remedy} from '../../core/knowledge.ts';

/** Mail that goes in circles. */
export const loopRemedies: readonly Remedy[] = [
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
];
