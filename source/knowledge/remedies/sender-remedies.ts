import type {Remedy} from '../../core/knowledge.ts';

/** Sender, reverse name, reputation, and what DNS says about them. */
export const senderRemedies: readonly Remedy[] = [
	{
		cause: 'sender-domain-missing',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Send from a domain that exists and has an MX or address record.',
				command: 'dig +short MX {senderDomain}; dig +short A {senderDomain}',
				effect: 'reads',
			},
			{
				say: 'Set the right sender in the program; on Postfix as the client, for local programs (use your domain):',
				command: 'postconf -e "myorigin = example.com" && systemctl reload postfix',
				effect: 'changes',
				undo: '`postconf -X myorigin`, then reload.',
			},
			{
				say: 'If the domain is fine and the refusal temporary, the server’s resolver is at fault: tell its operator.',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'sender-not-fqdn',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Set a full address as the sender in the program. On Postfix as the client, for local programs (use your domain):',
				command: 'postconf -e "myorigin = example.com" && systemctl reload postfix',
				effect: 'changes',
				undo: '`postconf -X myorigin`, then reload.',
			},
			{
				say: 'On Exim of Debian as the client: the name in `/etc/mailname`.',
				effect: 'changes',
				undo: 'Put the old name back.',
			},
		],
	},
	{
		cause: 'sender-not-owned',
		mta: 'any',
		where: 'client',
		steps: [
			{
				say: 'Send under an address of the account; or have the address added as an alias or verified sender at the provider.',
				effect: 'changes',
				undo: 'Remove the alias.',
			},
			{
				say: 'On your own Postfix: add address and login to the table that this names.',
				command: 'postconf smtpd_sender_login_maps',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'sender-blocked',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Ask the operator with the whole reply. On your own server: find the address or domain in the access lists, and remove it.',
				command:
					'postconf smtpd_sender_restrictions; grep -rniF {senderDomain} /etc/postfix /etc/exim4',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'callout-failed',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'See to it that the sender’s own MX takes mail for the address from the empty sender <>.',
				command: 'smtp-medic check {sender}',
				effect: 'reads',
			},
		],
	},
	{
		cause: 'spf-fail',
		mta: 'any',
		where: 'dns',
		steps: [
			{say: 'The present record.', command: 'dig +short TXT {senderDomain}', effect: 'reads'},
			{
				say: 'Add the sending address (`ip4:` or `ip6:`), or the provider’s `include:`, to the one `v=spf1` record, before `all`. Remove the old server’s address after a move.',
				effect: 'changes',
				undo: 'Put the old record back.',
			},
		],
	},
	{
		cause: 'spf-permerror',
		mta: 'any',
		where: 'dns',
		steps: [
			{
				say: 'Keep a single `v=spf1` record, with at most ten look-ups in all; replace includes by addresses where they are fixed.',
				command: 'dig +short TXT {senderDomain}',
				effect: 'changes',
				undo: 'Put the old record back.',
			},
		],
	},
	{
		cause: 'dkim-missing',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Let the sending server sign (OpenDKIM or rspamd with Postfix, `dkim_domain` and its fellows in Exim’s smtp transport), and publish the key in DNS first.',
				effect: 'changes',
				undo: 'Switch the signer off again.',
			},
		],
	},
	{
		cause: 'dkim-fail',
		mta: 'any',
		where: 'dns',
		steps: [
			{
				say: 'Compare the key in DNS with the signer’s (SELECTOR is `s=` in the signature).',
				command: 'dig +short TXT SELECTOR._domainkey.{senderDomain}',
				effect: 'reads',
			},
			{
				say: 'Publish the right key, and sign as the last step: footers and rewriting after it break the signature.',
				effect: 'changes',
				undo: 'Put the old record back.',
			},
		],
	},
	{
		cause: 'dmarc-unaligned',
		mta: 'any',
		where: 'dns',
		steps: [
			{
				say: 'Let the mail be signed with DKIM for the domain in From, or use an envelope sender of that domain, with SPF for it.',
				effect: 'changes',
				undo: 'Put the old settings back.',
			},
			{
				say: 'While you find out, `p=none` in the DMARC record only reports. It also protects nothing, so not for long.',
				command: 'dig +short TXT _dmarc.{senderDomain}',
				effect: 'reads',
			},
		],
	},
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
				command: 'dig +short -x {client}; dig +short A {helo}',
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
				command: 'dig +short -x {client}; dig +short A $(dig +short -x {client})',
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
				say: 'Until then send through a relay. On Postfix as the client (use your relay):',
				command: 'postconf -e "relayhost = [relay.example.com]:587" && systemctl reload postfix',
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
				say: 'Hand the mail in at your provider’s or another relay, with a login. On Postfix as the client (use your relay):',
				command: 'postconf -e "relayhost = [relay.example.com]:587" && systemctl reload postfix',
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
];
