import {decode, type DecodedPacket} from 'dns-packet';
import type {DnsStatus} from '../../core/observation.ts';
import {sameName} from './domain-name.ts';
import type {Query} from './query.ts';
import {readRecords, type Records} from './read-records.ts';

export type Reading = Records & {status: DnsStatus; authenticated: boolean};

/**
 * What a message is to a question. `foreign`: not its answer, to be ignored; `truncated`: to be asked
 * again over TCP; `plain`: to be asked again without EDNS.
 */
export type Read =
	{kind: 'answer'; reading: Reading} | {kind: 'foreign'} | {kind: 'truncated'} | {kind: 'plain'};

const headerSize = 12;
/** In all sections together; each name of theirs can cost thousands of steps. */
const recordLimit = 1000;
const responseBit = 0x80_00;
const truncatedBit = 0x02_00;

/** RCODEs of RFC 1035 4.1.1 and RFC 6891 9. */
const rcode = {
	success: 0,
	formatError: 1,
	nameError: 3,
	notImplemented: 4,
	refused: 5,
	badVersion: 16,
};

/** A reading that holds nothing but its status. */
export function bare(status: DnsStatus): Reading {
	return {status, records: [], via: [], ttl: null, authenticated: false};
}

/** Takes a message apart; undefined where it is none, cut, or made to keep its reader busy. */
function parse(bytes: Buffer): DecodedPacket | undefined {
	const counts = [4, 6, 8, 10].map(at => bytes.readUInt16BE(at));
	if (counts.reduce((sum, count) => sum + count, 0) > recordLimit) {
		return undefined;
	}

	try {
		const packet = decode(bytes);
		return decode.bytes <= bytes.length ? packet : undefined;
	} catch {
		return undefined;
	}
}

/** Reads a message as the answer to a question. Never throws, whatever the bytes. */
export function readAnswer(bytes: Buffer, query: Query): Read {
	const flags = bytes.length < headerSize ? 0 : bytes.readUInt16BE(2);
	if ((flags & responseBit) === 0 || bytes.readUInt16BE(0) !== query.id) {
		return {kind: 'foreign'};
	}

	const truncated = (flags & truncatedBit) !== 0;
	const packet = parse(bytes);
	if (!packet) {
		return truncated ? {kind: 'truncated'} : {kind: 'answer', reading: bare('malformed')};
	}

	const code = responseCode(packet, flags);
	const [question] = packet.questions ?? [];
	// A server that cannot read a question may leave it out of its answer
	const ours = question
		? sameName(question.name, query.name) && question.type === query.type
		: code !== rcode.success;
	if (!ours) {
		return {kind: 'foreign'};
	}

	if (truncated) {
		return {kind: 'truncated'};
	}

	const {formatError, notImplemented, badVersion} = rcode;
	return [formatError, notImplemented, badVersion].includes(code)
		? {kind: 'plain'}
		: {kind: 'answer', reading: read(packet, code, query)};
}

/** RCODE with its upper bits, which EDNS carries (RFC 6891 6.1.3). */
function responseCode({additionals = []}: DecodedPacket, flags: number): number {
	const option = additionals.find(record => record.type === 'OPT');
	return (flags & 15) | ((option?.extendedRcode ?? 0) << 4);
}

function read(packet: DecodedPacket, code: number, {name, type}: Query): Reading {
	const found = readRecords(packet.answers ?? [], name, type);
	const status = statusOf(code, found.records.length, packet);
	const records = status === 'ok' ? found.records : [];
	return {...found, records, status, authenticated: packet.flag_ad};
}

function statusOf(code: number, count: number, packet: DecodedPacket): DnsStatus {
	switch (code) {
		case rcode.success: {
			if (count > 0) {
				return 'ok';
			}

			return isReferral(packet) ? 'refused' : 'nodata';
		}

		case rcode.nameError: {
			return 'nxdomain';
		}

		case rcode.refused: {
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
