import {saw} from '../../core/condition.ts';
import type {FindingRule} from '../../core/records/finding-rule.ts';

const dmarc = {topic: 'DMARC', class: 'sender-auth-failed'} as const;
const dkim = {topic: 'DKIM', class: 'sender-auth-failed'} as const;
const spf = {topic: 'SPF', class: 'sender-auth-failed'} as const;
const found = (method: string, result: string | readonly string[]) =>
	saw('copy.result', {method, result, trusted: true});
const says =
	'The message that was read had {method}={result} for {domain} where it arrived, at {server}.';

/** What the receiver of a message wrote into its header. */
export const copyFindings: readonly FindingRule[] = [
	{
		...dmarc,
		when: found('dmarc', 'fail'),
		severity: 'problem',
		says,
		advice:
			'SPF or DKIM has to pass for the domain in From: sign with a key of that domain, or let it be the domain of the envelope’s sender.',
	},
	{...dmarc, when: found('dmarc', ['permerror', 'temperror']), severity: 'warning', says},
	{...dmarc, when: found('dmarc', 'pass'), severity: 'fine', says},
	{
		...dkim,
		when: found('dkim', ['fail', 'permerror']),
		severity: 'warning',
		says,
		advice:
			'Either the key in DNS is not that of the signer, or something changed the message after it was signed: a footer, a list, a filter.',
	},
	{...dkim, when: found('dkim', 'pass'), severity: 'fine', says},
	{
		...spf,
		when: found('spf', ['fail', 'softfail', 'permerror']),
		severity: 'warning',
		says,
		advice: 'Mail that was forwarded fails SPF by its nature; then DKIM has to carry it.',
	},
	{
		...dkim,
		when: saw('copy.signature', {state: 'verifies'}),
		severity: 'fine',
		says: 'The signature of {domain} ({selector}) fits the header of the copy and the key in DNS (its body was not read).',
	},
	{
		...dkim,
		when: saw('copy.signature', {state: ['broken', 'expired', 'no-key']}),
		severity: 'warning',
		says: 'The signature of {domain} ({selector}) does not verify: {why}.',
		advice:
			'See that the key in DNS is that of the signer, and that nothing changes Subject or other signed fields after it.',
	},
	{...spf, when: found('spf', 'pass'), severity: 'fine', says},
];
