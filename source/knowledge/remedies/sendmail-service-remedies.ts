import type {Remedy} from '../../core/knowledge.ts';
import {keepSendmail, restartSendmail, undoSendmail} from './sendmail-steps.ts';
import {undoOfStart} from './undo.ts';

const log = 'journalctl -t sendmail -t sm-mta -n 50 --no-pager';

/** Sendmail: the service itself, its listeners and its ports. Paths and files are those of Debian. */
export const sendmailServiceRemedies: readonly Remedy[] = [
	{
		cause: 'mta-stopped',
		mta: 'sendmail',
		where: 'server',
		apply: 'restart',
		steps: [
			{say: 'Find out why it stopped.', command: log, effect: 'reads'},
			{
				say: 'Let Sendmail read its configuration; it names the line that is wrong.',
				command: 'sendmail -bt -d0.1 < /dev/null',
				effect: 'reads',
			},
			{
				say: 'Start it, now and after each boot.',
				command: 'systemctl enable sendmail && systemctl restart sendmail',
				effect: 'changes',
				undo: undoOfStart('sendmail'),
			},
			{say: 'See that it listens.', command: 'ss -tlnp sport = :{port}', effect: 'reads'},
		],
	},
	{
		cause: 'config-error',
		mta: 'sendmail',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'The fault, with its line in `sendmail.cf`:',
				command: 'sendmail -bt -d0.1 < /dev/null',
				effect: 'reads',
			},
			keepSendmail,
			{
				say: 'Correct `/etc/mail/sendmail.mc`, never `sendmail.cf`, which is built from it.',
				effect: 'changes',
				undo: undoSendmail,
			},
			restartSendmail,
		],
	},
	{
		cause: 'loopback-only',
		mta: 'sendmail',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Note the present listeners, and see that the access table relays for your own clients alone.',
				command: 'grep -n "^DAEMON_OPTIONS" /etc/mail/sendmail.mc; grep -n RELAY /etc/mail/access',
				effect: 'reads',
			},
			keepSendmail,
			{
				say: 'Listen on all addresses: a listener without `Addr=` does.',
				command:
					"sed -i '/^DAEMON_OPTIONS/s/, *Addr=\\(127\\.0\\.0\\.1\\|::1\\)//' /etc/mail/sendmail.mc",
				effect: 'changes',
				undo: undoSendmail,
			},
			restartSendmail,
			{
				say: 'It should now say 0.0.0.0 or * instead of 127.0.0.1.',
				command: 'ss -tln sport = :{port}',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'service-disabled',
		mta: 'sendmail',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'The present listeners:',
				command: 'grep -n "^DAEMON_OPTIONS" /etc/mail/sendmail.mc',
				effect: 'reads',
			},
			keepSendmail,
			{
				say: 'Submission on 587 on all IPv4 addresses, only for users who sign in (`M=Ea`). For 465 the same with `Port=465, M=Esa`.',
				command:
					"sed -i -e '/^DAEMON_OPTIONS(.Family=inet,.*Port=submission/d' -e '/^MAILER_DEFINITIONS/i DAEMON_OPTIONS(`Family=inet, Name=MSA-v4, Port=submission, M=Ea'\"'\"')dnl' /etc/mail/sendmail.mc",
				effect: 'changes',
				undo: undoSendmail,
			},
			restartSendmail,
		],
	},
	{
		cause: 'port-taken',
		mta: 'sendmail',
		where: 'server',
		apply: 'restart',
		steps: [
			{say: 'Who holds the port?', command: 'ss -tlnp sport = :25', effect: 'reads'},
			{
				say: 'If it is Exim and Sendmail should do the work, stop it for good. Look first whether its queue is empty: `exim -bpc`.',
				command: 'systemctl disable --now exim4',
				effect: 'changes',
				undo: '`systemctl enable --now exim4`',
			},
			{
				say: 'Start Sendmail.',
				command: 'systemctl restart sendmail',
				effect: 'changes',
				undo: '`systemctl stop sendmail`',
			},
		],
	},
	{
		cause: 'one-family-only',
		mta: 'sendmail',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Debian’s file has listeners for IPv4, and those for IPv6 commented out (`dnl`). On Linux one of IPv6 serves both, and the two together are in each other’s way.',
				command: 'grep -n "DAEMON_OPTIONS" /etc/mail/sendmail.mc',
				effect: 'reads',
			},
			keepSendmail,
			{
				say: 'Swap them, if the machine really has working IPv6; otherwise remove the AAAA record of {host} instead.',
				command:
					"sed -i -e '/^DAEMON_OPTIONS(.Family=inet,/s/^/dnl /' -e '/^dnl DAEMON_OPTIONS(.Family=inet6,/{s/^dnl //;s/, *Addr=::1//}' /etc/mail/sendmail.mc",
				effect: 'changes',
				undo: undoSendmail,
			},
			restartSendmail,
		],
	},
	{
		cause: 'idle-timeout',
		mta: 'sendmail',
		where: 'server',
		steps: [
			{
				say: 'How long does Sendmail wait for a command? One hour is the default.',
				command: 'grep -n "Timeout.command" /etc/mail/sendmail.cf',
				effect: 'reads',
			},
			{
				say: 'The fix is usually in the client: let it connect when it has something to send, and end with QUIT.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'server-slow',
		mta: 'sendmail',
		where: 'server',
		steps: [
			{
				say: 'Does the server’s resolver answer at once? Look-ups that time out are the usual brake.',
				command: 'dig +tries=1 -x {client}',
				effect: 'reads',
			},
			{
				say: 'A wait before the greeting (`greet_pause`), milters and blocklists hold replies back, and so does an ident query (`Timeout.ident`, 0 s is right today).',
				command:
					'grep -nE "greet_pause|INPUT_MAIL_FILTER|dnsbl|confTO_IDENT" /etc/mail/sendmail.mc; grep -n GreetPause /etc/mail/access',
				effect: 'reads',
			},
		],
	},
];
