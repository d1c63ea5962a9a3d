import type {Cryptography} from './cryptography.ts';
import type {DnsStatus, TlsFacts} from './observation.ts';

/**
 * The doors to the world that checks go through; implemented in `net/`. Everything that a server, a
 * resolver or the network does comes back as a value; only an abort rejects (with the signal's reason).
 * All times are milliseconds of the same monotonic clock as `now()`, stamped at the socket.
 */
export type Ports = {
	/**
	 * Makes the way to the machine whose ports these are, where that is another one. Resolves to why there is
	 * none, in one line, or to nothing.
	 */
	prepare?(signal: AbortSignal): Promise<string | undefined>;
	resolve(question: DnsQuestion, signal: AbortSignal): Promise<DnsAnswer>;
	/** getaddrinfo: what applications on this machine get. */
	lookup(name: string, signal: AbortSignal): Promise<SystemAnswer>;
	/** Addresses that the hosts file gives for a name. */
	hostsEntries(name: string): Promise<readonly string[]>;
	/** This machine's fully qualified name, where it has one. */
	ownName(signal: AbortSignal): Promise<string | undefined>;
	/** Addresses of this machine's interfaces. */
	ownAddresses(): readonly string[];
	/** What the firmware says about this machine, which names the hosting provider of most rented ones. */
	firmware(): Promise<readonly string[]>;
	/**
	 * Runs a program of this machine that only looks, without a shell. Its output is bounded; it is ended
	 * after `timeout` milliseconds. `status` is null where it could not be started, or was ended.
	 */
	execute(
		command: readonly [program: string, ...words: string[]],
		timeout: number,
		signal: AbortSignal,
	): Promise<{status: number | null; output: string}>;
	connect(endpoint: Endpoint, signal: AbortSignal): Promise<Connected>;
	/** Gets one small text over HTTPS. The certificate must be valid for the host; no redirect is followed. */
	fetchText(request: TextRequest, signal: AbortSignal): Promise<Fetched>;
	/** Loaded when first needed: only some logins use it. */
	cryptography(): Promise<Cryptography>;
	now(): number;
	/** The date and time, by the clock of this machine. */
	today(): Date;
};

export type DnsQuestion = {
	name: string;
	type: 'A' | 'AAAA' | 'MX' | 'PTR' | 'TXT' | 'CNAME' | 'TLSA';
	/** DNSSEC: take the answer as it is, without validation (the CD bit of RFC 4035 3.2.2). */
	unchecked?: boolean;
	timeout: number;
};

export type DnsAnswer = {
	status: DnsStatus;
	/**
	 * A, AAAA: addresses; MX: `preference exchange`; PTR, CNAME: names; TXT: text; TLSA: `usage selector
	 * matching hex` (RFC 6698). Names without final dot.
	 */
	records: readonly string[];
	/** Records of other types in the answer, such as the CNAMEs that were followed. */
	via: readonly string[];
	ttl: number | null;
	authenticated: boolean;
	resolver: string;
	after: number;
};

export type SystemAnswer = {addresses: readonly string[]; code: string | null; after: number};

/** One address and port; never a name, so that nothing picks an address behind our back. */
export type Endpoint = {address: string; port: number; timeout: number};

/** A text to be fetched from one address; `host` is what its certificate must be valid for. */
export type TextRequest = {
	address: string;
	port: number;
	host: string;
	path: string;
	/** PEM of a further trusted CA. */
	ca?: string;
	/** The most octets that are read of it. */
	limit: number;
	/** For all of it, in milliseconds. */
	timeout: number;
};

export type Fetched =
	| {ok: true; status: number; contentType: string; text: string}
	/** `why`: in a few words, for a sentence. */
	| {ok: false; why: string};

export type Connected =
	| {ok: true; wire: Wire}
	| {
			ok: false;
			outcome: 'refused' | 'silent' | 'unreachable';
			/** Node's code: `ECONNREFUSED`, `ETIMEDOUT`, `EHOSTUNREACH` … */
			code: string;
			after: number;
			/** The address that this side would have come from, where it has a way there at all. */
			source?: string;
	  };

/** The code of a connection that another machine was to make for us, and may not (its sshd forbids it). */
export const forwardingForbidden = 'EFORWARD';
/**
 * The code where there is no way through `ssh` to have another machine make a connection, and of one that
 * ended because `ssh` did.
 */
export const forwardingImpossible = 'ENOFORWARD';

export type Chunk =
	| {kind: 'data'; bytes: Uint8Array; at: number}
	/** The peer closed in order (FIN). */
	| {kind: 'end'; at: number}
	| {kind: 'error'; code: string; at: number}
	/** `deadline` passed before a byte came. */
	| {kind: 'late'; at: number};

/** `dropped`: plain bytes that came before the handshake began and that nobody had read. */
export type Secured =
	/** `openedAt`: when the opening was sent, where it was. */
	(
		| {ok: true; tls: TlsFacts; after: number; openedAt?: number}
		| {ok: false; code: string; message: string; after: number}
	) & {dropped?: Uint8Array};

export type TlsRequest = {
	/** SNI and the name that the certificate must have; an address is not sent as SNI. */
	servername: string;
	/** PEM of a further trusted CA. */
	ca?: string;
	/** Take versions, ciphers and keys that nobody should use any more, to see what the server has. */
	legacy?: boolean;
	/** What this side says first, sent as soon as TLS stands; `whenUntrusted`: though it is not trusted. */
	opening?: {text: string; whenUntrusted: boolean};
	timeout: number;
};

/** RFC 9266 for TLS 1.3, the hash of the server's certificate (RFC 5929) before it. */
export type ChannelBinding = {
	type: 'tls-exporter' | 'tls-server-end-point';
	data: Uint8Array;
};

/** A connected socket that can be read in turn and upgraded to TLS. It keeps what arrives unread. */
export type Wire = {
	readonly local: {address: string; port: number};
	readonly remote: {address: string; port: number};
	readonly secure: boolean;
	/** How long the TCP connection took. */
	readonly after: number;
	/** When the TCP connection stood, on the clock of `now()`. */
	readonly connectedAt: number;
	/** Hands bytes to the socket; failures show up in the next read. */
	write(bytes: Uint8Array | string): void;
	/** The next thing that happens on the connection, at the latest at `deadline` (clock of `now()`). */
	read(deadline: number, signal: AbortSignal): Promise<Chunk>;
	/** Takes what has arrived and was not read: for the drop at STARTTLS, and to see an early close. */
	drain(): readonly Chunk[];
	/** Begins TLS as the client. Never rejects for the certificate: that is in `tls.trusted`. */
	upgrade(request: TlsRequest, signal: AbortSignal): Promise<Secured>;
	/** What ties a login to this TLS connection (RFC 5056); absent where there is no TLS, or nothing fits. */
	binding?(): ChannelBinding | undefined;
	/** Sends FIN, and destroys the socket where the peer does not answer it within a second. */
	close(): void;
	/** Frees the socket at once. */
	destroy(): void;
};
