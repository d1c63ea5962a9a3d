import type {CheckContext, StepEnd} from '../../core/check.ts';
import type {Facts} from '../../core/observation.ts';
import {isKeyRecord, readDkimKey} from '../../core/records/dkim-key.ts';
import {readMessageHeader} from '../../core/records/message-header.ts';
import {createAskRecords, type AskRecords} from './ask-records.ts';
import {createJudge} from './judge-records.ts';
import type {RecordSubject} from './subject.ts';

type Key = Facts['records.dkim-key'];
type Wanted = {domain: string; selector: string};

/** A selector that nobody has: what is found there stands under every name. */
const nobodys = 'no-such-selector-9f3c';

async function keyAt(
	{ask}: AskRecords,
	{domain, selector}: Wanted,
	wanted: boolean,
	everywhere: readonly string[],
): Promise<Key> {
	const {status, records, via} = await ask(`${selector}._domainkey.${domain}`, 'TXT');
	const keys = records.filter(text => !everywhere.includes(text));
	const [text] = keys.some(isKeyRecord) ? keys.filter(isKeyRecord) : keys;
	const alias = /CNAME (.*)$/.exec(via.at(-1) ?? '')?.[1] ?? '';
	const common = {domain, selector, wanted, alias};
	if (text !== undefined) {
		const {state, type, bits, testing} = readDkimKey(text);
		return {...common, state: keys.length > 1 ? 'several' : state, type, bits, testing};
	}

	const absent = status === 'nxdomain' || status === 'nodata' || status === 'ok';
	return {...common, state: absent ? 'missing' : 'unknown', type: '', bits: null, testing: false};
}

/** The selectors that the user, or the signatures of a message, name. */
function wantedKeys({options}: CheckContext, domain: string): readonly Wanted[] {
	const {dkimSelectors = [], headers} = options;
	const signed = headers === undefined ? [] : readMessageHeader(headers).signatures;
	const all = [...dkimSelectors.map(selector => ({domain, selector})), ...signed];
	return [...new Map(all.map(key => [`${key.selector} ${key.domain}`, key])).values()];
}

/** The keys for DKIM signatures of the domain in From. */
export async function examineDkim(
	context: CheckContext,
	{fromDomain: domain}: RecordSubject,
): Promise<StepEnd> {
	if (domain === '') {
		return {status: 'skipped', summary: 'No domain is known whose keys could be looked for.'};
	}

	const judge = await createJudge(context);
	const asker = createAskRecords(context);
	const wanted = wantedKeys(context, domain);
	const {usualSelectors} = await context.recordKnowledge();
	const [top, nobody] = await Promise.all(
		['', `${nobodys}.`].map(async name => asker.ask(`${name}_domainkey.${domain}`, 'TXT')),
	);
	const status = top?.status ?? 'silent';
	const tree =
		status === 'nxdomain' ? 'absent' : status === 'ok' || status === 'nodata' ? 'there' : 'unknown';
	const guessed = wanted.length > 0 || tree !== 'there' ? [] : usualSelectors;
	const keys = await Promise.all([
		...wanted.map(async key => keyAt(asker, key, true, [])),
		...guessed.map(async selector =>
			keyAt(asker, {domain, selector}, false, nobody?.records ?? []),
		),
	]);
	for (const key of keys) {
		if (key.wanted || (key.state !== 'missing' && key.state !== 'unknown')) {
			judge.observe('records.dkim-key', key);
		}
	}

	judge.observe('records.dkim', {
		domain,
		usable: keys.flatMap(key =>
			key.state === 'usable' && key.domain === domain ? [key.selector] : [],
		),
		asked: keys.length,
		tree,
		wanted: wanted.map(({selector}) => selector),
	});
	return judge.end(`DNS gave no answer about the keys of ${domain}.`);
}
