import type {ListState, ListingWeight} from '../records/blocklist.ts';
import type {KeyState} from '../records/dkim-key.ts';
import type {DmarcPolicy} from '../records/dmarc-record.ts';
import type {Finding} from '../records/finding.ts';
import type {SpfVerdict} from '../records/spf-verdict.ts';
import type {DnsStatus} from './dns-facts.ts';

/** The records and the reputation of the sender. */
export type RecordFacts = {
	/** Whose records are looked at, and for which address; it is empty where none is known that others see. */
	'records.subject': {
		domain: string;
		/** The domain in From, as far as it is known; else that of the envelope's sender. */
		fromDomain: string;
		helo: string;
		address: string;
		/** `server`: the server said in its own words from where it sees us. */
		addressFrom: 'option' | 'server' | 'connection' | 'nobody';
		/** This side's own address, where it is one that others cannot see. */
		behind: string;
		/** Mail leaves from that address; false where it is handed to a server that passes it on. */
		sends: boolean;
		/** A resolver answers at all. */
		answers: boolean;
	};
	/** SPF for the sending address (RFC 7208). `identity`: whose name it was evaluated for. */
	'records.spf': Omit<SpfVerdict, 'path'> & {
		domain: string;
		identity: 'sender' | 'helo';
		address: string;
		/** The domains whose records led there. */
		path: readonly string[];
		/** Terms of the whole record that ask DNS, with all that is included. */
		cost: number;
		/** Where most of them are: `include:a.example costs 5`. */
		costliest: string;
		/** A record that allows the address as well, as in a zone file; empty where none can be told. */
		suggestion: string;
	};
	/** The SPF record ends in `+all`, whatever comes of evaluating it: anybody may send for the domain. */
	'records.spf-open': {domain: string; term: string};
	/** One DKIM key (RFC 6376). `wanted`: the user or a message named its selector. */
	'records.dkim-key': {
		domain: string;
		selector: string;
		wanted: boolean;
		state: KeyState | 'missing' | 'several' | 'unknown';
		type: string;
		bits: number | null;
		testing: boolean;
		/** The name that an alias led to. */
		alias: string;
	};
	/** What is known of a domain's DKIM keys in all. */
	'records.dkim': {
		domain: string;
		usable: readonly string[];
		/** How many names were asked for. */
		asked: number;
		/** `absent`: nothing exists below `_domainkey` (RFC 8020). */
		tree: 'there' | 'absent' | 'unknown';
		/** Selectors that a message or the user named. */
		wanted: readonly string[];
	};
	/** The DMARC policy for the domain in From (RFC 9989). */
	'records.dmarc': {
		domain: string;
		state: 'found' | 'absent' | 'several' | 'malformed' | 'unknown';
		/** The domain at which the record stands, or at which it is faulty. */
		at: string;
		organisation: string;
		tag: 'p' | 'sp' | 'np' | '';
		policy: DmarcPolicy | '';
		/** What receivers apply, once `t=y` is counted. */
		applied: DmarcPolicy | '';
		testing: boolean;
		faulty: boolean;
		adkim: 'relaxed' | 'strict' | '';
		aspf: 'relaxed' | 'strict' | '';
		reports: string;
		dropped: readonly string[];
		record: string;
		/** A faulty record as it was meant, as in a zone file; empty where it is in order, or there is none. */
		suggestion: string;
	};
	/** Whether SPF or DKIM speak for the domain in From (RFC 9989 4.4). */
	'records.alignment': {
		fromDomain: string;
		spfDomain: string;
		spf: 'aligned' | 'unaligned' | 'fails' | 'unknown';
		/** Domains that signed, or that have a usable key. */
		dkimDomains: readonly string[];
		dkim: 'aligned' | 'unaligned' | 'fails' | 'possible' | 'unknown';
		verdict: 'passes' | 'fails' | 'depends-on-dkim' | 'unknown';
		applied: DmarcPolicy | '';
		modes: string;
	};
	/** The reverse name of the sending address, its confirmation, and the HELO name. */
	'records.pointer': {
		address: string;
		names: readonly string[];
		status: DnsStatus;
		/** Names that have the address themselves. */
		confirmed: readonly string[];
		/** What the first name has instead. */
		forward: readonly string[];
		state: 'confirmed' | 'mismatch' | 'missing' | 'unknown';
		generic: boolean;
		reverseZone: string;
	};
	/** The HELO name: does it have the sending address? */
	'records.helo': {
		helo: string;
		address: string;
		addresses: readonly string[];
		state: 'matches' | 'differs' | 'missing' | 'no-name' | 'unknown';
		/** The type of record that the address needs. */
		recordType: 'A' | 'AAAA';
	};
	/** Whether the sender's domain takes answers and bounces. */
	'records.receiving': {
		domain: string;
		state: 'takes-mail' | 'null-mx' | 'no-host' | 'absent' | 'unknown';
		exchanges: readonly string[];
	};
	'records.mta-sts': {
		domain: string;
		state:
			'enforce' | 'testing' | 'none' | 'absent' | 'several' | 'malformed' | 'unfetched' | 'unknown';
		id: string;
		mx: readonly string[];
		/** Hosts of the domain's MX that the policy does not allow. */
		uncovered: readonly string[];
		why: string;
	};
	'records.tls-rpt': {
		domain: string;
		state: 'found' | 'absent' | 'several' | 'malformed' | 'unknown';
		record: string;
		/** A faulty record as it was meant, as in a zone file; else empty. */
		suggestion: string;
	};
	/** TLSA records of an MX host of the sender's domain (RFC 7672). */
	'records.dane': {
		domain: string;
		host: string;
		state: 'secure' | 'insecure' | 'unusable' | 'absent' | 'unknown';
		records: readonly string[];
	};
	'records.bimi': {
		domain: string;
		state: 'found' | 'absent' | 'unknown';
		logo: string;
		evidence: string;
	};
	/** What one of these results means, and what to publish. */
	'records.finding': Finding;
	/** Whether a list answers this resolver truthfully: its test entries were asked for first. */
	'blocklist.tested': {
		list: string;
		zone: string;
		state: ListState;
		resolver: string;
		/** The operator of a public resolver; empty where the resolver is not known as one. */
		publicResolver: string;
		why: string;
		/** The reply of the server names this list. */
		named: boolean;
	};
	/** What a list says of the sending address or of a domain. */
	'blocklist.answer': {
		list: string;
		zone: string;
		kind: 'address' | 'domain';
		subject: string;
		state: 'listed' | 'clear' | 'refused' | 'unknown';
		means: string;
		weight: ListingWeight | '';
		codes: readonly string[];
		/** What the list's TXT record says. */
		text: string;
		about: string;
		delist: string;
		named: boolean;
	};
};
