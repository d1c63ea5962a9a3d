import type {CheckContext, StepEnd} from '../../core/check.ts';
import {all, last, type Facts} from '../../core/observation.ts';
import {
	aligned,
	applyDmarc,
	walkTree,
	whileTesting,
	type AppliedPolicy,
	type TreeWalk,
} from '../../core/records/dmarc-discovery.ts';
import {isDmarcRecord} from '../../core/records/dmarc-record.ts';
import {correctedDmarc, isMeantForDmarc} from '../../core/records/tag-advice.ts';
import {readMessageHeader} from '../../core/records/message-header.ts';
import {createAskRecords, type AskRecords} from './ask-records.ts';
import {createJudge} from './judge-records.ts';
import type {RecordSubject} from './subject.ts';

type Dmarc = Facts['records.dmarc'];
type Alignment = Facts['records.alignment'];

const mode = (letter: 'r' | 's') => (letter === 's' ? 'strict' : 'relaxed');

async function recordFacts(
	{ask}: AskRecords,
	domain: string,
	walk: TreeWalk,
	applied: AppliedPolicy | undefined,
): Promise<Dmarc> {
	const organisation = walk.organisation ?? '';
	if (applied) {
		const {record, at, tag, policy} = applied;
		const {testing, faulty, rua: reports, dropped, text} = record;
		return {
			domain,
			state: record.useless ? 'malformed' : 'found',
			at,
			organisation,
			tag,
			policy: record.useless ? '' : policy,
			applied: record.useless ? '' : testing ? whileTesting(policy) : policy,
			testing,
			faulty,
			adkim: mode(record.adkim),
			aspf: mode(record.aspf),
			reports,
			dropped,
			record: text,
			suggestion: faulty ? correctedDmarc(text) : '',
		};
	}

	const spoilt = walk.void;
	const at = spoilt?.domain ?? (walk.failed || domain);
	const {records} = walk.failed ? {records: []} : await ask(`_dmarc.${at}`, 'TXT');
	const [misspelt] = spoilt ? [] : records.filter(isMeantForDmarc);
	const why = spoilt?.why ?? (misspelt === undefined ? 'absent' : 'malformed');
	const record = misspelt ?? records.filter(isDmarcRecord).join(' / ');
	return {
		domain,
		state: walk.failed ? 'unknown' : why,
		at,
		organisation,
		tag: '',
		policy: '',
		applied: '',
		testing: false,
		faulty: false,
		adkim: '',
		aspf: '',
		reports: '',
		dropped: [],
		record,
		suggestion: why === 'malformed' && !walk.failed ? correctedDmarc(record) : '',
	};
}

/** Whether a key of the domain, or of a signature, could make DKIM pass. */
function dkimStands(context: CheckContext, domains: readonly string[]): Alignment['dkim'] {
	const keys = all(context.observations, 'records.dkim-key');
	if (keys.some(key => key.state === 'usable' && domains.includes(key.domain))) {
		return 'possible';
	}

	const known = last(context.observations, 'records.dkim');
	const none = known !== undefined && (known.tree === 'absent' || known.wanted.length > 0);
	return none ? 'fails' : 'unknown';
}

function verdictOf(spf: Alignment['spf'], dkim: Alignment['dkim']): Alignment['verdict'] {
	if (spf === 'aligned') {
		return 'passes';
	}

	const hopeless = dkim === 'fails' || dkim === 'unaligned';
	return hopeless ? (spf === 'unknown' ? 'unknown' : 'fails') : 'depends-on-dkim';
}

async function alignment(
	context: CheckContext,
	subject: RecordSubject,
	{decide}: AskRecords,
	walk: TreeWalk,
	{record, applied}: {record: AppliedPolicy['record'] | undefined; applied: Dmarc['applied']},
): Promise<Alignment> {
	const {fromDomain, domain: spfDomain} = subject;
	const {aspf = 'r', adkim = 'r'} = record ?? {};
	const fits = async (domain: string, letter: 'r' | 's') =>
		decide(aligned(fromDomain, domain, letter, walk.organisation));
	const spfFacts = all(context.observations, 'records.spf').find(f => f.identity === 'sender');
	const spfKnown = spfFacts !== undefined && (spfFacts.address !== '' || spfFacts.fault !== '');
	const spf = !spfKnown
		? 'unknown'
		: spfFacts.result !== 'pass'
			? 'fails'
			: (await fits(spfDomain, aspf))
				? 'aligned'
				: 'unaligned';
	const {headers} = context.options;
	const signed = headers === undefined ? [] : readMessageHeader(headers).signatures;
	const domains = [...new Set(headers === undefined ? [fromDomain] : signed.map(s => s.domain))];
	const which = await Promise.all(domains.map(async domain => fits(domain, adkim)));
	const fitting = domains.filter((_, index) => which[index]);
	const dkim =
		domains.length > 0 && fitting.length === 0
			? 'unaligned'
			: fitting.length === 0
				? 'fails'
				: dkimStands(context, fitting);
	return {
		fromDomain,
		spfDomain,
		spf,
		dkimDomains: domains,
		dkim,
		verdict: verdictOf(spf, dkim),
		applied,
		modes: `SPF ${mode(aspf)}, DKIM ${mode(adkim)}`,
	};
}

/** The policy for the domain in From, and whether SPF or DKIM speak for it. */
export async function examineDmarc(
	context: CheckContext,
	subject: RecordSubject,
): Promise<StepEnd> {
	const {fromDomain} = subject;
	if (fromDomain === '') {
		return {status: 'skipped', summary: 'No domain is known that could stand in From.'};
	}

	const judge = await createJudge(context);
	const asker = createAskRecords(context);
	const walk = await asker.decide(walkTree(fromDomain));
	const found = await asker.decide(applyDmarc(fromDomain, walk));
	const facts = await recordFacts(asker, fromDomain, walk, found);
	judge.observe('records.dmarc', facts);
	if (facts.state !== 'unknown') {
		const {applied} = facts;
		const record = found?.record;
		judge.observe(
			'records.alignment',
			await alignment(context, subject, asker, walk, {record, applied}),
		);
	}

	return judge.end(`DNS gave no answer about DMARC of ${fromDomain}.`);
}
