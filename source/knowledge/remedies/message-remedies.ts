import type {Remedy} from '../../core/knowledge.ts';
import {reloadExim} from './exim-steps.ts';

/** Debian’s files of local macros, for one configuration file and for many; the one in use counts. */
const eximMacros = '/etc/exim4/exim4.conf.localmacros /etc/exim4/conf.d/main/000_localmacros';

/** The message: its content, its size, its addresses. */
export const messageRemedies: readonly Remedy[] = [
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
				say: 'Raise the limit, here to 50 MB (above 51.2 MB the mailbox limit would have to be raised as well), and reload.',
				command: 'postconf -e "message_size_limit = 50000000" && systemctl reload postfix',
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
				say: 'Raise it, here to 50 MB, by the macro of Debian’s configuration; elsewhere it is `message_size_limit`.',
				command: `touch ${eximMacros} && sed -i '/^MESSAGE_SIZE_LIMIT/d' ${eximMacros} && printf 'MESSAGE_SIZE_LIMIT = 50M\\n' | tee -a ${eximMacros} > /dev/null`,
				effect: 'changes',
				undo: `Put the old line back into \`${eximMacros.replace(' ', '` and `')}\`, then reload.`,
			},
			reloadExim,
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
];
