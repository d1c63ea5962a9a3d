import type {Remedy} from '../../core/knowledge.ts';

/** Mail after the server has taken it. */
export const deliveryRemedies: readonly Remedy[] = [
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
				say: 'If it is: have the provider lift the block, or pass mail on through a relay. On Postfix (your relay in place of RELAY):',
				command: 'postconf -e "relayhost = [RELAY]:587" && systemctl reload postfix',
				effect: 'changes',
				undo: '`postconf -e "relayhost ="` (or what it was), then reload.',
			},
		],
	},
	{
		cause: 'next-hop-no-way',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'On the server that took the mail: has it an address and a default route of each family?',
				command: 'ip -br address; ip route; ip -6 route',
				effect: 'reads',
			},
			{
				say: 'Bring the network up, or set the default route, where this system keeps it (netplan, `/etc/network/interfaces`, systemd-networkd, NetworkManager), and for IPv6 the same. The waiting mail is then tried again by itself.',
				effect: 'changes',
				undo: 'Put the old setting of the network back.',
			},
			{
				say: 'Is the next server reached now? Run on the server that took the mail:',
				command: 'smtp-medic check {recipient}',
				effect: 'reads',
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
		cause: 'next-hop-login',
		mta: 'postfix',
		where: 'server',
		apply: 'reload',
		steps: [
			{
				say: 'Is there an entry for the relay? It must stand under the very words of `relayhost`, brackets and port included.',
				command: 'postconf -h relayhost smtp_sasl_password_maps',
				effect: 'reads',
			},
			{
				say: 'Put user and password right there, then have the table read anew:',
				command: 'postmap /etc/postfix/sasl_passwd && systemctl reload postfix',
				effect: 'changes',
				undo: 'Put the old entry back and do the same.',
			},
			{
				say: 'Try the queue again.',
				command: 'postqueue -f',
				effect: 'changes',
				undo: 'Nothing to take back: it only tries at once.',
			},
		],
	},
	{
		cause: 'next-hop-login',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Test user and password of the relay from this server; then put them right in its settings (Exim on Debian: `/etc/exim4/passwd.client`).',
				command: 'smtp-medic check RELAY --port 587 --user USER',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'next-hop-tls',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Test the next server from this one: the certificate, its chain and the versions stand in the result. Mostly it is up to the next server; what this one demands should only be lowered for that domain.',
				command: 'smtp-medic check {recipient}',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'next-hop-unresolved',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Does the domain resolve for this server, and for others? If only here it does not, put its resolver right; if nowhere, the address is wrong or the domain’s operator has to act.',
				command: 'dig MX {recipientDomain}; dig MX {recipientDomain} @9.9.9.9',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'local-delivery-failed',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Make room, or put right what the line of the log names; then the queue is worked off by itself.',
				command: 'df -h /var/mail /var/spool /home',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'held',
		mta: 'postfix',
		where: 'server',
		steps: [
			{
				say: 'Look at the message before it goes.',
				command: 'postcat -vq {queueId}',
				effect: 'reads',
			},
			{
				say: 'Let it go:',
				command: 'postsuper -H {queueId}',
				effect: 'changes',
				undo: '`postsuper -h` with the same id puts it on hold again, while it is still there.',
			},
		],
	},
	{
		cause: 'held',
		mta: 'exim',
		where: 'server',
		steps: [
			{
				say: 'Look at the message and at what it ran into.',
				command: 'exim -Mvh {queueId}; exim -Mvl {queueId}',
				effect: 'reads',
			},
			{
				say: 'Let it go, and try at once:',
				command: 'exim -Mt {queueId} && exim -M {queueId}',
				effect: 'changes',
				undo: '`exim -Mf` with the same id freezes it again, while it is still there.',
			},
		],
	},
	{
		cause: 'held',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Look at the message, and release it with the means of whatever holds it: the mail server’s queue, or the filter’s quarantine.',
				effect: 'changes',
				undo: 'Put it on hold again.',
			},
		],
	},
	{
		cause: 'deleted-from-queue',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'The message is gone: have it sent again, and ask whoever looks after the queue.',
				effect: 'reads',
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
