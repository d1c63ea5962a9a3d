import type {Remedy} from '../../core/knowledge.ts';
import {eximFile, keepExim, playExim, reloadExim, undoExim} from './exim-steps.ts';

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
				command: `grep -E '^dc_relay_nets' ${eximFile}; grep 'relay not permitted' /var/log/exim4/mainlog | tail -n 3`,
				effect: 'reads',
			},
			keepExim,
			{
				say: 'Add the client’s address to the value that is there. Only addresses that are yours and fixed, or strangers can relay. Without Debian’s file: the host list `relay_from_hosts`.',
				command: `sed -i "s|^\\(dc_relay_nets='[^']*\\)'|\\1 ; {clientSeen}'|" ${eximFile}`,
				effect: 'changes',
				undo: undoExim,
			},
			reloadExim,
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
				command: `grep -E '^dc_(other_hostnames|relay_domains)' ${eximFile}`,
				effect: 'reads',
			},
			keepExim,
			{
				say: 'If its mailboxes are on this system: add the domain to those that are there. Without Debian’s file: the domain list `local_domains`.',
				command: `sed -i "s|^\\(dc_other_hostnames='[^']*\\)'|\\1 ; {recipientDomain}'|" ${eximFile}`,
				effect: 'changes',
				undo: undoExim,
			},
			{
				say: 'If this server only passes its mail on to another one, add it to `dc_relay_domains` instead.',
				effect: 'reads',
			},
			reloadExim,
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
				command: playExim,
				effect: 'reads',
			},
			{
				say: 'In the access list for recipients, `accept authenticated = *` must come before the rule that denies. Conditions such as `condition = ${if eq{$received_port}{587}}` before it decide for one port alone.',
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
				command: `exim -bP +relay_from_hosts; grep -E '^dc_relay_nets' ${eximFile}`,
				effect: 'reads',
			},
			keepExim,
			{
				say: 'Better go by address: add it to the value that is there.',
				command: `sed -i "s|^\\(dc_relay_nets='[^']*\\)'|\\1 ; {client}'|" ${eximFile}`,
				effect: 'changes',
				undo: undoExim,
			},
			reloadExim,
		],
	},
];
