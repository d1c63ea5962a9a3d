import type {Remedy} from '../../core/knowledge.ts';

const file = '/etc/exim4/update-exim4.conf.conf';
const keep = {
	say: 'Keep a copy of the file.',
	command: `cp -a ${file} ${file}.before`,
	effect: 'changes',
	undo: `\`rm ${file}.before\``,
} as const;
const apply = {
	say: 'Build the configuration and make it effective.',
	command: 'update-exim4.conf && systemctl reload exim4',
	effect: 'changes',
	undo: `Copy \`${file}.before\` back and do the same.`,
} as const;

/** Exim: who may relay, and for which domains it takes mail. Paths and files are those of Debian. */
export const eximRelayRemedies: readonly Remedy[] = [
	{
		cause: 'not-authenticated',
		mta: 'exim',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'First the client: let it sign in, on port 587 with STARTTLS or on 465. If AUTH is offered there, the server needs no change.',
				effect: 'reads',
			},
			{
				say: 'Which ways of signing in does Exim have, and to whom does it offer them?',
				command: 'exim -bP authenticators; exim -bP auth_advertise_hosts',
				effect: 'reads',
			},
			{
				say: 'If there is none: switch on an authenticator, such as the examples that Debian keeps commented out in `/etc/exim4/conf.d/auth/30_exim4-config_examples`, and see that signed-in clients are accepted (`accept authenticated = *`) before “relay not permitted”.',
				effect: 'changes',
				undo: 'Comment them out again.',
			},
			{
				say: 'Make it effective.',
				command: 'update-exim4.conf && systemctl reload exim4',
				effect: 'changes',
				undo: 'Put the old files back and do the same.',
			},
		],
	},
	{
		cause: 'client-not-in-mynetworks',
		mta: 'exim',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'Note the present value, and see which address the server has logged for the client.',
				command: `grep -E '^dc_relay_nets' ${file}; grep 'relay not permitted' /var/log/exim4/mainlog | tail -n 3`,
				effect: 'reads',
			},
			keep,
			{
				say: 'Add the client’s address to the value that is there. Only addresses that are yours and fixed, or strangers can relay. Without Debian’s file: the host list `relay_from_hosts`.',
				command: `sed -i "s|^\\(dc_relay_nets='[^']*\\)'|\\1 ; {client}'|" ${file}`,
				effect: 'changes',
				undo: `Copy \`${file}.before\` back, then reload.`,
			},
			apply,
			{
				say: 'Also carry over what else names the old address: firewall rules and the SPF record.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'domain-not-local',
		mta: 'exim',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'Note the present values.',
				command: `grep -E '^dc_(other_hostnames|relay_domains)' ${file}`,
				effect: 'reads',
			},
			keep,
			{
				say: 'If its mailboxes are on this system: add the domain to those that are there. Without Debian’s file: the domain list `local_domains`.',
				command: `sed -i "s|^\\(dc_other_hostnames='[^']*\\)'|\\1 ; {recipientDomain}'|" ${file}`,
				effect: 'changes',
				undo: `Copy \`${file}.before\` back, then reload.`,
			},
			{
				say: 'If this server only passes its mail on to another one, add it to `dc_relay_domains` instead.',
				effect: 'reads',
			},
			apply,
			{say: 'See that it is local now.', command: 'exim -bt {recipient}', effect: 'reads'},
		],
	},
	{
		cause: 'submission-override',
		mta: 'exim',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'Play the session without sending; `-bh` shows which rule refuses.',
				command: 'exim -bh {client}',
				effect: 'reads',
			},
			{
				say: 'In the access list for recipients, `accept authenticated = *` must stand before the rule that denies. Conditions such as `condition = ${if eq{$received_port}{587}}` before it decide for one port alone.',
				effect: 'changes',
				undo: 'Put the old list back.',
			},
			{
				say: 'Make it effective.',
				command: 'update-exim4.conf && systemctl reload exim4',
				effect: 'changes',
				undo: 'Put the old list back and do the same.',
			},
		],
	},
	{
		cause: 'relay-by-name-without-ptr',
		mta: 'exim',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'Are there names among the hosts that may relay?',
				command: `exim -bP hostlist relay_from_hosts; grep -E '^dc_relay_nets' ${file}`,
				effect: 'reads',
			},
			keep,
			{
				say: 'Better go by address: add it to the value that is there.',
				command: `sed -i "s|^\\(dc_relay_nets='[^']*\\)'|\\1 ; {client}'|" ${file}`,
				effect: 'changes',
				undo: `Copy \`${file}.before\` back, then reload.`,
			},
			apply,
		],
	},
];
