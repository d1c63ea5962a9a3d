import {type Answer, decode, type DecodedPacket} from 'dns-packet';
import {SocketAddress} from 'node:net';
import type {DnsStatus} from '../../core/observation.ts';
import {presented, sameName} from './domain-name.ts';
import type {Query} from './query.ts';

/** More records than this are no answer that mail could use. */
const recordLimit = 64;
const aliasLimit = 16;

export type Reading = {
	status: DnsStatus;
	records: readonly string[];
	via: readonly string[];
	ttl: number | null;
	authenticated: boolean;
};

/**
 * What a datagram is to a question. `foreign`: not its answer, to be ignored; `garbled`: not even a
 * message; `truncated`: to be asked again over TCP; `plain`: to be asked again without EDNS.
 */
export type Read =
	| {kind: 'answer'; reading: Reading}
	| {kind: 'foreign'}
	| {kind: 'garbled'}
	| {kind: 'truncated'}
	| {kind: 'plain'};

const empty = {records: [], via: [], ttl: null, authenticated: false} as const;

/** A reading that holds nothing but its status. */
export function bare(status: DnsStatus): Reading {
	return {status, ...empty};
}

/** Reads a message as the answer to a question. Never throws, whatever the bytes. */
export function readAnswer(bytes: Buffer, query: Query): Read {
	if (bytes.length < 12) {
		return {kind: 'garbled'};
	}

	const flags = bytes.readUInt16BE(2);
	const isResponse = (flags & 0x80_00) !== 0;
	if (bytes.readUInt16BE(0) !== query.id || !isResponse) {
		return {kind: 'foreign'};
	}

	let packet: DecodedPacket;
	const truncated = (flags & 0x02_00) !== 0;
	try {
		packet = decode(bytes);
	} catch {
		return truncated ? {kind: 'truncated'} : {kind: 'answer', reading: bare('malformed')};
	}

	const code = responseCode(packet, flags);
	const [question] = packet.questions ?? [];
	// A server that cannot read a question may leave it out of its answer
	const ours = question
		? sameName(question.name, query.name) && question.type === query.type
		: code !== 0;
	if (!ours) {
		return {kind: 'foreign'};
	}

	if (truncated) {
		return {kind: 'truncated'};
	}

	return code === formatError || code === notImplemented || code === badVersion
		? {kind: 'plain'}
		: {kind: 'answer', reading: readRecords(packet, code, query)};
}

const formatError = 1;
const notImplemented = 4;
const badVersion = 16;

/** RCODE with its upper bits, which EDNS carries (RFC 6891 6.1.3). */
function responseCode({additionals = []}: DecodedPacket, flags: number): number {
	const option = additionals.find(record => record.type === 'OPT');
	return (flags & 15) | ((option?.extendedRcode ?? 0) << 4);
}

function statusOf(code: number, records: readonly string[], packet: DecodedPacket): DnsStatus {
	switch (code) {
		case 0: {
			if (records.length > 0) {
				return 'ok';
			}

			return isReferral(packet) ? 'refused' : 'nodata';
		}

		case 3: {
			return 'nxdomain';
		}

		case 5: {
			return 'refused';
		}

		default: {
			return 'servfail';
		}
	}
}

/** A server that does not recurse for us points elsewhere instead of answering. */
function isReferral({answers = [], authorities = [], flag_aa}: DecodedPacket): boolean {
	return (
		answers.length === 0 &&
		!flag_aa &&
		authorities.some(record => record.type === 'NS') &&
		!authorities.some(record => record.type === 'SOA')
	);
}

function readRecords(packet: DecodedPacket, code: number, query: Query): Reading {
	const answers = (packet.answers ?? []).filter(
		record => record.type !== 'OPT' && record.class === 'IN',
	);
	const records: string[] = [];
	const via: string[] = [];
	let ttl: number | null = null;
	const take = (record: Answer, list: string[]) => {
		const text = textOf(record);
		if (text !== undefined && list.length < recordLimit) {
			list.push(list === via ? `${presented(record.name)} ${record.type} ${text}` : text);
			ttl = Math.min(ttl ?? Number.POSITIVE_INFINITY, ttlOf(record));
		}
	};

	let owner = query.name;
	for (let step = 0; step < aliasLimit; step += 1) {
		const here = answers.filter(record => sameName(record.name, owner));
		const wanted = here.filter(record => record.type === query.type);
		for (const record of wanted) {
			take(record, records);
		}

		const alias = here.find(record => record.type === 'CNAME');
		if (wanted.length > 0 || alias?.type !== 'CNAME') {
			break;
		}

		take(alias, via);
		owner = alias.data;
	}

	const status = statusOf(code, records, packet);
	return {
		status,
		records: status === 'ok' ? records : [],
		via,
		ttl,
		authenticated: packet.flag_ad,
	};
}

/** RFC 2181 8: a TTL with the highest bit set counts as 0. */
function ttlOf(record: Answer): number {
	const ttl = 'ttl' in record ? (record.ttl ?? 0) : 0;
	return ttl > 0x7f_ff_ff_ff ? 0 : ttl;
}

function textOf(record: Answer): string | undefined {
	switch (record.type) {
		case 'A': {
			return record.data;
		}

		case 'AAAA': {
			// As the system prints it, so that it can be compared with what getaddrinfo says
			return new SocketAddress({address: record.data, family: 'ipv6'}).address;
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
