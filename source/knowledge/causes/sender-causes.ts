import {both, saw} from '../../core/condition.ts';
import type {Cause} from '../../core/knowledge.ts';
import {
	dkimFailEvidence,
	dkimMissingEvidence,
	dmarcEvidence,
	senderDomainEvidence,
	spfFailEvidence,
	spfPermerrorEvidence,
} from './record-evidence.ts';
import {
	dkimFailInCopy,
	dkimMissingInCopy,
	dmarcInCopy,
	spfFailInCopy,
	spfPermerrorInCopy,
} from './header-evidence.ts';
import {replayed} from './replay-evidence.ts';

const rejected = (text: RegExp) => saw('smtp.refusal', {class: 'sender-rejected', text});
const unverified = (text: RegExp) => saw('smtp.refusal', {class: 'sender-auth-failed', text});

/** What can be wrong with the sender: its domain, its owner, its SPF, DKIM and DMARC. */
export const senderCauses: readonly Cause[] = [
	{
		id: 'sender-domain-missing',
		explains: ['sender-rejected'],
		title: 'The sender’s domain does not exist, or takes no mail',
		because: 'A server that could not send an answer or a bounce back does not take the mail.',
		frequency: 'common',
		evidence: [
			...replayed('sender-domain-missing'),
			{
				when: rejected(
					/domain (of sender address .*)?(not found|does not exist)|does not (exist|resolve)|no such domain|unknown sender domain|unresolvable/i,
				),
				says: 'The reply says so: {text}',
				weight: 'for',
			},
			{
				when: rejected(/null ?mx/i),
				says: 'The reply says that the domain takes no mail: {text}',
				weight: 'for',
			},
			{
				when: both(
					saw('dns.answer', {status: 'nxdomain', type: ['MX', 'A', 'AAAA']}),
					saw('smtp.refusal', {class: 'sender-rejected'}),
				),
				says: 'DNS says that {name} does not exist.',
				weight: 'for',
			},
			{
				when: rejected(/not owned|not logged in|send ?as/i),
				says: 'The reply is about who may use the address: {text}',
				weight: 'against',
			},
			...senderDomainEvidence,
		],
		confirm: [
			{
				text: 'Does the sender’s domain have an MX or an address?',
				command: 'dig +short MX {senderDomain}; dig +short A {senderDomain}',
			},
			{
				text: 'With a temporary code (450) the server’s own resolver may be at fault; ask there.',
				command: 'dig +short MX {senderDomain}',
			},
		],
	},
	{
		id: 'sender-not-fqdn',
		explains: ['sender-rejected'],
		title: 'The sender’s address has no full domain, or is malformed',
		because:
			'Programs without a proper setting send as `root@app01` or `www-data@localhost`, which nobody can answer.',
		frequency: 'usual',
		evidence: [
			...replayed('sender-not-fqdn'),
			{
				when: rejected(/fully.?qualified|fqdn|syntax|malformed|bad (sender|address)|invalid/i),
				says: 'The reply speaks of the form of the address: {text}',
				weight: 'for',
			},
			{
				when: both(
					saw('session.asked', {sender: /@[^.]+$/}),
					saw('smtp.refusal', {class: 'sender-rejected'}),
				),
				says: 'The sender {sender} has a domain without a dot.',
				weight: 'for',
			},
			{
				when: both(
					saw('session.asked', {sender: /@[^@.]+\.[^@]+$/}),
					saw('smtp.refusal', {class: 'sender-rejected'}),
				),
				says: 'The sender {sender} has a full domain.',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Which sender does the program set? On Postfix, local programs get this domain:',
				command: 'postconf myorigin',
			},
		],
	},
	{
		id: 'sender-not-owned',
		explains: ['sender-rejected'],
		title: 'This login may not use this sender',
		because:
			'The server lets each user send only under the addresses that belong to the account, or that were verified before.',
		frequency: 'common',
		evidence: [
			...replayed('sender-not-owned'),
			{
				when: rejected(
					/not owned|not logged in|send ?as ?denied|not (allowed|authorized|permitted) to send|not verified|identit(y|ies)/i,
				),
				says: 'The reply says so: {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'sender-rejected', authenticated: true}),
				says: 'It came to a signed-in user.',
				weight: 'for',
			},
			{
				when: rejected(/not found|does not exist|fully.?qualified/i),
				says: 'The reply is about the domain or the form: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Postfix: which login may use which sender?',
				command: 'postconf smtpd_sender_login_maps smtpd_sender_restrictions',
			},
			{
				text: 'At a provider: is the address an alias of the account, or a verified sender?',
				command: '',
			},
		],
	},
	{
		id: 'sender-blocked',
		explains: ['sender-rejected'],
		title: 'The server has blocked this sender',
		because: 'An access list or the recipient’s own list names the address or its domain.',
		frequency: 'usual',
		evidence: [
			...replayed('sender-blocked'),
			{
				when: rejected(/access denied|blocked|blacklist|blocklist|banned|rejected by/i),
				says: 'The reply speaks of a block: {text}',
				weight: 'for',
			},
			{
				when: rejected(/not found|does not exist|fully.?qualified|not owned/i),
				says: 'The reply gives another reason: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Does another sender pass?',
				command:
					'swaks --server {host} --port {port} --from postmaster@{senderDomain} --to {recipient} --quit-after RCPT',
			},
			{text: 'Postfix: which lists are asked?', command: 'postconf smtpd_sender_restrictions'},
		],
	},
	{
		id: 'callout-failed',
		explains: ['sender-rejected'],
		title: 'The server asked back whether the sender exists, and got a no',
		because:
			'Some servers connect to the sender’s MX to verify the address. If that MX refuses or does not answer, the mail is refused.',
		frequency: 'rare',
		evidence: [
			{
				when: rejected(/call ?(out|back)|verif(y|ication)|unverified|undeliverable address/i),
				says: 'The reply speaks of a verification: {text}',
				weight: 'for',
			},
			{
				when: rejected(/not owned|fully.?qualified/i),
				says: 'The reply gives another reason: {text}',
				weight: 'against',
			},
		],
		confirm: [
			{
				text: 'Does the sender’s own MX take mail for that address from the empty sender, as the asking server sends it?',
				command: 'smtp-medic check {sender}',
			},
		],
	},
	{
		id: 'spf-fail',
		explains: ['sender-auth-failed'],
		title: 'SPF does not allow this address to send for the domain',
		because:
			'The domain’s SPF record lists who may send. A new server, a relay or a provider that was not added fails there.',
		frequency: 'common',
		evidence: [
			{when: unverified(/\bspf\b/i), says: 'The reply names SPF: {text}', weight: 'for'},
			{
				when: saw('smtp.refusal', {class: 'sender-auth-failed', enhanced: /\.7\.(23|27)$/}),
				says: 'The code {enhanced} stands for SPF.',
				weight: 'for',
			},
			{
				when: unverified(/perm(anent )?error/i),
				says: 'The reply speaks of a faulty record: {text}',
				weight: 'against',
			},
			...spfFailEvidence,
			...spfFailInCopy,
		],
		confirm: [
			{
				text: 'The record; it must cover the address that sends, {sendingAddress} or what the Internet sees of it.',
				command: 'dig +short TXT {senderDomain}',
			},
		],
	},
	{
		id: 'spf-permerror',
		explains: ['sender-auth-failed'],
		title: 'The SPF record has a fault',
		because: 'Two records, more than ten look-ups, or a typo make the whole record void.',
		frequency: 'usual',
		evidence: [
			{
				when: unverified(/perm(anent )?error|too many (dns )?(look-?ups|void)|multiple spf/i),
				says: 'The reply speaks of a faulty record: {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'sender-auth-failed', enhanced: /\.7\.24$/}),
				says: 'The code {enhanced} stands for an error in SPF.',
				weight: 'for',
			},
			{when: unverified(/dkim/i), says: 'The reply names DKIM: {text}', weight: 'against'},
			...spfPermerrorEvidence,
			...spfPermerrorInCopy,
		],
		confirm: [
			{
				text: 'Exactly one line may begin with `v=spf1`; count its `include:`, `a`, `mx`, `exists:`, `ptr` and `redirect=` with those inside, up to ten.',
				command: 'dig +short TXT {senderDomain}',
			},
		],
	},
	{
		id: 'dkim-missing',
		explains: ['sender-auth-failed'],
		title: 'The mail has no DKIM signature',
		because:
			'Big receivers want mail to be signed by the sender’s domain, at least where a lot is sent.',
		frequency: 'usual',
		evidence: [
			{
				when: unverified(
					/unauthenticated|no dkim|dkim.*(missing|none|required)|not (have|contain).*dkim|authentication (level|information)/i,
				),
				says: 'The reply says so: {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'sender-auth-failed', stage: ['mail', 'rcpt']}),
				says: 'It came before the message, so no signature was looked at.',
				weight: 'against',
			},
			...dkimMissingEvidence,
			...dkimMissingInCopy,
		],
		confirm: [
			{
				text: 'Look for `DKIM-Signature:` in the source of a mail that arrived elsewhere, and for `dkim=` in its `Authentication-Results:`.',
				command: '',
			},
			{
				text: 'Does a signer run on the sending server?',
				command: 'postconf smtpd_milters non_smtpd_milters; systemctl status opendkim rspamd',
			},
		],
	},
	{
		id: 'dkim-fail',
		explains: ['sender-auth-failed'],
		title: 'The DKIM signature does not verify',
		because:
			'The key in DNS is missing or another one, or the mail was changed after it was signed.',
		frequency: 'usual',
		evidence: [
			{
				when: unverified(
					/dkim.*(fail|invalid|bad|did not pass|no key)|(bad|invalid) (dkim )?signature/i,
				),
				says: 'The reply says so: {text}',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'sender-auth-failed', enhanced: /\.7\.(20|21|22)$/}),
				says: 'The code {enhanced} stands for DKIM.',
				weight: 'for',
			},
			{
				when: saw('smtp.refusal', {class: 'sender-auth-failed', stage: ['mail', 'rcpt']}),
				says: 'It came before the message, so no signature was looked at.',
				weight: 'against',
			},
			...dkimFailEvidence,
			...dkimFailInCopy,
		],
		confirm: [
			{
				text: 'The key of the selector, which is `s=` in the signature; put it in place of SELECTOR.',
				command: 'dig +short TXT SELECTOR._domainkey.{senderDomain}',
			},
		],
	},
	{
		id: 'dmarc-unaligned',
		explains: ['sender-auth-failed'],
		title: 'DMARC: neither SPF nor DKIM fits the domain in From',
		because:
			'SPF or DKIM may pass for another domain, such as that of a mail service. DMARC counts them only where the domain is that of the From header.',
		frequency: 'usual',
		evidence: [
			{when: unverified(/dmarc|align/i), says: 'The reply names DMARC: {text}', weight: 'for'},
			{
				when: saw('smtp.refusal', {class: 'sender-auth-failed', stage: 'mail'}),
				says: 'It came at MAIL FROM, before a From header was seen.',
				weight: 'against',
			},
			...dmarcEvidence,
			...dmarcInCopy,
		],
		confirm: [
			{text: 'The policy of the domain in From:', command: 'dig +short TXT _dmarc.{senderDomain}'},
			{
				text: 'Compare the domains of the envelope’s sender, of `d=` in the DKIM signature, and of From.',
				command: '',
			},
		],
	},
];
