import {isIPv4, isIPv6, SocketAddress} from 'node:net';
import type {Answer} from 'dns-packet';
import type {DnsQuestion} from '../../core/ports.ts';
import {presented, sameName} from './domain-name.ts';

/** What the answer section says about a name; `via` are the aliases on the way. */
export type Records = {
	records: readonly string[];
	via: readonly string[];
	/** The lowest of all these records, in seconds. */
	ttl: number | null;
};

/** More records, or aliases in a row, than this are no answer that mail could use. */
const limits = {records: 64, aliases: 16} as const;

/** RFC 2181 8: a TTL with the highest bit set counts as 0. */
function ttlOf(record: Answer): number {
	const ttl = 'ttl' in record ? (record.ttl ?? 0) : 0;
	return ttl > 0x7f_ff_ff_ff ? 0 : ttl;
}

/** The data of a record as text, or undefined where it is of no use here. */
function textOf(record: Answer): string | undefined {
	switch (record.type) {
		case 'A': {
			return isIPv4(record.data) ? record.data : undefined;
		}

		case 'AAAA': {
			// As the system prints it, so that it can be compared with what getaddrinfo says
			return isIPv6(record.data)
				? new SocketAddress({address: record.data, family: 'ipv6'}).address
				: undefined;
		}

		case 'MX': {
			return `${record.data.preference ?? 0} ${presented(record.data.exchange)}`;
		}

		case 'PTR':
		case 'CNAME': {
			return presented(record.data);
		}

		case 'TXT': {
			const parts = Array.isArray(record.data) ? record.data : [record.data];
			return parts.map(part => part.toString()).join('');
		}

		case 'TLSA': {
			const {usage, selector, matchingType, certificate} = record.data;
			return `${usage} ${selector} ${matchingType} ${certificate.toString('hex')}`;
		}

		default: {
			return undefined;
		}
	}
}

/** Picks the records of a name and type out of an answer section, along its aliases (RFC 1034 3.6.2). */
export function readRecords(
	section: readonly Answer[],
	name: string,
	type: DnsQuestion['type'],
): Records {
	const answers = section.filter(record => record.type !== 'OPT' && record.class === 'IN');
	const records: string[] = [];
	const via: string[] = [];
	const ttls: number[] = [];
	const keep = (record: Answer, list: string[], before = '') => {
		const text = textOf(record);
		if (text !== undefined && list.length < limits.records) {
			list.push(`${before}${text}`);
			ttls.push(ttlOf(record));
		}
	};

	for (let owner = name, step = 0; step < limits.aliases; step += 1) {
		const here = answers.filter(record => sameName(record.name, owner));
		const wanted = here.filter(record => record.type === type);
		for (const record of wanted) {
			keep(record, records);
		}

		const alias = here.find(record => record.type === 'CNAME');
		if (wanted.length > 0 || alias?.type !== 'CNAME') {
			break;
		}

		keep(alias, via, `${presented(alias.name)} CNAME `);
		owner = alias.data;
	}

	return {records, via, ttl: ttls.length > 0 ? Math.min(...ttls) : null};
}
