import type {Remedy} from '../../core/knowledge.ts';
import {keepSendmail, restartSendmail, undoSendmail} from './sendmail-steps.ts';
import {undoOfCopy} from './undo.ts';

const keepAccess = {
	say: 'Keep a copy of the access table.',
	command: 'cp -a /etc/mail/access /etc/mail/access.before',
	effect: 'changes',
	undo: undoOfCopy('/etc/mail/access.before'),
} as const;

const addClient = {
	say: 'Let the client’s address relay; it works at once, without a restart. Write an IPv6 address after `Connect:IPv6:`, in full, without `::`. Only addresses that are yours and fixed, or strangers can relay.',
	command:
		"printf 'Connect:%s\\tRELAY\\n' {client} >> /etc/mail/access && makemap hash /etc/mail/access < /etc/mail/access",
	effect: 'changes',
	undo: '`cp -a /etc/mail/access.before /etc/mail/access && makemap hash /etc/mail/access < /etc/mail/access`',
} as const;

const addDomain = {
	say: 'If its mailboxes are users of this system, add the domain to those that are local, and reload. If this server only passes it on: `/etc/mail/relay-domains`, with a line in the mailer table.',
	command:
		"printf '%s\\n' {recipientDomain} >> /etc/mail/local-host-names && systemctl reload sendmail",
	effect: 'changes',
	undo: 'Remove the line from `/etc/mail/local-host-names`, then `systemctl reload sendmail`.',
} as const;

/** Sendmail: who may relay, and for which domains it takes mail. Paths and files are those of Debian. */
export const sendmailRelayRemedies: readonly Remedy[] = [
	{
		cause: 'not-authenticated',
		mta: 'sendmail',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'Is signing in switched on, and may those who signed in relay (TRUST_AUTH_MECH)?',
				command:
					'grep -nE "AUTH_MECH|sasl" /etc/mail/sendmail.mc; ls /etc/mail/sasl; dpkg -l sasl2-bin libsasl2-modules',
				effect: 'reads',
			},
			keepSendmail,
			{
				say: 'Let whoever signs in relay. Passwords only over TLS (`p` in the options).',
				command:
					"sed -i '/^MAILER_DEFINITIONS/i define(`confAUTH_OPTIONS'\"'\"', `A p y'\"'\"')dnl\\ndefine(`confAUTH_MECHANISMS'\"'\"', `PLAIN LOGIN'\"'\"')dnl\\nTRUST_AUTH_MECH(`PLAIN LOGIN'\"'\"')dnl' /etc/mail/sendmail.mc",
				effect: 'changes',
				undo: undoSendmail,
			},
			restartSendmail,
		],
	},
	{
		cause: 'client-not-in-mynetworks',
		mta: 'sendmail',
		where: 'server',
		steps: [
			{
				say: 'The present entries, and what the log says of the client:',
				command:
					"grep -n RELAY /etc/mail/access; journalctl -t sendmail -t sm-mta -n 500 --no-pager | grep -i 'relaying denied' | tail -n 3",
				effect: 'reads',
			},
			keepAccess,
			addClient,
			{
				say: 'Also carry over what else names the old address: firewall rules and the SPF record.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'domain-not-local',
		mta: 'sendmail',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'The domains that Sendmail takes for its own:',
				command: "echo '$=w' | sendmail -bt",
				effect: 'reads',
			},
			addDomain,
			{
				say: 'If this server should not have the domain’s mail at all, correct its MX record instead.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'submission-override',
		mta: 'sendmail',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: '`M=a` at a listener demands a login; a login lets relay only by a mechanism of TRUST_AUTH_MECH.',
				command: 'grep -nE "DAEMON_OPTIONS|TRUST_AUTH_MECH" /etc/mail/sendmail.mc',
				effect: 'reads',
			},
			keepSendmail,
			{
				say: 'Name the mechanisms that your users sign in with.',
				command:
					"sed -i '/^MAILER_DEFINITIONS/i TRUST_AUTH_MECH(`PLAIN LOGIN'\"'\"')dnl' /etc/mail/sendmail.mc",
				effect: 'changes',
				undo: undoSendmail,
			},
			restartSendmail,
		],
	},
	{
		cause: 'relay-by-name-without-ptr',
		mta: 'sendmail',
		where: 'server',
		steps: [
			{
				say: 'Names in the access table hold only where the client’s reverse name is found and leads back.',
				command: 'grep -n RELAY /etc/mail/access',
				effect: 'reads',
			},
			keepAccess,
			addClient,
		],
	},
	{
		cause: 'mx-points-to-itself',
		mta: 'sendmail',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'How does Sendmail route the address now?',
				command: 'sendmail -bv {recipient}',
				effect: 'reads',
			},
			addDomain,
		],
	},
	{
		cause: 'size-limit',
		mta: 'sendmail',
		where: 'server',
		apply: 'restart',
		steps: [
			{
				say: 'The present limit; 0 is none.',
				command: 'grep -n MaxMessageSize /etc/mail/sendmail.cf',
				effect: 'reads',
			},
			keepSendmail,
			{
				say: 'Raise it, here to 50 MB.',
				command:
					"sed -i -e '/confMAX_MESSAGE_SIZE/d' -e '/^MAILER_DEFINITIONS/i define(`confMAX_MESSAGE_SIZE'\"'\"', `52428800'\"'\"')dnl' /etc/mail/sendmail.mc",
				effect: 'changes',
				undo: undoSendmail,
			},
			restartSendmail,
		],
	},
];
