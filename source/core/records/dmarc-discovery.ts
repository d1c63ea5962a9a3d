import {type Asking, isVoid} from './asking.ts';
import {type DmarcPolicy, type DmarcRecord, isDmarcRecord, readDmarc} from './dmarc-record.ts';

type Step = {domain: string; record: DmarcRecord};

/** What a walk up the tree of names found (RFC 9989 4.10). */
export type TreeWalk = {
	/** The Organizational Domain; undefined where DNS failed on the way. */
	organisation: string | undefined;
	/** Records, the longest name first. */
	found: readonly Step[];
	/** A name with several records, or one that nobody can read: receivers take it for none. */
	void: {domain: string; why: 'several' | 'malformed'} | undefined;
	/** The name at which DNS failed. */
	failed: string;
};

/** A name with more labels is cut to so many after the first question (RFC 9989 4.10). */
const longestWalk = 7;

function organisationOf(domain: string, found: readonly Step[]): string {
	for (const {domain: at, record} of found) {
		if (record.psd === 'n') {
			return at;
		}

		if (record.psd === 'y' && at !== domain) {
			return domain
				.split('.')
				.slice(-at.split('.').length - 1)
				.join('.');
		}
	}

	return found.at(-1)?.domain ?? domain;
}

/** Walks from a domain towards the root, asking for `_dmarc` at each name. */
export function* walkTree(domain: string): Asking<TreeWalk> {
	const found: Step[] = [];
	let spoilt: TreeWalk['void'];
	for (let labels = domain.toLowerCase().split('.'); labels.length > 0;) {
		const name = labels.join('.');
		const answer = yield {name: `_dmarc.${name}`, type: 'TXT'};
		if (answer.status !== 'ok' && !isVoid(answer)) {
			return {organisation: undefined, found, void: spoilt, failed: name};
		}

		const texts = answer.records.filter(isDmarcRecord);
		const record = texts.length === 1 ? readDmarc(texts[0] ?? '') : undefined;
		if (record) {
			found.push({domain: name, record});
		} else if (texts.length > 0) {
			spoilt ??= {domain: name, why: texts.length > 1 ? 'several' : 'malformed'};
		}

		if (record && record.psd !== 'u') {
			break;
		}

		labels = labels.length > longestWalk ? labels.slice(-longestWalk) : labels.slice(1);
	}

	const organisation = organisationOf(domain.toLowerCase(), found);
	return {organisation, found, void: spoilt, failed: ''};
}

export type AppliedPolicy = {
	record: DmarcRecord;
	/** Where the record stands. */
	at: string;
	/** The tag that counts for this domain. */
	tag: 'p' | 'sp' | 'np';
	policy: DmarcPolicy;
};

/** The record for a domain: its own, that of its organisation, or that of the public suffix above. */
export function* applyDmarc(domain: string, walk: TreeWalk): Asking<AppliedPolicy | undefined> {
	const name = domain.toLowerCase();
	const own = walk.found.find(step => step.domain === name);
	if (own) {
		const {record} = own;
		return {record, at: name, tag: 'p', policy: record.p};
	}

	const suffix = walk.found.at(-1)?.record.psd === 'y' ? walk.found.at(-1) : undefined;
	const above = walk.found.find(step => step.domain === walk.organisation) ?? suffix;
	if (!above) {
		return undefined;
	}

	const {record, domain: at} = above;
	const {status} = record.np === record.sp ? {status: 'ok'} : yield {name, type: 'A'};
	// Behind an alias, it is the target that does not exist (RFC 6604 3)
	const alias = status === 'nxdomain' ? yield {name, type: 'CNAME'} : undefined;
	const absent = alias !== undefined && alias.records.length === 0;
	return {record, at, tag: absent ? 'np' : 'sp', policy: absent ? record.np : record.sp};
}

/** What `t=y` makes of a policy (RFC 9989 4.7). */
export function whileTesting(policy: DmarcPolicy): DmarcPolicy {
	return policy === 'reject' ? 'quarantine' : 'none';
}

/** Whether two domains count as one (RFC 9989 4.4): the same name, or the same organisation. */
export function* aligned(
	author: string,
	other: string,
	mode: 'r' | 's',
	organisation: string | undefined,
): Asking<boolean> {
	const [a, b] = [author.toLowerCase(), other.toLowerCase()];
	if (a === b || mode === 's' || organisation === undefined) {
		return a === b;
	}

	if (b !== organisation && !b.endsWith(`.${organisation}`)) {
		return false;
	}

	return (yield* walkTree(b)).organisation === organisation;
}
