import {saw} from '../../core/condition.ts';
import type {FindingRule} from '../../core/records/finding-rule.ts';

const common = {topic: 'SPF', class: 'sender-auth-failed'} as const;
const publishSpf = '{domain}. TXT {suggestion}';

/** SPF of the sender's domain. */
const ofSender: readonly FindingRule[] = [
	{
		...common,
		when: saw('records.spf', {identity: 'sender', result: 'none'}),
		severity: 'warning',
		says: '{domain} has no SPF record: receivers cannot tell who may send for it, and large ones want one.',
		advice:
			'Publish one record that names every server and service that sends for the domain, and change `~all` to `-all` once it is complete:',
		publish: publishSpf,
	},
	{
		...common,
		when: saw('records.spf', {fault: 'several-records', identity: 'sender'}),
		severity: 'problem',
		says: '{detail} has several SPF records, so none of them counts (permerror).',
		advice: 'Merge them into one, and delete the others:',
		publish: publishSpf,
	},
	{
		...common,
		when: saw('records.spf', {fault: 'syntax', identity: 'sender', suggestion: {empty: false}}),
		severity: 'problem',
		says: 'The SPF record has a term that nobody understands, {detail}, which makes all of it void (permerror; by way of {path}).',
		advice: 'Correct that term. As it seems to be meant:',
		publish: publishSpf,
	},
	{
		...common,
		when: saw('records.spf', {fault: 'syntax', identity: 'sender'}),
		severity: 'problem',
		says: 'The SPF record has a term that nobody understands, {detail}, which makes all of it void (permerror; by way of {path}).',
		advice: 'Correct or delete that term.',
	},
	{
		...common,
		when: saw('records.spf', {fault: 'too-many-lookups', identity: 'sender'}),
		severity: 'problem',
		says: 'The SPF record asks DNS more than ten times: receivers stop at {detail}, before {address} was found (permerror). The whole record costs {cost} look-ups; {costliest}.',
		advice:
			'Delete includes of services that are no longer used, and write fixed addresses as `ip4:` and `ip6:`, which cost nothing. With the sending address in front, at least its mail passes:',
		publish: publishSpf,
	},
	{
		...common,
		when: saw('records.spf', {fault: 'too-many-voids', identity: 'sender'}),
		severity: 'problem',
		says: 'More than two names in the SPF record lead to nothing, the last being {detail}: receivers stop there (permerror).',
		advice: 'Delete the names that do not exist any more.',
	},
	{
		...common,
		when: saw('records.spf', {fault: 'too-many-names', identity: 'sender'}),
		severity: 'problem',
		says: 'The SPF record names the MX of {detail}, which has more than ten hosts (permerror).',
		advice: 'Write the addresses as `ip4:` and `ip6:` instead of `mx`.',
	},
	{
		...common,
		when: saw('records.spf', {fault: 'loop', identity: 'sender'}),
		severity: 'problem',
		says: 'The SPF record includes itself, by way of {path} (permerror).',
		advice: 'Delete the `include:` or `redirect=` that leads back to {detail}.',
	},
	{
		...common,
		when: saw('records.spf', {fault: 'nothing-included', identity: 'sender'}),
		severity: 'problem',
		says: 'The SPF record includes {detail}, which has no SPF record (permerror; by way of {path}).',
		advice: 'Correct the name, or delete that `include:` or `redirect=`.',
	},
	{
		...common,
		when: saw('records.spf', {fault: 'dns', identity: 'sender'}),
		severity: 'warning',
		says: 'DNS gave no answer for {detail}, which SPF needs (temperror): receivers put such mail off.',
		advice: 'See whether the name servers of that domain answer.',
	},
	{
		...common,
		when: saw('records.spf', {address: '', identity: 'sender'}),
		severity: 'note',
		says: '{domain} has an SPF record; whether it allows the server that sends is not known, because its address is not.',
		advice:
			'Give the address from which the mail leaves, as the Internet sees it, with `--egress`.',
	},
	{
		...common,
		when: saw('records.spf', {result: 'fail', identity: 'sender'}),
		severity: 'problem',
		says: 'SPF does not allow {address} to send for {domain}: {mechanism} matched (fail; by way of {path}).',
		advice: 'If this server may send for the domain, allow it:',
		publish: publishSpf,
	},
	{
		...common,
		when: saw('records.spf', {result: 'softfail', identity: 'sender'}),
		severity: 'problem',
		says: 'SPF does not list {address} for {domain}: {mechanism} matched (softfail). Receivers count that as a failure, and many put such mail among the spam.',
		advice: 'If this server may send for the domain, allow it:',
		publish: publishSpf,
	},
	{
		...common,
		when: saw('records.spf', {result: 'neutral', identity: 'sender'}),
		severity: 'warning',
		says: 'SPF of {domain} says nothing about {address}: {mechanism} matched (neutral), which is no pass.',
		advice: 'Allow the address, and let the record end in `~all` or `-all`:',
		publish: publishSpf,
	},
	{
		...common,
		when: saw('records.spf', {result: 'pass', mechanism: /^\+?all$/i, identity: 'sender'}),
		severity: 'warning',
		says: 'SPF of {domain} lets the whole Internet send for it (`+all`), and filters take that for the mark of a spammer.',
		advice: 'List the servers, and end in `~all` or `-all`.',
	},
	{
		...common,
		when: saw('records.spf-open'),
		severity: 'warning',
		says: 'The SPF record of {domain} has `{term}`: whatever else is wrong with it, it lets the whole Internet send for the domain, and filters take that for the mark of a spammer.',
		advice: 'List the servers, and end in `~all` or `-all`.',
	},
	{
		...common,
		when: saw('records.spf', {result: 'pass', cost: {above: 10}, identity: 'sender'}),
		severity: 'warning',
		says: 'SPF allows {address} by {mechanism}; but the whole record costs {cost} look-ups of ten, so that what stands further back fails (permerror). Most are in {costliest}.',
		advice: 'Delete includes that are no longer used, or write addresses as `ip4:` and `ip6:`.',
	},
	{
		...common,
		when: saw('records.spf', {result: 'pass', identity: 'sender'}),
		severity: 'fine',
		says: 'SPF allows {address} to send for {domain}: {mechanism} matched, after {lookups} look-ups of ten and {voids} void ones of two.',
	},
	{
		...common,
		about: 'domain',
		topic: 'HELO',
		when: saw('records.spf', {identity: 'helo', result: ['fail', 'permerror', 'softfail']}),
		severity: 'warning',
		says: 'SPF of the HELO name {domain} does not allow {address} ({result}), and it is what counts for bounces, which have no sender.',
		advice: 'Publish a record for the name itself:',
		publish: '{domain}. TXT "v=spf1 a -all"',
	},
	{
		...common,
		topic: 'HELO',
		when: saw('records.spf', {identity: 'helo', result: 'pass'}),
		severity: 'fine',
		says: 'SPF of the HELO name {domain} allows {address}; that counts for bounces, which have no sender.',
	},
	{
		...common,
		topic: 'HELO',
		when: saw('records.spf', {identity: 'helo', result: 'none'}),
		severity: 'note',
		says: 'The HELO name {domain} has no SPF record of its own, by which bounces could be told from forgeries.',
		advice: 'A record for the name itself is enough:',
		publish: '{domain}. TXT "v=spf1 a -all"',
	},
];

/** Whether the sender's domain takes answers. */
const receiving: readonly FindingRule[] = [
	{
		topic: 'MX',
		class: 'sender-rejected',
		when: saw('records.receiving', {state: 'null-mx'}),
		severity: 'problem',
		says: '{domain} publishes a null MX: it takes no mail, so nobody can answer, and many receivers refuse such senders (RFC 7505).',
		advice:
			'Send under a domain that takes mail; or give this one an MX (put the name of your server in):',
		publish: '{domain}. MX 10 mail.{domain}.',
	},
	{
		topic: 'MX',
		class: 'sender-rejected',
		when: saw('records.receiving', {state: 'absent'}),
		severity: 'problem',
		says: '{domain} does not exist in DNS: receivers refuse senders that they could not answer.',
		advice: 'Send under a domain that exists.',
	},
	{
		topic: 'MX',
		class: 'sender-rejected',
		when: saw('records.receiving', {state: 'no-host'}),
		severity: 'problem',
		says: '{domain} has neither an MX nor an address: receivers refuse senders that they could not answer.',
		advice: 'Give the domain an MX (put the name of your server in):',
		publish: '{domain}. MX 10 mail.{domain}.',
	},
	{
		topic: 'MX',
		class: 'sender-rejected',
		when: saw('records.receiving', {state: 'takes-mail'}),
		severity: 'fine',
		says: 'Answers and bounces to {domain} can be delivered: {exchanges}.',
	},
];

export const senderFindings: readonly FindingRule[] = [...ofSender, ...receiving];
