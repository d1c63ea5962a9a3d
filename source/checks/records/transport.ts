import type {CheckContext, StepEnd} from '../../core/check.ts';
import type {Facts} from '../../core/observation.ts';
import {isStsRecord, readStsPolicy, stsAllows, stsId} from '../../core/records/mta-sts.ts';
import {correctedTlsRpt} from '../../core/records/tag-advice.ts';
import {parseTagList} from '../../core/records/tag-list.ts';
import {createAskRecords, type AskRecords} from './ask-records.ts';
import {createJudge} from './judge-records.ts';
import type {RecordSubject} from './subject.ts';

/** RFC 8461 3.3 speaks of 64 kilobytes and a minute; nobody waits here so long. */
const policy = {octets: 65_536, wait: 10_000, port: 443} as const;
/** MX hosts whose TLSA records are asked for at most. */
const mostHosts = 4;

const absent = (status: string) => status === 'nxdomain' || status === 'nodata' || status === 'ok';

async function fetchPolicy(context: CheckContext, {ask}: AskRecords, domain: string) {
	const host = `mta-sts.${domain}`;
	const answers = await Promise.all([ask(host, 'A'), ask(host, 'AAAA')]);
	const addresses = answers.flatMap(({records}) => records);
	const {timeout, ca} = context.options;
	let why = `${host} has no address`;
	for (const address of addresses.slice(0, 2)) {
		const fetched = await context.ports.fetchText(
			{
				address,
				port: policy.port,
				host,
				path: '/.well-known/mta-sts.txt',
				limit: policy.octets,
				timeout: Math.min(timeout, policy.wait),
				...(ca === undefined ? {} : {ca}),
			},
			context.signal,
		);
		if (fetched.ok && fetched.status === 200) {
			return {text: fetched.text};
		}

		why = fetched.ok ? `the server answers ${fetched.status}` : fetched.why;
	}

	return {why};
}

async function sts(
	context: CheckContext,
	asker: AskRecords,
	domain: string,
	hosts: readonly string[],
): Promise<Facts['records.mta-sts']> {
	const {status, records} = await asker.ask(`_mta-sts.${domain}`, 'TXT');
	const found = records.filter(isStsRecord);
	const id = stsId(found[0] ?? '') ?? '';
	const base = {domain, id, mx: [], uncovered: [], why: ''};
	if (found.length === 0) {
		return {...base, state: absent(status) ? 'absent' : 'unknown'};
	}

	if (found.length > 1) {
		return {...base, state: 'several'};
	}

	if (id === '') {
		const why = 'the record is not of the form “v=STSv1; id=…;”';
		return {...base, state: 'malformed', why};
	}

	const fetched = await fetchPolicy(context, asker, domain);
	if ('why' in fetched) {
		return {...base, state: 'unfetched', why: fetched.why};
	}

	const read = readStsPolicy(fetched.text);
	if ('fault' in read) {
		return {...base, state: 'malformed', why: `in the policy file ${read.fault}`};
	}

	const uncovered = hosts.filter(host => !stsAllows(read, host));
	return {...base, state: read.mode, mx: read.mx, uncovered: read.mode === 'none' ? [] : uncovered};
}

async function reports({ask}: AskRecords, domain: string): Promise<Facts['records.tls-rpt']> {
	const {status, records} = await ask(`_smtp._tls.${domain}`, 'TXT');
	const found = records.filter(text => /^v\s*=\s*TLSRPTv1\b/i.test(text));
	const [record = ''] = found;
	const {tags} = parseTagList(record);
	const fits = tags.get('v') === 'TLSRPTv1' && /^(?:mailto|https):\S+/.test(tags.get('rua') ?? '');
	const state =
		found.length > 1
			? 'several'
			: record !== ''
				? fits
					? 'found'
					: 'malformed'
				: absent(status)
					? 'absent'
					: 'unknown';
	const isFaulty = state === 'several' || state === 'malformed';
	return {domain, state, record, suggestion: isFaulty ? correctedTlsRpt(found, domain) : ''};
}

async function daneOf(
	{ask}: AskRecords,
	domain: string,
	host: string,
): Promise<Facts['records.dane']> {
	const {status, records, authenticated} = await ask(`_25._tcp.${host}`, 'TLSA');
	const usable = records.some(record => /^[23] [01] [012] /.test(record));
	const state =
		records.length === 0
			? absent(status)
				? 'absent'
				: 'unknown'
			: !usable
				? 'unusable'
				: authenticated
					? 'secure'
					: 'insecure';
	return {domain, host, state, records};
}

async function bimi({ask}: AskRecords, domain: string): Promise<Facts['records.bimi']> {
	const {status, records} = await ask(`default._bimi.${domain}`, 'TXT');
	const found = records.find(text => /^v\s*=\s*BIMI1\b/.test(text));
	const {tags} = parseTagList(found ?? '');
	const state = found === undefined ? (absent(status) ? 'absent' : 'unknown') : 'found';
	return {domain, state, logo: tags.get('l') ?? '', evidence: tags.get('a') ?? ''};
}

/** What the sender's domain publishes about mail to it: MTA-STS, TLS-RPT, DANE; and BIMI. */
export async function examineTransport(
	context: CheckContext,
	{domain}: RecordSubject,
): Promise<StepEnd> {
	if (domain === '') {
		return {status: 'skipped', summary: 'No domain is known whose records could be looked at.'};
	}

	const judge = await createJudge(context);
	const asker = createAskRecords(context);
	const {records} = await asker.ask(domain, 'MX');
	const hosts = records
		.map(record => record.replace(/^\d+ /, ''))
		.filter(host => host !== '' && host !== '.');
	const [policyFacts, reportFacts, logo, ...dane] = await Promise.all([
		sts(context, asker, domain, hosts),
		reports(asker, domain),
		bimi(asker, domain),
		...hosts.slice(0, mostHosts).map(async host => daneOf(asker, domain, host)),
	]);
	judge.observe('records.mta-sts', policyFacts);
	judge.observe('records.tls-rpt', reportFacts);
	for (const facts of dane) {
		judge.observe('records.dane', facts);
	}

	judge.observe('records.bimi', logo);
	return judge.end(`DNS gave no answer about ${domain}.`);
}
