import type {CheckContext, StepEnd} from '../../core/check.ts';
import type {Facts} from '../../core/observation.ts';
import {parseClient, pointerName, type Octets} from '../../core/records/ip-address.ts';
import {isGenericName} from '../../core/records/reverse-name.ts';
import {createAskRecords, type AskRecords} from './ask-records.ts';
import {createJudge} from './judge-records.ts';
import type {RecordSubject} from './subject.ts';

/** More reverse names than this are not followed. */
const mostNames = 4;

const typeFor = (octets: Octets) => (octets.length === 4 ? 'A' : 'AAAA');
const same = (a: string, octets: Octets) => parseClient(a)?.join('.') === octets.join('.');

async function pointerOf(
	{ask}: AskRecords,
	address: string,
	octets: Octets,
): Promise<Facts['records.pointer']> {
	const reverseZone = pointerName(octets);
	const {records: names, status} = await ask(reverseZone, 'PTR');
	const followed = names.slice(0, mostNames);
	const answers = await Promise.all(followed.map(async name => ask(name, typeFor(octets))));
	const confirmed = followed.filter((_, index) =>
		answers[index]?.records.some(record => same(record, octets)),
	);
	const absent = status === 'nxdomain' || status === 'nodata';
	const judged = confirmed.length > 0 ? confirmed : followed;
	return {
		address,
		names,
		status,
		confirmed,
		forward: answers[0]?.records ?? [],
		state:
			confirmed.length > 0
				? 'confirmed'
				: names.length > 0
					? 'mismatch'
					: absent
						? 'missing'
						: 'unknown',
		generic: judged.length > 0 && judged.every(name => isGenericName(name, address)),
		reverseZone,
	};
}

async function heloOf(
	{ask}: AskRecords,
	helo: string,
	address: string,
	octets: Octets,
): Promise<Facts['records.helo']> {
	const recordType = typeFor(octets);
	if (helo.startsWith('[') || !helo.includes('.')) {
		return {helo, address, addresses: [], state: 'no-name', recordType};
	}

	const answers = await Promise.all([ask(helo, 'A'), ask(helo, 'AAAA')]);
	const addresses = answers.flatMap(({records}) => records);
	const absent = answers.every(({status}) => status === 'nxdomain' || status === 'nodata');
	const matches = addresses.some(each => same(each, octets));
	const state = matches
		? 'matches'
		: addresses.length > 0
			? 'differs'
			: absent
				? 'missing'
				: 'unknown';
	return {helo, address, addresses, state, recordType};
}

/** The reverse name of the sending address, whether it is confirmed, and the HELO name beside it. */
export async function examineNames(
	context: CheckContext,
	{address, helo, behind}: RecordSubject,
): Promise<StepEnd> {
	const octets = parseClient(address);
	if (!octets) {
		return {
			status: 'skipped',
			summary: behind
				? `This side’s own address, ${behind}, is not the one that others see: give that one (--egress).`
				: 'The address from which mail is sent is not known (--egress).',
		};
	}

	const judge = await createJudge(context);
	const asker = createAskRecords(context);
	const [pointer, name] = await Promise.all([
		pointerOf(asker, address, octets),
		helo === '' ? undefined : heloOf(asker, helo, address, octets),
	]);
	judge.observe('records.pointer', pointer);
	if (name) {
		judge.observe('records.helo', name);
	}

	return judge.end(`DNS gave no answer about ${address}.`);
}
