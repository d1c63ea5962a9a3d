import {saw} from '../../core/condition.ts';
import type {FindingRule} from '../../core/records/finding-rule.ts';

const sts = {topic: 'MTA-STS', class: 'tls-certificate'} as const;
const reports = {topic: 'TLS-RPT', class: 'tls-certificate'} as const;
const dane = {topic: 'DANE', class: 'tls-certificate', about: 'host'} as const;
const bimi = {topic: 'BIMI', class: 'other'} as const;

/**
 * What the sender's domain publishes about mail that comes to it: answers and bounces fail where it is
 * wrong.
 */
export const transportFindings: readonly FindingRule[] = [
	{
		...sts,
		when: saw('records.mta-sts', {state: 'enforce', uncovered: {empty: false}}),
		severity: 'warning',
		says: 'The MTA-STS policy of {domain} is enforced and leaves out its own MX {uncovered}: senders that honour it do not deliver there.',
		advice: 'Add `mx: {uncovered}` to the policy file, then change `id=` of the record.',
	},
	{
		...sts,
		when: saw('records.mta-sts', {state: 'unfetched'}),
		severity: 'warning',
		says: '{domain} has an MTA-STS record, but its policy cannot be fetched from https://mta-sts.{domain}/.well-known/mta-sts.txt: {why}.',
		advice:
			'Serve the file there with a valid certificate and without a redirect, or delete the record.',
	},
	{
		...sts,
		when: saw('records.mta-sts', {state: 'malformed'}),
		severity: 'warning',
		says: 'MTA-STS of {domain} cannot be used: {why}.',
		advice: 'Correct the record at _mta-sts.{domain}, or the policy file.',
	},
	{
		...sts,
		when: saw('records.mta-sts', {state: 'several'}),
		severity: 'warning',
		says: 'There are several MTA-STS records at _mta-sts.{domain}, so senders take it for none.',
		advice: 'Keep the newest.',
	},
	{
		...sts,
		when: saw('records.mta-sts', {state: ['enforce', 'testing', 'none']}),
		severity: 'fine',
		says: '{domain} has an MTA-STS policy in the mode {state}, for {mx}.',
	},
	{
		...sts,
		when: saw('records.mta-sts', {state: 'absent'}),
		severity: 'note',
		says: '{domain} has no MTA-STS policy, which is about mail to it, and optional.',
	},
	{
		...reports,
		when: saw('records.tls-rpt', {state: ['several', 'malformed']}),
		severity: 'warning',
		says: 'The TLS-RPT record of {domain} is not as it should be ({state}), so nobody reports TLS failures.',
		advice:
			'One record is enough, whose `rua=` begins with `mailto:` or `https:`. As it seems to be meant:',
		publish: '_smtp._tls.{domain}. TXT {suggestion}',
	},
	{
		...reports,
		when: saw('records.tls-rpt', {state: 'found'}),
		severity: 'fine',
		says: '{domain} asks for reports about failed TLS: {record}.',
	},
	{
		...reports,
		when: saw('records.tls-rpt', {state: 'absent'}),
		severity: 'note',
		says: '{domain} asks nobody to report failed TLS (TLS-RPT), which is optional.',
	},
	{
		...dane,
		when: saw('records.dane', {state: 'unusable'}),
		severity: 'warning',
		says: 'The TLSA records of {host} cannot be used by mail servers: {records}. They take the usages 2 and 3 alone (RFC 7672).',
		advice: 'Publish the key of the certificate as `3 1 1`.',
	},
	{
		...dane,
		when: saw('records.dane', {state: 'insecure'}),
		severity: 'note',
		says: '{host} has TLSA records, but the resolver does not vouch for them by DNSSEC. If the zone is signed, the resolver does not validate; else the records do nothing.',
		advice: 'Sign the zone, or ask a resolver that validates (`--dns`).',
	},
	{
		...dane,
		when: saw('records.dane', {state: 'secure'}),
		severity: 'fine',
		says: '{host} has TLSA records for which DNSSEC vouches (DANE): {records}.',
	},
	{
		...dane,
		when: saw('records.dane', {state: 'absent'}),
		severity: 'note',
		says: '{host} has no TLSA records (DANE), which is about mail to it, and optional.',
	},
	{
		...bimi,
		when: saw('records.bimi', {state: 'found'}),
		severity: 'note',
		says: '{domain} has a BIMI record for its logo ({logo}). It matters to no delivery.',
	},
];
