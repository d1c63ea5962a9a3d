import type {ListingWeight, ListState} from './records/blocklist.ts';
import type {KeyState} from './records/dkim-key.ts';
import type {DmarcPolicy} from './records/dmarc-record.ts';
import type {Finding} from './records/finding.ts';
import type {SpfVerdict} from './records/spf-verdict.ts';
import type {HowFailed} from './mail-log/how-failed.ts';
import type {Whereabouts} from './mail-log/trail.ts';
import type {QueueGroup, QueueSummary} from './queue/queue-groups.ts';
import type {Seen} from './server-access.ts';
import type {Judgement} from './postfix/judge.ts';
import type {
	Aim,
	Certainty,
	ErrorClass,
	Mta,
	ReplyClass,
	Service,
	Stage,
	TlsMode,
} from './vocabulary.ts';

/** What a DNS question came to. `silent`: no answer in time; `unreachable`: the resolver itself. */
export type DnsStatus =
	'ok' | 'nxdomain' | 'nodata' | 'servfail' | 'refused' | 'silent' | 'unreachable' | 'malformed';

export type MxRecord = {preference: number; exchange: string};

/** Why a port is tried: for the dialogue, as one of the mail ports, or to compare with. */
export type PortRole = 'conversation' | 'mail' | 'control';

/** From where the listeners of one port can be reached, as far as they decide it. */
export type ListenReach = 'nobody' | 'loopback' | 'ipv4' | 'ipv6' | 'some addresses' | 'all';

type PortFacts = {
	host: string;
	address: string;
	port: number;
	service: Service;
	role: PortRole;
	/** Milliseconds from SYN to the answer, or how long it was waited for. */
	after: number;
	/** This side's address towards that host, where the connection did not come to stand. */
	client?: string;
};

/** One certificate of the chain as the server sent it. Dates are ISO 8601. */
export type CertificateFacts = {
	subject: string;
	issuer: string;
	names: readonly string[];
	validFrom: string;
	validTo: string;
	/** SHA-256, colon-separated hexadecimal. */
	fingerprint: string;
	selfSigned: boolean;
	keyBits?: number;
	/** SHA-256 of the public key (SubjectPublicKeyInfo), in lower-case hexadecimal. */
	publicKeySha256?: string;
};

export type TlsFacts = {
	protocol: string;
	cipher: string;
	/** The chain was accepted and the name matches. */
	trusted: boolean;
	/** Node's or OpenSSL's code where it is not. */
	fault?: string;
	/** The name that the certificate was checked against. */
	name: string;
	chain: readonly CertificateFacts[];
};

type DialogueFacts = {host: string; address: string; port: number; service: Service};

export type ReplyFacts = {code: number; enhanced?: string; text: string};

/**
 * The tags of everything that can be observed, with their data. Adding a tag is adding a line.
 * A tag that begins with `derived.` is computed from others and needs no I/O.
 */
export type Facts = {
	/** What was asked for: the choices of the user that evidence depends on. */
	'session.asked': {
		aim: Aim;
		target: string;
		port: number | null;
		tls: TlsMode;
		signIn: boolean;
		sender: string;
		recipient: string;
		recipientDomain: string;
		send: boolean;
		run: number;
		helo?: string;
		user?: string;
		/** The resolver that is asked instead of the system’s. */
		resolver?: {address: string; port: number};
		/** The sender's records and reputation are looked at in any case. */
		records?: boolean;
		/** In the lab: the high ports on which the practice server offers its services. */
		practicePorts?: Partial<Record<Service, number>>;
	};

	/** What this session has cost the server so far; the reason where it begins to refuse us. */
	'session.footprint': {connections: number; rejections: number};

	/** This machine has no address but loopback: whatever fails, fails here. */
	'network.absent': {addresses: readonly string[]};
	/** The provider in whose network this machine stands, and what it does with outgoing ports. */
	'network.provider': {
		name: string;
		evidence: string;
		policy: string;
		blocked: readonly number[];
		open: readonly number[];
		lift: string;
		source: string;
		asOf: string;
	};
	/** How far packets to the port get, hop by hop; an address is empty where a hop kept silent. */
	'path.hops': {
		host: string;
		address: string;
		port: number;
		tool: string;
		hops: readonly string[];
		/** The last hop that answered. */
		last: string;
		reached: boolean;
	};
	/** No tool that can trace TCP is there, or this user may not use it. */
	'path.unseen': {host: string; address: string; port: number; why: string};
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

	'tcp.open': PortFacts;
	'tcp.refused': PortFacts & {code: string};
	/** No answer at all within the time limit. */
	'tcp.silent': PortFacts;
	'tcp.unreachable': PortFacts & {code: string};
	/** Accepted, then closed by the server before it said a byte. */
	'tcp.closed': PortFacts & {how: 'fin' | 'reset'};
	/** The endpoint that the dialogue goes to. */
	'endpoint.chosen': DialogueFacts & {
		mode: TlsMode;
		/** This side's address on the connection. */
		client: string;
		/** The dialled address belongs to this machine. */
		local: boolean;
	};
	'client.name': {helo: string; source: 'option' | 'hostname' | 'literal'};

	'smtp.greeting': DialogueFacts & {reply: ReplyFacts; after: number; name: string};
	/** The greeting did not come, or not from an SMTP server. */
	'smtp.no-greeting': DialogueFacts & {waited: number};
	'smtp.not-smtp': DialogueFacts & {text: string; looksLike: string};
	'smtp.capabilities': DialogueFacts & {
		verb: 'EHLO' | 'HELO' | 'LHLO';
		secure: boolean;
		name: string;
		keywords: readonly string[];
		/** The keywords with their parameters, as sent. */
		lines: readonly string[];
		auth: readonly string[];
		size: number | null;
	};
	'smtp.reply': DialogueFacts & {
		stage: Stage;
		command: string;
		reply: ReplyFacts;
		accepted: boolean;
		secure: boolean;
		authenticated: boolean;
		after: number;
	};
	/** A reply that stops this step, as the reply rules read it. */
	'smtp.refusal': DialogueFacts & {
		stage: Stage;
		class: ReplyClass;
		alternatives: readonly ReplyClass[];
		certainty: Certainty;
		rule: string;
		code: number;
		enhanced: string;
		text: string;
		temporary: boolean;
		authenticated: boolean;
		secure: boolean;
	};
	'smtp.closed': DialogueFacts & {
		stage: Stage;
		how: 'fin' | 'reset';
		code: string;
		command: string;
	};
	'smtp.silent': DialogueFacts & {stage: Stage; command: string; waited: number};
	'smtp.malformed': DialogueFacts & {
		stage: Stage;
		fault: string;
		text: string;
		/** The dialogue cannot go on; a bare LF alone does not stop it. */
		fatal: boolean;
	};
	'smtp.slow': DialogueFacts & {stage: Stage; after: number};
	/** Bytes that came in plain behind the reply to STARTTLS; they were dropped (CVE-2011-0411). */
	'smtp.injected': DialogueFacts & {bytes: number; text: string};
	/** An address needs SMTPUTF8 (RFC 6531), and the server does not offer it: no client may send it. */
	'smtp.utf8-unavailable': DialogueFacts & {address: string};
	/** The date in the greeting against the clock of this machine; ISO 8601, and how many hours apart. */
	'clock.differs': {host: string; server: string; here: string; hours: number};
	'server.software': {mta: Mta; evidence: string; certainty: Certainty};

	/** One look at the server itself: what was run or read there, and what came of it. */
	'server.looked': {where: string; command: string; why: string; status: Seen['status']};
	/** What could not be seen there, and the command that shows it to whoever may. */
	'server.not-seen': {where: string; what: string; command: string; why: string};
	/** There is no way into the server. */
	'server.closed-to-us': {where: string; why: string};
	/** The addresses of the machine that was looked into, and whether the dialled one is among them. */
	'server.identity': {
		where: string;
		addresses: readonly string[];
		dialled: string;
		owns: boolean;
	};
	/** A program listens on a port where mail is taken. `address`: `*` is every address of both families. */
	'server.listener': {
		address: string;
		port: number;
		family: 4 | 6 | 'both';
		loopback: boolean;
		/** Empty, and null, where this user may not see it. */
		process: string;
		pid: number | null;
	};
	/** A port where mail is taken, as all listeners on it together make it. */
	'server.port': {
		port: number;
		/** It is the port of this session. */
		asked: boolean;
		reach: ListenReach;
		addresses: readonly string[];
		process: string;
		/** What kind of program it is, by its name. */
		kind: 'mail server' | 'proxy' | 'other' | 'unknown' | 'none';
	};
	/** A mail server that is installed there. */
	'server.service': {
		mta: Mta;
		/** The unit, script or process by which this is known. */
		unit: string;
		/** As the service manager says it. */
		state: string;
		running: boolean;
		/** 0 where there is none, or it is not known. */
		mainPid: number;
		type: string;
		/** Whether it is started with the machine: `enabled`, `disabled`, `masked` …; empty where unknown. */
		atBoot: string;
		/** Since when it is in this state, as the service manager writes it. */
		since: string;
		/** The exit status of its last main process; null where it is not known. */
		lastExit: number | null;
	};
	/** No mail server that is known here is installed, or runs, there. */
	'server.no-service': {where: string};
	/**
	 * What the packet filter of the server does with the packets of a mail connection: those that come in,
	 * the answers to them, those to other mail servers, and their answers.
	 */
	'server.firewall': {
		way: 'in' | 'reply' | 'out' | 'reply-to-out';
		port: number;
		verdict: 'accept' | 'drop' | 'reject';
		/** The rule that decides, as it stands there. */
		rule: string;
		place: string;
		/** No rule stood before it that only the kernel can judge. */
		certain: boolean;
	};
	/** What the server's own programs say of its configuration; `line` is 0 where they name none. */
	'server.configuration': {mta: Mta; sound: boolean; file: string; line: number; message: string};
	'server.disk': {
		mount: string;
		freeKiB: number;
		usedPercent: number;
		inodesUsedPercent: number;
		full: boolean;
	};
	/** The server's clock, ISO 8601, and how many seconds it is ahead of this machine's. */
	'server.clock': {server: string; seconds: number};
	'server.names': {resolvers: readonly string[]; overrides: readonly string[]};
	/** The certificate on disk. Null: it could not be known. */
	'server.certificate': {
		file: string;
		keyFile: string;
		readable: boolean;
		fingerprint: string;
		validTo: string;
		expired: boolean;
		keyFits: boolean | null;
		onWire: boolean | null;
	};
	/** A setting of the server that decides about this dialogue; `line` is null where it is not known. */
	'server.setting': {
		name: string;
		value: string;
		/** Empty for a default. */
		file: string;
		line: number | null;
		/** File and line in words. */
		place: string;
		/** The service whose settings these are: an entry of master.cf. */
		service: string;
	};
	/** What Postfix’s restriction lists, or Exim’s ACLs, lead to for this dialogue, against what the server did. */
	'server.replay': Judgement;
	/** How Exim would route the recipient. */
	'server.route': {address: string; outcome: 'routed' | 'undeliverable' | 'unknown'; text: string};
	'server.ban': {jail: string; address: string};
	'server.no-ban': {jails: readonly string[]};
	/** What waits in the server's queue. `age`: how long the oldest has waited, in words. */
	'server.queue': QueueSummary & {
		mta: Mta;
		age: string;
		/** The listing was longer than what was read. */
		cut: boolean;
	};
	/** Recipients whose mail was put off for one reason, or to one destination. */
	'server.queue-group': QueueGroup & {mta: Mta; age: string};
	/** The mail log that was read: as many lines of mail, from its end. Without a source none was seen. */
	'server.log': {where: string; sources: readonly string[]; lines: number; cut: boolean};
	/** A line of that log about this session, this message, or the server itself. */
	'server.log-line': {about: 'session' | 'message' | 'trouble' | 'fatal'; text: string};
	/** What became of a message by the server's log, for one recipient. */
	'delivery.fate': {
		/** It is the test message of this session. */
		own: boolean;
		where: Whereabouts;
		recipient: string;
		queueId: string;
		messageId: string;
		/** The next server, or what stored the mail; empty where nothing was reached. */
		relay: string;
		/** The words of the next server, or of this one. */
		reason: string;
		/** The reason as the reply rules read it; `success` where it was delivered or passed on. */
		class: ReplyClass;
		/** In which way it could not go on; empty where it did, or a rule or a person decided. */
		how: HowFailed | '';
		enhanced: string;
		/** The id that the next server gave it. */
		next: string;
		deferrals: number;
		bounceId: string;
		/** The line that says so; empty where nothing was said yet. */
		line: string;
	};
	/** The log says nothing about it. `waited`: milliseconds. */
	'delivery.not-found': {sought: string; sources: readonly string[]; waited: number};

	'tls.established': DialogueFacts &
		TlsFacts & {
			mode: 'starttls' | 'implicit';
			/** Not trusted, yet the session goes on: opportunistic TLS (RFC 7435) or `--insecure`. */
			tolerated: boolean;
			after: number;
		};
	'tls.failed': DialogueFacts & {
		mode: 'starttls' | 'implicit';
		code: string;
		message: string;
		class: ReplyClass;
		/** The session goes on in plain text, as an opportunistic sender would. */
		tolerated: boolean;
	};
	/** With versions and ciphers that are given up (RFC 8996) the handshake works. */
	'tls.legacy-works': DialogueFacts & {protocol: string; cipher: string; keyBits: number};
	/** Not even with those. */
	'tls.legacy-fails': DialogueFacts & {code: string};
	/** STARTTLS is wanted and not in the EHLO reply. */
	'tls.not-offered': DialogueFacts & {wanted: boolean};
	/** Refused or unusable, and this side goes on in plain text. */
	'tls.given-up': DialogueFacts & {class: ReplyClass; text: string};
	/** The other way of beginning TLS was tried, and it worked. */
	'tls.other-mode-works': DialogueFacts & {mode: 'starttls' | 'implicit' | 'none'};

	/** A connection to an address that no host has was greeted as well: something answers for everybody. */
	'proxy.same-greeting': {host: string; port: number; elsewhere: string; name: string};
	/** The same was tried, and nothing greeted. */
	'proxy.not-seen': {host: string; port: number; elsewhere: string};

	'auth.offered': DialogueFacts & {mechanisms: readonly string[]; secure: boolean};
	'auth.missing': DialogueFacts & {secure: boolean; offeredBeforeTls: boolean};
	'auth.no-common-mechanism': DialogueFacts & {offered: readonly string[]; ours: readonly string[]};
	'auth.accepted': DialogueFacts & {mechanism: string; user: string};
	/** One mechanism was refused with the credentials that another then accepted. */
	'auth.mechanism-refused': DialogueFacts & {mechanism: string; works: string; text: string};
	/** A password was there and was not sent, because the connection was not encrypted. */
	'auth.withheld': DialogueFacts;
	/** Signing in was asked for, and nobody gave the password. */
	'auth.no-password': DialogueFacts & {user: string};

	/** The test message was handed over; by its Message-ID it can be found again. */
	'message.sent': DialogueFacts & {messageId: string; subject: string};
	'message.accepted': DialogueFacts & {queueId: string; text: string};
	'message.unknown': DialogueFacts & {waited: number};

	/** Another address or MX host than the one of the dialogue, as far as EHLO and TLS. */
	'other.worked': {host: string; address: string; port: number};
	/** The certificate that another address of the target shows. */
	'other.certificate': {
		host: string;
		address: string;
		port: number;
		fingerprint: string;
		validTo: string;
		trusted: boolean;
	};
	'other.failed': {
		host: string;
		address: string;
		port: number;
		class: ErrorClass;
		family: 4 | 6;
		why: string;
	};

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

	/** Another address of the same host has another certificate, and only one of the two is accepted. */
	'derived.certificates-differ': {host: string; address: string; validTo: string; trusted: boolean};
	/** The server’s certificate against the TLSA records that DNSSEC vouches for (RFC 7672). */
	'derived.dane': {
		host: string;
		port: number;
		matches: boolean;
		records: readonly string[];
	};
	/** Greeting or extensions were blanked out as firewalls that inspect SMTP do. */
	'derived.rewritten': {
		host: string;
		port: number;
		where: 'greeting' | 'EHLO reply';
		text: string;
	};
	/** The greeting names a host of another organisation than the one that was dialled. */
	'derived.stranger': {host: string; address: string; port: number; name: string};

	/** A refusal so much faster than the round trip that it came from this side. */
	'derived.refused-nearby': {host: string; port: number; after: number; roundTrip: number};
	'derived.mail-port-open': {host: string; port: number; service: Service};
	'derived.control-port-open': {host: string; port: number};
	/** A control or mail port was refused by the host itself: it is up. */
	'derived.host-answers': {host: string; port: number};
	'derived.nothing-answers': {host: string; ports: readonly number[]};
	/** It worked earlier in this session and is refused now. */
	'derived.worked-before': {host: string; port: number; connections: number};
	/** The client dialled a loopback address. */
	'derived.loopback': {host: string; address: string};
	/** A port for the dialogue is open on another address than the one that was chosen. */
	'derived.other-address': {host: string; address: string; port: number};
	'derived.family-differs': {host: string; works: 4 | 6; fails: 4 | 6};
	'derived.own-domain': {domain: string; host: string};
};

export type Tag = keyof Facts;

/** A fact that a check measured, with the ids of the transcript lines that it rests on. */
export type Observation<T extends Tag = Tag> = {
	[K in T]: {tag: K; data: Facts[K]; lines: readonly number[]};
}[T];

/** Makes an observation; derived facts rest on no line of their own. */
export function observation<T extends Tag>(
	tag: T,
	data: Facts[T],
	lines: readonly number[] = [],
): Observation {
	return {tag, data, lines} as Observation;
}

/** All observations with this tag, in the order they were made. */
export function all<T extends Tag>(observations: readonly Observation[], tag: T): Facts[T][] {
	return observations.filter(o => o.tag === tag).map(o => o.data as Facts[T]);
}

/** The last observation with this tag. */
export function last<T extends Tag>(
	observations: readonly Observation[],
	tag: T,
): Facts[T] | undefined {
	return observations.findLast(o => o.tag === tag)?.data as Facts[T] | undefined;
}
