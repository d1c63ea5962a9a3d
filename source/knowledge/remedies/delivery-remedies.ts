import {saw} from '../../core/condition.ts';
import type {Remedy} from '../../core/knowledge.ts';
import {searchMailLog} from '../mail-log.ts';
import {startAway} from './away-steps.ts';

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
		cause: 'next-hop-refused',
		mta: 'any',
		where: 'server',
		when: saw('server.asked-service', {kind: 'content filter', listened: false}),
		steps: [
			{
				say: 'Nothing listens at {contentFilterAddress}, to which {contentFilterSetting} ({contentFilterFile}, line {contentFilterLine}) has all mail handed. Which unit should, and does it run?',
				command:
					'systemctl list-units --all --no-pager "amavis*" "rspamd*" "spamd*" "clamav*"; ss -tlnp; ss -xlp',
				effect: 'reads',
			},
			startAway('{contentFilterAddress}'),
			{
				say: 'Then have what waits tried again; it also is by itself, a little later.',
				command: 'postqueue -f',
				effect: 'changes',
				undo: 'Nothing to take back: it only tries at once.',
			},
			{
				say: 'Only as a stopgap, and it weakens the server: take the filter out of that line and reload; with `postsuper -r ALL` waiting mail goes the new way. It is then delivered unfiltered.',
				effect: 'changes',
				undo: 'Put the line back as it was, and reload.',
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
				say: 'Where one of them is missing: bring the network up, or set the default route, where this system keeps it (netplan, `/etc/network/interfaces`, systemd-networkd, NetworkManager), and for IPv6 the same. The waiting mail is then tried again by itself.',
				effect: 'changes',
				undo: 'Put the old setting of the network back.',
			},
			{
				say: 'Where nothing is missing, a firewall rejects, here or at the other end, or the next server is away. On the server that took the mail:',
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
		when: saw('delivery.fate', {where: 'bounced'}),
		steps: [
			{
				say: 'Put right what the words of the refusal name (see above for what they mean), then send the message anew: “{fateReason}”.',
				effect: 'reads',
			},
			{
				say: 'The same words with all that is known of them, and the class’s own next steps:',
				command: `${searchMailLog('grep -F {queueId}')} | smtp-medic explain`,
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
				say: 'The message’s last line in the log has the words of the refusal; have them explained.',
				command: `${searchMailLog('grep -F {queueId}')} | smtp-medic explain`,
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
