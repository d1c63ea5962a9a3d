import type {ReplyRule} from '../../core/knowledge.ts';

/** Addresses that this login, or anybody unverified, may not send as. */
export const senderIdentityRules: readonly ReplyRule[] = [
	{
		id: 'sending-as-domain-not-allowed',
		class: 'sender-rejected',
		strength: 'wording',
		codes: [500, 599],
		says: [
			/\b(sending|send|submitting|submit|mail) (e-?mails? |mail |messages? )?(from|for|as) (this|that|the|your) (from |sender |sending |e-?mail )?(domain|address|identity)( \S+)? (is |has been |was )?(currently |temporarily )?(paused|suspended|disabled|stopped|on hold|not (enabled|verified|active))/,
			/\b(restricted|limited|confined|bound|tied) to (the )?(sending|sender|from) (domain|address)/,
			/\b(from|sender)(\/(from|sender))? (address|domain) must (use|end)\b/,
			/\bdomain\b.{0,24}\b(outgoing|outbound) (e-?)?mail( is| has been| was)? (disabled|suspended|blocked|stopped)/,
		],
		samples: [
			'550 Sending from the domain example.net has been suspended',
			'530 This token is limited to the sender domain example.net',
		],
		source: 'Relays for programs: keys that are tied to a domain',
	},
	{
		id: 'identity-not-verified',
		class: 'sender-rejected',
		strength: 'wording',
		codes: [500, 599],
		says: [
			/e-?mail address is not verified|identities failed the check|verified sender identity/,
			/(does not|doesn't) have permissions? to send as/,
			/sending from unregistered domains?/,
			/sendasdenied|not authori[sz]ed to perform \W?ses:/,
			/(verify(?! that)|register|validate|configure|authenticate|unconfigured|unverified) (a |an |the |your |this |that )?(\w+ )?(sending )?(domain|sender|sending address|identity)\b/,
			/only send (test\w* )?(e-?mails?|messages?|mail) to (your own|yourself|the owner|verified)/,
		],
		unless: [/\b(spf|dkim|dmarc)\b/],
		samples: [
			'554 Message rejected: Email address is not verified. The following identities failed the check in region EU-NORTH-9: kim@example.net',
			'550 The from address does not match a verified Sender Identity.',
			'550 5.7.60 SMTP; Client does not have permissions to send as this sender',
			'554 5.2.252 SendAsDenied; kim@example.net not allowed to send as boss@example.net',
		],
		source:
			'Amazon SES: SMTP response codes; SendGrid: SMTP errors; Exchange: non-delivery reports',
	},
	{
		id: 'sender-may-not',
		class: 'sender-rejected',
		strength: 'phrase',
		stages: ['mail', 'rcpt', 'data', 'message', 'command'],
		codes: [400, 599],
		says: [
			/not (permitted|allowed|authori[sz]ed|authenticated|entitled|have permission|have the right)( to)? (send|use|mail|submit)( e-?mails?| mails?| messages?)? ?(as|from|for|on behalf|using|with|in the name)?( of)?( this| that| the| your| another| any)? ?(sender|sender's|from|mail from|address|envelope|user|identity|return|<@>|account)/,
			/(send|sending)( e-?mail| mail| messages?)? (as|from|on behalf of) (this|that|the|another|<@>|a different|other) .{0,40}(not|denied|n't|prohibited|forbidden)/,
			/(mail|message)s? from (this |that |the |your )?(sender|address|domain|user|<@>)( \S+)? (\w+ )?(is|are|was|were|has been|have been|will be)? ?(not|n't|rejected|refused|denied|blocked|prohibited|disallowed|forbidden|banned|un)/,
			/(identity|identities|(e-?mail )?address|sender|domain|from address)( \S+)? (is |are |was |has )?(not|n't|never)( been| yet)? (verified|confirmed|registered|associated|match\w*|validated|belong|owned|authori[sz]ed)/,
			/unverified (sender|address|identity|domain|from)|(sender|from) identity/,
			/(from|sender|mail from|envelope) .{0,32}(must|does not|doesn't|should|not|do not) (be |the )?(same|equal|match\w*|correspond|belong)/,
			/(sender|from)( address)?,? (and|or|\/) .{0,24}(mismatch|differ|do not match)/,
			/not (owned|own\w*) by|(don't|do not|doesn't|does not) own/,
			/mail sending denied|sending (has been |is |was )?(denied|paused|disabled|suspended|blocked)/,
			/not (allowed|permitted|accepted) (in|as) (the |your |a )?(header|from|envelope|sender)\b/,
		],
		unless: [
			/\b(spf|dkim|dmarc|arc)\b|recipient(?! address rejected: ?<@>)|group|relay|sender id\b|(ip|host|server|client)( address)? (is )?not (allowed|permitted|authori)|limit|quota|too many/,
		],
		samples: [
			'501 5.5.4 You are not allowed to send from this address.',
			'553 Mail from must equal authorized user',
			'550 From address must match the account',
			'550 Email from that domain is not accepted here.',
			'550 5.7.0 Mail Sending denied.',
		],
		source:
			'Exchange Online: non-delivery reports; Amazon SES: SMTP response codes; Stalwart; NetEase',
	},
	{
		id: 'sender-names-differ',
		class: 'sender-rejected',
		strength: 'phrase',
		codes: [400, 599],
		says: [
			/\b(sender|mail[ -]?from|from|envelope|envolope)\b.{0,32}\b(mismatch\w*|(does|do|did)(n't| not) (match|equal|agree)|must match|must be the same as|differs?)\b.{0,40}\b(from|sender|header|envelope|log-?in|account|auth\w*|user)\b/,
			/\b(domain|sender|address|identity) is (unverified|not (yet )?verified)\b/,
			/domain may not exist or dns|\bsender\b.{0,16}dns check/,
		],
		unless: [/\b(spf|dkim|dmarc|arc)\b|\b(ip|ptr|helo|ehlo|hostname)\b(?!:)/],
		samples: [
			'553 Sender mismatch with the From header',
			'421 The domain is unverified and may not send',
		],
		source:
			'QQ Mail, Alibaba Cloud, Mailgun: the address of the login, the envelope and the header differ',
	},
];
