/** What a DNS question came to. `silent`: no answer in time; `unreachable`: the resolver itself. */
export type DnsStatus =
	'ok' | 'nxdomain' | 'nodata' | 'servfail' | 'refused' | 'silent' | 'unreachable' | 'malformed';

export type MxRecord = {preference: number; exchange: string};

/** Names: what DNS and the system say about them. */
export type DnsFacts = {
	'dns.answer': {
		name: string;
		type: string;
		status: DnsStatus;
		records: readonly string[];
		resolver: string;
		ttl: number | null;
		/** DNSSEC: the resolver says that it checked the answer (AD). */
		authenticated: boolean;
		after: number;
	};
	/** What getaddrinfo says, which is what applications get. */
	'dns.system': {name: string; addresses: readonly string[]; code: string | null; after: number};
	/** An entry of the hosts file that stands before DNS. */
	'dns.hosts-entry': {name: string; addresses: readonly string[]; dns: readonly string[]};
	'dns.mx': {
		domain: string;
		/** `implicit`: no MX, so the domain's own address counts (RFC 5321 5.1). */
		source: 'mx' | 'implicit';
		exchanges: readonly MxRecord[];
	};
	'dns.null-mx': {domain: string};
	'dns.mx-invalid': {domain: string; exchange: string; why: 'address' | 'cname'};
	/** A name that the session needs has no address. `code`: as an application would name it. */
	'dns.failed': {
		name: string;
		need: 'address' | 'mx';
		status: DnsStatus;
		code: string;
		resolver: string;
	};
	/** Without DNSSEC validation there is an answer where with it there is SERVFAIL. */
	'dns.bogus': {name: string; type: string; records: readonly string[]; resolver: string};
	'dns.address': {host: string; addresses: readonly string[]; preference: number | null};
	'dns.unexpected-address': {host: string; addresses: readonly string[]; expected: string};
	'dns.pointer': {address: string; names: readonly string[]; status: DnsStatus};
};
