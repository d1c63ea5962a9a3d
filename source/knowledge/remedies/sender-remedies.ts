import {saw} from '../../core/condition.ts';
import type {Remedy} from '../../core/knowledge.ts';

/** The sender: its domain, its owner, its SPF, DKIM and DMARC. */
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
				say: 'Set the right sender in the program; on Postfix as the client, for local programs (your domain in place of DOMAIN):',
				command: 'postconf -e "myorigin = DOMAIN" && systemctl reload postfix',
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
				say: 'Set a full address as the sender in the program. On Postfix as the client, for local programs (your domain in place of DOMAIN):',
				command: 'postconf -e "myorigin = DOMAIN" && systemctl reload postfix',
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
				say: 'Make sure that the sender’s own MX takes mail for the address from the empty sender <>.',
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
				say: 'Add the sending address (`ip4:` or `ip6:`), or the provider’s `include:`, to the one `v=spf1` record, before `all`, as in {spfRecord}. Remove the old server’s address after a move.',
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
			{say: 'The present record.', command: 'dig +short TXT {senderDomain}', effect: 'reads'},
			{
				say: 'Keep a single `v=spf1` record, with at most ten look-ups in all; replace includes by addresses where they are fixed.',
				effect: 'changes',
				undo: 'Put the old record back.',
			},
		],
	},
	{
		cause: 'spf-permerror',
		mta: 'any',
		where: 'dns',
		when: saw('records.spf', {identity: 'sender', result: 'permerror'}),
		steps: [
			{say: 'The present record.', command: 'dig +short TXT {spfAt}', effect: 'reads'},
			{say: '{spfAnswer}', effect: 'changes', undo: 'Put the old record back.'},
		],
	},
	{
		cause: 'dkim-missing',
		mta: 'any',
		where: 'server',
		steps: [
			{
				say: 'Let the sending server sign (OpenDKIM or rspamd with Postfix, `dkim_domain` and its related options in Exim’s smtp transport), and publish the key in DNS first.',
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
];
