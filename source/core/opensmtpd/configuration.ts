/** A place in a file of the configuration; lines are counted from 1, and 0 is a file without lines. */
export type At = {file: string; line: number};

/** A statement as it is written, and where. */
export type Written = {written: string; at: At};

/** One entry of a table: a value alone where it is a list. */
export type Entry = {key: string; value: string | undefined; at: At};

/** `table name file:/path`, `table name db:/path`, `table name { … }`, or a program of its own. */
export type Table = Written & {
	name: string;
	/** `static` is a file or a list in place; `db` a database; anything else a program. */
	backend: string;
	/** Empty where the entries stand in place. */
	path: string;
	entries: readonly Entry[];
};

/** What a rule or option looks things up in: a named table, or values in place. */
export type TableUse = {kind: 'named'; name: string} | {kind: 'inline'; entries: readonly Entry[]};

export type CriterionKind =
	| 'tag'
	| 'from-any'
	| 'from-local'
	| 'from-socket'
	| 'from-src'
	| 'from-rdns'
	| 'for-any'
	| 'for-local'
	| 'for-domain'
	| 'helo'
	| 'auth'
	| 'tls'
	| 'mail-from'
	| 'rcpt-to';

/** One condition of a `match` rule. */
export type Criterion = {
	kind: CriterionKind;
	negated: boolean;
	regex: boolean;
	/** Undefined where the kind needs none. */
	table: TableUse | undefined;
};

/** A `match` rule. The first whose criteria all hold decides. */
export type Rule = Written & {
	/** In the order in which smtpd asks them. */
	criteria: readonly Criterion[];
	/** The name of the action; undefined where the rule rejects. */
	action: string | undefined;
	/** Words that are not understood: the rule cannot be judged. */
	unknown: string;
};

export type ActionKind =
	'relay' | 'mbox' | 'maildir' | 'lmtp' | 'mda' | 'expand-only' | 'forward-only';

export type Action = Written & {
	name: string;
	kind: ActionKind;
	alias: TableUse | undefined;
	virtual: TableUse | undefined;
	/** Undefined: the accounts of the system. */
	userbase: TableUse | undefined;
};

export type Listener = Written & {
	/** An interface, an address, a name, or `socket`. */
	on: string;
	family: 4 | 6 | undefined;
	port: number;
	tls: 'none' | 'optional' | 'required' | 'smtps';
	auth: 'none' | 'optional' | 'required';
	pki: readonly string[];
	hostname: string | undefined;
	tag: string;
	senders: TableUse | undefined;
	/** Names of filters, in order. */
	filters: readonly string[];
	/** A proxy in front tells who the client is. */
	proxied: boolean;
	unknown: string;
};

export type FilterCheck = 'fcrdns' | 'rdns' | 'src' | 'helo' | 'auth' | 'mail-from' | 'rcpt-to';
export type FilterDeed = 'reject' | 'disconnect' | 'junk' | 'bypass' | 'rewrite' | 'report';

/** A filter of one’s own, a program, or several in a row. */
export type Filter = Written & {name: string} & (
		| {
				kind: 'phase';
				phase: string;
				check: FilterCheck;
				negated: boolean;
				regex: boolean;
				table: TableUse | undefined;
				does: FilterDeed;
				/** The reply, the new value, or what is reported. */
				argument: string;
		  }
		| {kind: 'program'}
		| {kind: 'chain'; members: readonly string[]}
		| {kind: 'unknown'}
	);

export type Pki = {name: string; certificate: string; key: string; at: At};

/** A setting that is one value, with its place; `at` is undefined, and `written` empty, for a default of smtpd.conf(5). */
export type Single<Value> = {value: Value; at: At | undefined; written: string};

/** What smtpd.conf and the files that it includes say. */
export type Configuration = {
	/** The file that was read first. */
	file: string;
	listeners: Listener[];
	tables: Map<string, Table>;
	actions: Map<string, Action>;
	rules: Rule[];
	filters: Map<string, Filter>;
	pkis: Map<string, Pki>;
	/** Octets; 35 MiB where nothing sets it. */
	maxMessageSize: Single<number>;
	maxRecipients: Single<number>;
	/** What sets the tag of a mailbox off from its name. */
	delimiter: Single<string>;
	/** Names of tables that hold passwords: they are never read. */
	secret: Set<string>;
	/** Statements that are not understood, and files that could not be read. */
	unknown: Written[];
};

/** The configuration of an empty file, with the defaults of smtpd.conf(5), the same from 6.4 to 7.8. */
export function emptyConfiguration(file: string): Configuration {
	return {
		file,
		listeners: [],
		tables: new Map(),
		actions: new Map(),
		rules: [],
		filters: new Map(),
		pkis: new Map(),
		maxMessageSize: {value: 35 * 1024 * 1024, at: undefined, written: ''},
		maxRecipients: {value: 1000, at: undefined, written: ''},
		delimiter: {value: '+', at: undefined, written: ''},
		secret: new Set(),
		unknown: [],
	};
}

/** How a person finds a place. */
export function placeInWords({file, line}: At): string {
	return line === 0 ? file : `${file}, line ${line}`;
}
