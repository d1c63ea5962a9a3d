import dnsPacket, {type Answer, type DecodedPacket, type Packet} from 'dns-packet';
import {apexOf, type Zone, type ZoneRecord} from './zone.ts';

const ttl = 300;
const nameError = 3;
const notImplemented = 4;
const refused = 5;
/** A UDP answer without EDNS (RFC 1035 4.2.1), and the most that is sent with it. */
const plainLimit = 512;
const ednsLimit = 1232;

/** Says that EDNS is understood (RFC 6891). */
const ednsRecord: Answer = {
	type: 'OPT',
	name: '.',
	udpPayloadSize: ednsLimit,
	extendedRcode: 0,
	ednsVersion: 0,
	flags: 0,
	flag_do: false,
	options: [],
};

function toAnswer({name, type, data}: ZoneRecord): Answer {
	switch (type) {
		case 'MX': {
			const [preference = '0', exchange = ''] = data.split(' ');
			const target = exchange === '.' ? '' : exchange;
			return {
				name,
				type,
				ttl,
				class: 'IN',
				data: {preference: Number(preference), exchange: target},
			};
		}

		case 'TXT': {
			return {name, type, ttl, class: 'IN', data: [data]};
		}

		case 'A':
		case 'AAAA':
		case 'PTR':
		case 'CNAME': {
			return {name, type, ttl, class: 'IN', data};
		}
	}
}

/** What goes with an empty answer, so that it can be cached (RFC 2308). */
function startOfAuthority(name: string): Answer[] {
	const apex = apexOf(name);
	if (apex === undefined) {
		return [];
	}

	const data = {
		mname: 'ns.example',
		rname: 'hostmaster.example',
		serial: 1,
		refresh: 3600,
		retry: 600,
		expire: 86_400,
		minimum: ttl,
	};
	return [{name: apex, type: 'SOA', class: 'IN', ttl, data}];
}

/**
 * The reply to a DNS message, or nothing where it is no query that can be read. `way` decides whether
 * a long answer is cut with TC set, so that the asker comes again over TCP.
 */
export function answerDns(
	zone: Zone,
	message: Uint8Array,
	way: 'udp' | 'tcp',
): Uint8Array | undefined {
	try {
		const query = dnsPacket.decode(Buffer.from(message));
		return query.type === 'query' ? reply(zone, query, way) : undefined;
	} catch {
		return undefined;
	}
}

function reply(zone: Zone, query: DecodedPacket, way: 'udp' | 'tcp'): Uint8Array {
	const question = query.questions?.[0];
	const edns = query.additionals?.find(record => record.type === 'OPT');
	const base: Packet = {
		type: 'response',
		id: query.id ?? 0,
		questions: question ? [question] : [],
		additionals: edns ? [ednsRecord] : [],
	};
	const flags = dnsPacket.RECURSION_AVAILABLE | ((query.flags ?? 0) & dnsPacket.RECURSION_DESIRED);
	if (!question || ((query.flags ?? 0) >> 11) % 16 !== 0 || question.class !== 'IN') {
		return dnsPacket.encode({...base, flags: flags | notImplemented});
	}

	const {status, records} = zone.lookup(question.name, question.type);
	const code = status === 'nxdomain' ? nameError : status === 'refused' ? refused : 0;
	const authoritative = status === 'refused' ? 0 : dnsPacket.AUTHORITATIVE_ANSWER;
	const answer: Packet = {
		...base,
		flags: flags | authoritative | code,
		answers: records.map(toAnswer),
		authorities: status === 'ok' ? [] : startOfAuthority(records.at(-1)?.data ?? question.name),
	};
	const bytes = dnsPacket.encode(answer);
	const limit = edns ? ednsLimit : plainLimit;
	return way === 'udp' && bytes.length > limit
		? dnsPacket.encode({...base, flags: flags | authoritative | dnsPacket.TRUNCATED_RESPONSE})
		: bytes;
}
