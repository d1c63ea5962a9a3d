import type {Remedy} from '../../core/knowledge.ts';
import {keepOpensmtpd, restartOpensmtpd, undoOpensmtpd} from './opensmtpd-steps.ts';
import {undoOfStart} from './undo.ts';

/** OpenSMTPD: the service itself, its listeners and its ports. */
export const opensmtpdServiceRemedies: readonly Remedy[] = [
	{
		cause: 'mta-stopped',
		mta: 'opensmtpd',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Find out why it stopped.',
				command: 'journalctl -u opensmtpd -n 50 --no-pager',
				effect: 'reads',
			},
			{
				say: 'Let OpenSMTPD check its configuration; it names the line that is wrong.',
				command: 'smtpd -n',
				effect: 'reads',
			},
			{
				say: 'Start it, now and after each boot.',
				command: 'systemctl enable opensmtpd && systemctl restart opensmtpd',
				effect: 'changes',
				undo: undoOfStart('opensmtpd'),
			},
			{say: 'See that it listens.', command: 'ss -tlnp sport = :{port}', effect: 'reads'},
		],
	},
	{
		cause: 'config-error',
		mta: 'opensmtpd',
		where: 'server',
		apply: 'restart',
		steps: [
			{say: 'The fault, with its line:', command: 'smtpd -n', effect: 'reads'},
			keepOpensmtpd,
			{
				say: 'Correct that line of `/etc/smtpd.conf` until `smtpd -n` says “configuration OK”.',
				effect: 'changes',
				undo: undoOpensmtpd,
			},
			restartOpensmtpd,
		],
	},
	{
		cause: 'loopback-only',
		mta: 'opensmtpd',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Note the present listeners, and see that no `match from any for any` would relay for strangers.',
				command: 'grep -nE "^(listen|match)" /etc/smtpd.conf',
				effect: 'reads',
			},
			keepOpensmtpd,
			{
				say: 'Listen on all IPv4 addresses; for IPv6 add a line `listen on ::`. (`listen on all`, as an old comment in the file says, is not understood.)',
				command:
					"sed -i 's/^listen on \\(localhost\\|lo\\|127\\.0\\.0\\.1\\)\\( \\|$\\)/listen on 0.0.0.0\\2/' /etc/smtpd.conf",
				effect: 'changes',
				undo: undoOpensmtpd,
			},
			restartOpensmtpd,
			{
				say: 'It should now say 0.0.0.0 or * instead of 127.0.0.1.',
				command: 'ss -tln sport = :{port}',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'service-disabled',
		mta: 'opensmtpd',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'The present listeners and certificates:',
				command: 'grep -nE "^(listen|pki)" /etc/smtpd.conf',
				effect: 'reads',
			},
			keepOpensmtpd,
			{
				say: 'Add one line for each port that is missing, with the `pki` name that is there: `listen on 0.0.0.0 port 587 tls-require pki NAME auth`, and for TLS from the first byte `listen on 0.0.0.0 port 465 smtps pki NAME auth`. Such a user may relay by `match from auth for any action "relay"`, with your action’s name.',
				effect: 'changes',
				undo: undoOpensmtpd,
			},
			restartOpensmtpd,
		],
	},
	{
		cause: 'port-taken',
		mta: 'opensmtpd',
		where: 'server',
		apply: 'restart',
		steps: [
			{say: 'Who holds the port?', command: 'ss -tlnp sport = :25', effect: 'reads'},
			{
				say: 'If it is Exim and OpenSMTPD should do the work, stop it for good. Look first whether its queue is empty: `exim -bpc`.',
				command: 'systemctl disable --now exim4',
				effect: 'changes',
				undo: '`systemctl enable --now exim4`',
			},
			{
				say: 'Start OpenSMTPD.',
				command: 'systemctl restart opensmtpd',
				effect: 'changes',
				undo: '`systemctl stop opensmtpd`',
			},
		],
	},
	{
		cause: 'one-family-only',
		mta: 'opensmtpd',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'On which addresses does it listen? 0.0.0.0 is IPv4 alone.',
				command: 'grep -n "^listen" /etc/smtpd.conf',
				effect: 'reads',
			},
			keepOpensmtpd,
			{
				say: 'Give each listener of IPv4 a twin for IPv6, if the machine really has working IPv6; otherwise remove the AAAA record of {host} instead.',
				command:
					"sed -i 's/^listen on 0\\.0\\.0\\.0\\(.*\\)$/&\\nlisten on ::\\1/' /etc/smtpd.conf",
				effect: 'changes',
				undo: undoOpensmtpd,
			},
			restartOpensmtpd,
		],
	},
	{
		cause: 'idle-timeout',
		mta: 'opensmtpd',
		where: 'client',
		steps: [
			{
				say: 'OpenSMTPD waits five minutes for a client, and there is no setting for it. Let the client connect when it has something to send, and end with QUIT.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'server-slow',
		mta: 'opensmtpd',
		where: 'server',
		steps: [
			{
				say: 'Does the server’s resolver answer at once? Look-ups that time out are the usual brake.',
				command: 'dig +tries=1 -x {client}',
				effect: 'reads',
			},
			{
				say: 'Filters hold replies back; is one of them dead?',
				command: 'grep -nE "^filter|filter" /etc/smtpd.conf',
				effect: 'reads',
			},
			{
				say: 'How many sessions are there at this moment?',
				command: 'smtpctl show stats',
				effect: 'reads',
			},
		],
	},
];
