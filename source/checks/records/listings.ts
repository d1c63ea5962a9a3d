import type {CheckContext, StepEnd} from '../../core/check.ts';
import {last, type Facts} from '../../core/observation.ts';
import {
	listingName,
	probesOf,
	readListing,
	stateOfList,
	type Blocklist,
} from '../../core/records/blocklist.ts';
import {createAskRecords, type AskRecords} from './ask-records.ts';
import {createJudge} from './judge-records.ts';
import type {RecordSubject} from './subject.ts';

type Tested = Facts['blocklist.tested'];
type Answered = Facts['blocklist.answer'];

async function test(
	{ask}: AskRecords,
	list: Blocklist,
	publicResolvers: Readonly<Record<string, string>>,
): Promise<Omit<Tested, 'named'>> {
	const probes = probesOf(list);
	const [there, not] = await Promise.all([ask(probes.listed, 'A'), ask(probes.clear, 'A')]);
	const listed = readListing(list, there.status, there.records);
	const clear = readListing(list, not.status, not.records);
	const refused = [listed, clear].find(({state}) => state === 'refused');
	// A resolver that itself says no is no more of use than a list that does
	const said = there.status === 'refused' ? 'the resolver refuses the question' : '';
	return {
		list: list.name,
		zone: list.zone,
		state: said ? 'refused' : stateOfList(listed, clear),
		resolver: there.resolver,
		publicResolver: publicResolvers[there.resolver] ?? '',
		why: refused?.state === 'refused' ? refused.means : said,
	};
}

async function lookUp(
	{ask}: AskRecords,
	list: Blocklist,
	subject: string,
): Promise<Omit<Answered, 'named'> | undefined> {
	const name = listingName(list, subject);
	if (name === undefined) {
		return undefined;
	}

	const {status, records} = await ask(name, 'A');
	const listing = readListing(list, status, records);
	const {zone, kind, about, delist} = list;
	const texts = listing.state === 'listed' ? (await ask(name, 'TXT')).records : [];
	return {
		list: list.name,
		zone,
		kind,
		subject,
		state: listing.state,
		means: 'means' in listing ? listing.means : '',
		weight: listing.state === 'listed' ? listing.weight : '',
		codes: records,
		text: texts.join(' ').slice(0, 300),
		about,
		delist,
	};
}

/** What the public blocklists say of the sending address and of the sender's domains. */
export async function examineListings(
	context: CheckContext,
	{address, domain, fromDomain}: RecordSubject,
): Promise<StepEnd> {
	const domains = [...new Set([domain, fromDomain])].filter(name => name !== '');
	if (address === '' && domains.length === 0) {
		return {status: 'skipped', summary: 'Neither an address nor a domain is known to look up.'};
	}

	const judge = await createJudge(context);
	const asker = createAskRecords(context);
	const {blocklists, publicResolvers} = await context.recordKnowledge();
	const reply = last(context.observations, 'smtp.refusal')?.text ?? '';
	const wanted = blocklists.filter(({kind}) => (kind === 'address' ? address : domains[0]));
	const tests = await Promise.all(
		wanted.map(async list => ({list, tested: await test(asker, list, publicResolvers)})),
	);
	const answers = await Promise.all(
		tests
			.filter(({tested}) => tested.state === 'works')
			.flatMap(({list}) =>
				(list.kind === 'address' ? [address] : domains).map(async subject => ({
					list,
					answer: await lookUp(asker, list, subject),
				})),
			),
	);
	for (const {list, tested} of tests) {
		judge.observe('blocklist.tested', {...tested, named: list.named.test(reply)});
	}

	for (const {list, answer} of answers) {
		if (answer) {
			judge.observe('blocklist.answer', {...answer, named: list.named.test(reply)});
		}
	}

	const clear = answers.filter(({answer}) => answer?.state === 'clear').length;
	const about = [address, ...domains].filter(name => name !== '').join(', ');
	const end = judge.end(`No list says anything about ${about}.`);
	if (answers.some(({answer}) => answer?.state === 'listed')) {
		return end;
	}

	const silent = tests.filter(({tested}) => tested.state !== 'works').length;
	const others = silent > 0 ? `; ${silent} of ${tests.length} lists do not answer here` : '';
	return clear === 0
		? {status: 'warned', summary: `No blocklist answers here. ${end.summary}`}
		: {status: 'passed', summary: `None of ${clear} answers about ${about} is a listing${others}.`};
}
