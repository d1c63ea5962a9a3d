import type {Remedy} from '../../core/knowledge.ts';
import {searchMailLog} from '../mail-log.ts';

/** Who connects: reverse name, reputation, and the lists at the door. */
export const identityRemedies: readonly Remedy[] = [
	{
		cause: 'ptr-missing',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'Have the provider of the address (or its panel) set the PTR record to the mail server’s full name.',
				effect: 'changes',
				undo: 'Have the record removed.',
			},
			{
				say: 'The name needs an A or AAAA record with the same address.',
				command: 'dig +short -x {sendingAddress}; dig +short A {helo}',
				effect: 'reads',
			},
			{say: 'On a line where that cannot be set, send through a relay.', effect: 'reads'},
		],
	},
	{
		cause: 'ptr-mismatch',
		mta: 'any',
		where: 'dns',
		steps: [
			{
				say: 'What does the address lead to, and what does that name lead to?',
				command: 'dig +short -x {sendingAddress}; dig +short A $(dig +short -x {sendingAddress})',
				effect: 'reads',
			},
			{
				say: 'Give that name an A or AAAA record with the sending address, or have the PTR record changed to a name that has it. For IPv6 the same.',
				effect: 'changes',
				undo: 'Put the old records back.',
			},
		],
	},
	{
		cause: 'ptr-generic',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'Have the PTR record set to a name of your own, such as `mail.example.com`; or send through a relay.',
				effect: 'changes',
				undo: 'Have the old name set again.',
			},
		],
	},
	{
		cause: 'ip-listed',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'Stop the reason first: look for logins and programs that send what nobody wrote.',
				command:
					"journalctl -u 'postfix*' --since -1d --no-pager | grep -o 'sasl_username=[^, ]*' | sort | uniq -c | sort -rn | head",
				effect: 'reads',
			},
			{
				say: 'Then ask for delisting on the page that the reply names. Nobody has to be paid for it.',
				effect: 'changes',
				undo: 'Nothing to take back.',
			},
			{
				say: 'Until then send through a relay. On Postfix as the client (your relay in place of RELAY):',
				command: 'postconf -e "relayhost = [RELAY]:587" && systemctl reload postfix',
				effect: 'changes',
				undo: '`postconf -e "relayhost ="` (or what it was), then reload.',
			},
		],
	},
	{
		cause: 'domain-listed',
		mta: 'any',
		where: 'provider',
		steps: [
			{
				say: 'Look the domain up on the list that the reply names, remove the reason (often a hacked web site), then ask for delisting.',
				effect: 'changes',
				undo: 'Nothing to take back.',
			},
		],
	},
	{
		cause: 'dynamic-range',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Send the mail through your provider’s or another relay, with a login. On Postfix as the client (your relay in place of RELAY):',
				command: 'postconf -e "relayhost = [RELAY]:587" && systemctl reload postfix',
				effect: 'changes',
				undo: '`postconf -e "relayhost ="` (or what it was), then reload.',
			},
			{
				say: 'With a fixed address and a proper reverse name, the provider can have it taken off the list.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'local-access-list',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'On a submission port: sign in, or use port 25 if your address is allowed there.',
				effect: 'reads',
			},
			{
				say: 'On your own server: find the address or its network in the access lists.',
				command:
					'postconf smtpd_client_restrictions smtpd_recipient_restrictions; grep -rnF {client} /etc/postfix /etc/exim4',
				effect: 'reads',
			},
			{say: 'On a foreign one: ask its operator with the whole reply.', effect: 'reads'},
		],
	},
	{
		cause: 'receiver-resolver-refused',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Receiving server: match real answers alone (Postfix: `reject_rbl_client zen.spamhaus.org=127.0.0.[2..11]`), and let it have a resolver of its own such as unbound.',
				command:
					'postconf smtpd_recipient_restrictions smtpd_client_restrictions postscreen_dnsbl_sites',
				effect: 'reads',
			},
			{
				say: 'As the sender you can only tell the operator by other means; your address is not listed.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'tcp-wrappers',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Find the entry that fits the client.',
				command:
					"grep -vE '^#|^$' /etc/hosts.allow /etc/hosts.deny; exim -bP host_reject_connection",
				effect: 'reads',
			},
			{
				say: 'Remove it, or allow this one address before it; such lists work at once. Exim’s `host_reject_connection` needs a reload.',
				effect: 'changes',
				undo: 'Put the entry back.',
			},
		],
	},
	{
		cause: 'client-denied',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'On your own server: which rule refuses this client? The log names it.',
				command: searchMailLog('grep -F {client}'),
				effect: 'reads',
			},
			{
				say: 'Allow this one address before that rule, or remove what led to the block.',
				effect: 'changes',
				undo: 'Take the entry away again.',
			},
			{
				say: 'On a foreign server: ask its operator with the whole greeting, the time and your address; or send through a relay.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'no-mail-host',
		mta: 'any',
		where: 'dns',
		steps: [
			{
				say: 'Which hosts take the domain’s mail?',
				command: 'dig +short MX {recipientDomain}',
				effect: 'reads',
			},
			{
				say: 'Use one of those. If the MX record names this host and the domain is yours, correct the record.',
				effect: 'changes',
				undo: 'Put the old record back.',
			},
		],
	},
];
