import {saw} from '../../core/condition.ts';
import type {FindingRule} from '../../core/records/finding-rule.ts';

const dkim = {topic: 'DKIM', class: 'sender-auth-failed'} as const;
const dmarc = {topic: 'DMARC', class: 'sender-auth-failed'} as const;
const key = '{selector}._domainkey.{domain}';

/** Keys for DKIM signatures. */
const keys: readonly FindingRule[] = [
	{
		...dkim,
		when: saw('records.dkim-key', {state: 'missing', wanted: true}),
		severity: 'problem',
		says: `There is no key at ${key}, so signatures with this selector fail.`,
		advice: 'Publish the key of the signer (KEY is what `opendkim-genkey` or rspamd wrote):',
		publish: `${key}. TXT "v=DKIM1; k=rsa; p=KEY"`,
	},
	{
		...dkim,
		when: saw('records.dkim-key', {state: 'revoked', wanted: true}),
		severity: 'problem',
		says: `The key at ${key} is revoked (\`p=\` is empty), so signatures with this selector fail.`,
		advice: 'Let the signer use a newer selector, or publish its key (KEY) there again:',
		publish: `${key}. TXT "v=DKIM1; k=rsa; p=KEY"`,
	},
	{
		...dkim,
		when: saw('records.dkim-key', {state: 'revoked'}),
		severity: 'note',
		says: `The key at ${key} is revoked; that is in order where no signer uses it.`,
	},
	{
		...dkim,
		when: saw('records.dkim-key', {state: 'too-short'}),
		severity: 'problem',
		says: `The key at ${key} has {bits} bits: receivers take none below 1024 (RFC 8301).`,
		advice: 'Make a key of 2048 bits under a new selector, publish it, then let the signer use it.',
	},
	{
		...dkim,
		when: saw('records.dkim-key', {state: 'several'}),
		severity: 'problem',
		says: `There are several TXT records at ${key}; which one counts is left to chance (RFC 6376 3.6.2.2).`,
		advice: 'Keep the one of the signer.',
	},
	{
		...dkim,
		when: saw('records.dkim-key', {state: ['malformed', 'unknown-type', 'not-for-email']}),
		severity: 'problem',
		says: `What stands at ${key} is no key that receivers can use ({state}).`,
		advice: 'Publish it anew. A key that was cut where the record was entered is the usual reason.',
	},
	{
		...dkim,
		when: saw('records.dkim-key', {state: 'unknown', wanted: true}),
		severity: 'warning',
		says: `DNS gave no answer for ${key}.`,
		advice: 'See whether the name servers of that domain answer.',
	},
	{
		...dkim,
		when: saw('records.dkim-key', {state: 'usable', testing: true}),
		severity: 'warning',
		says: `The key at ${key} says that DKIM is only tested (\`t=y\`): receivers may treat its mail as unsigned.`,
		advice: 'Delete `t=y` from the record.',
	},
	{
		...dkim,
		when: saw('records.dkim-key', {state: 'usable', type: 'rsa', bits: {below: 2048}}),
		severity: 'warning',
		says: `The key at ${key} has {bits} bits. It counts, but 2048 is what RFC 8301 recommends.`,
		advice: 'Make a key of 2048 bits under a new selector when it suits.',
	},
	{
		...dkim,
		when: saw('records.dkim-key', {state: 'usable', type: 'ed25519'}),
		severity: 'fine',
		says: `There is a key at ${key} (Ed25519). Not every receiver knows that kind, so an RSA signature should stand beside it.`,
	},
	{
		...dkim,
		when: saw('records.dkim-key', {state: 'usable'}),
		severity: 'fine',
		says: `There is a key at ${key} ({type}, {bits} bits).`,
	},
	{
		...dkim,
		when: saw('records.dkim', {usable: {empty: true}, tree: 'absent'}),
		severity: 'warning',
		says: 'Nothing exists below _domainkey.{domain}: the domain has no DKIM key at all, so no signature of it can be checked.',
		advice:
			'Let the server sign, and publish the key first (SELECTOR and KEY are what `opendkim-genkey` or rspamd wrote):',
		publish: 'SELECTOR._domainkey.{domain}. TXT "v=DKIM1; k=rsa; p=KEY"',
	},
	{
		...dkim,
		when: saw('records.dkim', {usable: {empty: true}, wanted: {empty: false}}),
		severity: 'note',
		says: 'No usable DKIM key of {domain} was found under {wanted}. Under other selectors there may be one.',
		advice: 'See which selector the signer uses (`s=` in a `DKIM-Signature`).',
	},
	{
		...dkim,
		when: saw('records.dkim', {usable: {empty: true}, asked: 0}),
		severity: 'note',
		says: 'Whether {domain} has DKIM keys is not known: DNS gave no answer for _domainkey.{domain}.',
		advice: 'See whether the name servers of that domain answer.',
	},
	{
		...dkim,
		when: saw('records.dkim', {usable: {empty: true}}),
		severity: 'note',
		says: 'No DKIM key of {domain} was found under the {asked} selectors that are usual, which does not mean that there is none.',
		advice:
			'Give the selector with `--dkim-selector` (`s=` in a `DKIM-Signature`), or the header of a message with `--headers`.',
	},
];

/** DMARC, and what passes it. */
const policies: readonly FindingRule[] = [
	{
		...dmarc,
		when: saw('records.dmarc', {state: 'several'}),
		severity: 'problem',
		says: '{at} has several DMARC records, so receivers take it for none.',
		advice: 'Keep one of them.',
	},
	{
		...dmarc,
		when: saw('records.dmarc', {state: 'malformed'}),
		severity: 'problem',
		says: 'The DMARC record of {at} makes no sense to receivers: {record}.',
		advice:
			'Correct it; `p=` must be none, quarantine or reject, where reports go begins with `mailto:`, and no tag may stand there twice. As it seems to be meant:',
		publish: '_dmarc.{at}. TXT {suggestion}',
	},
	{
		...dmarc,
		when: saw('records.dmarc', {state: 'absent'}),
		severity: 'warning',
		says: '{domain} has no DMARC record: anybody can write in its name, and large receivers want one from whoever sends a lot.',
		advice:
			'Begin with one that only reports, and read the reports before it becomes stricter (MAILBOX is one that you have):',
		publish: '_dmarc.{domain}. TXT "v=DMARC1; p=none; rua=mailto:MAILBOX@{domain}"',
	},
	{
		...dmarc,
		when: saw('records.dmarc', {state: 'unknown'}),
		severity: 'warning',
		says: 'DNS gave no answer for the DMARC record of {at}.',
		advice: 'See whether the name servers of that domain answer.',
	},
	{
		...dmarc,
		when: saw('records.dmarc', {faulty: true}),
		severity: 'warning',
		says: 'The DMARC record of {at} has no valid policy, so receivers only send reports (as with `p=none`).',
		advice: 'Set `p=` to none, quarantine or reject. As it seems to be meant:',
		publish: '_dmarc.{at}. TXT {suggestion}',
	},
	{
		...dmarc,
		when: saw('records.dmarc', {state: 'found', dropped: {empty: false}}),
		severity: 'note',
		says: 'DMARC of {domain}: {applied}, by {tag}= at {at}. The tags {dropped} are gone since RFC 9989 and do nothing.',
	},
	{
		...dmarc,
		when: saw('records.dmarc', {state: 'found', testing: true}),
		severity: 'note',
		says: 'DMARC of {domain}: {policy} is only tested (`t=y`), so receivers apply {applied} ({tag}= at {at}).',
	},
	{
		...dmarc,
		when: saw('records.dmarc', {state: 'found', applied: 'none'}),
		severity: 'note',
		says: 'DMARC of {domain} only reports ({tag}=none at {at}): it stops no mail, and protects nothing.',
	},
	{
		...dmarc,
		when: saw('records.dmarc', {state: 'found'}),
		severity: 'fine',
		says: 'DMARC of {domain}: {applied}, by {tag}= at {at}; alignment is {aspf} for SPF, {adkim} for DKIM.',
	},
	{
		...dmarc,
		about: 'fromDomain',
		when: saw('records.alignment', {verdict: 'fails', applied: ['quarantine', 'reject']}),
		severity: 'problem',
		says: 'Mail with {fromDomain} in From fails DMARC, and the domain asks to {applied} it: SPF of {spfDomain} {spf}, DKIM {dkim} ({modes}).',
		advice:
			'Sign with DKIM for {fromDomain}, or use an envelope sender of that domain, for which SPF allows this server.',
	},
	{
		...dmarc,
		about: 'fromDomain',
		when: saw('records.alignment', {verdict: 'fails'}),
		severity: 'warning',
		says: 'Mail with {fromDomain} in From passes neither SPF nor DKIM in its own name: SPF of {spfDomain} {spf}, DKIM {dkim} ({modes}).',
		advice:
			'Sign with DKIM for {fromDomain}, or use an envelope sender of that domain, for which SPF allows this server.',
	},
	{
		...dmarc,
		about: 'fromDomain',
		when: saw('records.alignment', {verdict: 'depends-on-dkim'}),
		severity: 'note',
		says: 'SPF of {spfDomain} does not help {fromDomain} ({spf}; {modes}), so DMARC passes only with a valid DKIM signature of it.',
		advice: 'Look for `dkim=pass` in `Authentication-Results:` of a mail that arrived elsewhere.',
	},
	{
		...dmarc,
		about: 'fromDomain',
		when: saw('records.alignment', {verdict: 'passes'}),
		severity: 'fine',
		says: 'Mail with {fromDomain} in From passes DMARC by SPF of {spfDomain} ({modes}).',
	},
];

export const signatureFindings: readonly FindingRule[] = [...keys, ...policies];
