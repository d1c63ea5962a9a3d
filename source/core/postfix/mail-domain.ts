import {askDns, type Asking, type DnsFound} from './ask.ts';

/** What DNS says of a domain that mail is for, or comes from. */
export type DomainState = 'exists' | 'missing' | 'null-mx' | 'retry' | 'unseen';

function* statesOf(name: string, types: ReadonlyArray<'MX' | 'A' | 'AAAA'>): Asking<DnsFound[]> {
	const found: DnsFound[] = [];
	for (const type of types) {
		const answer = yield* askDns(name, type);
		found.push(answer);
		if (answer.status === 'ok' && answer.records.length > 0) {
			break;
		}
	}

	return found;
}

/**
 * Whether a domain has what a mail host needs, as reject_unknown_sender_domain and its like ask it.
 * SERVFAIL counts as temporary; no answer at all was not seen.
 */
export function* domainState(
	name: string,
	types: ReadonlyArray<'MX' | 'A' | 'AAAA'>,
): Asking<DomainState> {
	const found = yield* statesOf(name, types);
	const last = found.at(-1);
	if (last?.status === 'ok' && last.records.length > 0) {
		return /^\d+ ?\.?$/.test(last.records[0] ?? '') ? 'null-mx' : 'exists';
	}

	if (found.some(({status}) => status === 'servfail')) {
		return 'retry';
	}

	return found.every(({status}) => ['ok', 'nxdomain', 'nodata'].includes(status))
		? 'missing'
		: 'unseen';
}
