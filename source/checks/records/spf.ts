import type {CheckContext, StepEnd} from '../../core/check.ts';
import type {Facts} from '../../core/observation.ts';
import {parseClient} from '../../core/records/ip-address.ts';
import {merged, openTerm, quoted, respelt, withAddress} from '../../core/records/spf-advice.ts';
import {spfCost} from '../../core/records/spf-cost.ts';
import {evaluateSpf} from '../../core/records/spf-evaluate.ts';
import {isSpfRecord} from '../../core/records/spf-record.ts';
import type {SpfVerdict} from '../../core/records/spf-verdict.ts';
import {domainOf} from '../../core/subject.ts';
import {senderOf} from '../envelope.ts';
import {createAskRecords, type AskRecords} from './ask-records.ts';
import {createJudge} from './judge-records.ts';
import type {RecordSubject} from './subject.ts';

/** Stands in for the address where it is not known: TEST-NET-1, which no sender has (RFC 5737). */
const nobody = '192.0.2.255';

async function suggestionFor(
	{ask}: AskRecords,
	{address}: RecordSubject,
	{fault, detail, path, record}: SpfVerdict,
): Promise<string> {
	if (fault === 'several-records') {
		const {records} = await ask(detail, 'TXT');
		const one = merged(records.filter(isSpfRecord));
		const own = path.length === 1 && address !== '';
		return path.length === 1 ? quoted(own ? withAddress(one, address) : one) : '';
	}

	if (fault === 'syntax') {
		const fixed = path.length === 1 ? respelt(record, detail) : '';
		return fixed === '' ? '' : quoted(fixed);
	}

	return fault === 'loop' || fault === 'nothing-included'
		? ''
		: quoted(withAddress(record, address));
}

async function ofSender(context: CheckContext, asker: AskRecords, subject: RecordSubject) {
	const {domain, address, helo} = subject;
	const sender = senderOf(context.options);
	const local = domainOf(sender) === domain ? sender : `postmaster@${domain}`;
	const client = parseClient(address === '' ? nobody : address) ?? [];
	const [verdict, cost] = await Promise.all([
		asker.decide(evaluateSpf({domain, sender: local, helo, client})),
		asker.decide(spfCost(domain)),
	]);
	const decided = verdict.fault !== '' || verdict.result === 'none' || address !== '';
	return {
		...verdict,
		...(decided ? {} : {result: 'neutral' as const, mechanism: ''}),
		domain,
		identity: 'sender' as const,
		address,
		cost: cost.lookups,
		costliest: cost.parts
			.slice(0, 3)
			.map(({term, lookups}) => `${term} costs ${lookups}`)
			.join(', '),
		suggestion: await suggestionFor(asker, subject, verdict),
	};
}

/** The HELO name counts where the sender is null (RFC 7208 2.3, 2.4). */
async function ofHelo({decide}: AskRecords, {helo, address, domain}: RecordSubject) {
	const client = parseClient(address);
	if (!client || !helo.includes('.') || helo.startsWith('[') || helo === domain) {
		return undefined;
	}

	const sender = `postmaster@${helo}`;
	const verdict = await decide(evaluateSpf({domain: helo, sender, helo, client}));
	const identity = 'helo' as const;
	return {...verdict, domain: helo, identity, address, cost: 0, costliest: '', suggestion: ''};
}

/** Where mail to the sender's domain goes: whoever cannot be answered is refused by many. */
async function receiving({ask}: AskRecords, domain: string): Promise<Facts['records.receiving']> {
	const [mx, ...addresses] = await Promise.all([
		ask(domain, 'MX'),
		ask(domain, 'A'),
		ask(domain, 'AAAA'),
	]);
	const exchanges = mx.records.map(record => record.replace(/^\d+ /, ''));
	const isNull = exchanges.length === 1 && (exchanges[0] === '.' || exchanges[0] === '');
	const statuses = [mx, ...addresses].map(({status}) => status);
	const hosts = addresses.some(({records}) => records.length > 0) ? [domain] : [];
	const state = isNull
		? 'null-mx'
		: exchanges.length > 0 || hosts.length > 0
			? 'takes-mail'
			: statuses.every(status => status === 'nxdomain')
				? 'absent'
				: statuses.every(status => status === 'nxdomain' || status === 'nodata')
					? 'no-host'
					: 'unknown';
	return {domain, state, exchanges: isNull ? [] : exchanges.length > 0 ? exchanges : hosts};
}

/** SPF for the sending address, and whether the sender's domain takes answers. */
export async function examineSpf(context: CheckContext, known: RecordSubject): Promise<StepEnd> {
	// Through a relay, SPF is evaluated for its address and not for ours
	const subject = known.sends ? known : {...known, address: ''};
	if (subject.domain === '') {
		return {status: 'skipped', summary: 'No domain is known whose records could be looked at.'};
	}

	const judge = await createJudge(context);
	const asker = createAskRecords(context);
	const [sender, helo, reply] = await Promise.all([
		ofSender(context, asker, subject),
		ofHelo(asker, subject),
		receiving(asker, subject.domain),
	]);
	judge.observe('records.spf', sender);
	const open = openTerm(sender.record);
	if (open !== undefined && sender.mechanism !== open) {
		judge.observe('records.spf-open', {domain: subject.domain, term: open});
	}

	if (helo) {
		judge.observe('records.spf', helo);
	}

	judge.observe('records.receiving', reply);
	return judge.end(`DNS gave no answer about ${subject.domain}.`);
}
