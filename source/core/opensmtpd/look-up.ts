import {inNetwork, parseAddress} from '../records/ip-address.ts';
import type {Asking} from './ask.ts';
import type {Configuration, Entry, TableUse} from './configuration.ts';
import {posixRegex} from './regex.ts';
import {entriesOfDatabase, entriesOfFile} from './table-file.ts';

/** What a key is compared as (`K_DOMAIN` and so on in smtpd). */
export type Service = 'domain' | 'address' | 'mailbox' | 'word' | 'regex';

export type Loaded =
	{status: 'loaded'; entries: readonly Entry[]} | {status: 'unseen'; why: string};

/** A table by its name, for a sentence. */
export function tableInWords(use: TableUse): string {
	return use.kind === 'named' ? `<${use.name}>` : '{…}';
}

/** The entries of a table, from where it keeps them. Tables of passwords are not read. */
export function* load(configuration: Configuration, use: TableUse): Asking<Loaded> {
	if (use.kind === 'inline') {
		return {status: 'loaded', entries: use.entries};
	}

	const table = configuration.tables.get(use.name);
	const name = tableInWords(use);
	if (!table) {
		return {status: 'unseen', why: `${name} stands nowhere`};
	}

	if (configuration.secret.has(use.name)) {
		return {status: 'unseen', why: `${name} holds passwords, and is not read`};
	}

	if (table.backend === 'static' && table.path === '') {
		return {status: 'loaded', entries: table.entries};
	}

	if (table.backend !== 'static' && table.backend !== 'db') {
		return {status: 'unseen', why: `${name} is a program (${table.backend}), which is not asked`};
	}

	const found = yield {kind: table.backend === 'db' ? 'database' : 'file', path: table.path};
	if (found.status !== 'found') {
		const why = found.status === 'missing' ? 'there is no such file' : found.why;
		return {status: 'unseen', why: `${name} (${table.path}): ${why}`};
	}

	return {
		status: 'loaded',
		entries: (table.backend === 'db' ? entriesOfDatabase : entriesOfFile)(found.value, table.path),
	};
}

/** `*` stands for everything up to the next character of the pattern, without another try (hostname_match). */
export function domainMatches(domain: string, pattern: string): boolean {
	const [name, wanted] = [domain.toLowerCase(), pattern.toLowerCase()];
	let at = 0;
	let to = 0;
	while (to < wanted.length && at < name.length) {
		if (wanted[to] === '*') {
			while (wanted[to] === '*') {
				to++;
			}

			while (at < name.length && name[at] !== wanted[to]) {
				at++;
			}
		} else if (wanted[to] === name[at]) {
			to++;
			at++;
		} else {
			return false;
		}
	}

	return at === name.length && to === wanted.length;
}

function partsOf(mailbox: string): readonly [user: string, domain: string] {
	const at = mailbox.lastIndexOf('@');
	return at === -1 ? [mailbox, ''] : [mailbox.slice(0, at), mailbox.slice(at + 1)];
}

/** `user@domain`, `@domain`, `user` or `@`; a tag counts only where the pattern has one (mailaddr_match). */
export function mailboxMatches(mailbox: string, pattern: string, delimiter: string): boolean {
	const [user, domain] = partsOf(mailbox);
	const [wantedUser, wantedDomain] = partsOf(pattern);
	if (wantedDomain !== '' && !domainMatches(domain, wantedDomain)) {
		return false;
	}

	const [bare = ''] = user.split(delimiter);
	const own = wantedUser.includes(delimiter) ? user : bare;
	return wantedUser === '' || own.toLowerCase() === wantedUser.toLowerCase();
}

/** How many bits a network without a length has: as many as are written, at least those of its class. */
function bitsOf(octets: readonly number[], written: number): number {
	const [first = 0] = octets;
	const ofClass = first >= 240 ? 32 : first >= 224 ? 8 : first >= 192 ? 24 : first >= 128 ? 16 : 8;
	return Math.max(ofClass, written * 8);
}

/** `192.0.2.1`, `192.0.2.0/24`, `10/8`, `2001:db8::/32`, in brackets or behind `IPv6:` (inet_net_pton(3)). */
export function addressMatches(address: string, pattern: string): boolean {
	if (address.toLowerCase() === pattern.toLowerCase()) {
		return true;
	}

	const bare = pattern.replace(/^ipv6:/i, '').replace(/^\[(?:ipv6:)?(.*)\]$/i, '$1');
	const [text = '', length] = bare.split('/');
	const written = text.includes(':') ? 4 : text.split('.').length;
	const network = parseAddress(
		text.includes(':') ? text : text + '.0'.repeat(Math.max(0, 4 - written)),
	);
	const own = parseAddress(address);
	if (!network || !own || (length !== undefined && !/^\d{1,3}$/.test(length))) {
		return false;
	}

	const bits = length === undefined ? undefined : Number(length);
	return inNetwork(own, network, bits ?? (network.length === 16 ? 128 : bitsOf(network, written)));
}

export type Match =
	{status: 'match'; entry: Entry} | {status: 'no-match'} | {status: 'unseen'; why: string};

/** A mailbox (RFC 5321 4.5.3.1); longer text is not held against regular expressions. */
const longestKey = 320;

/** Whether a table has an entry that fits; what comes from the dialogue is taken in lower case, as smtpd does. */
export function* findIn(
	configuration: Configuration,
	use: TableUse,
	service: Service,
	subject: string,
): Asking<Match> {
	const loaded = yield* load(configuration, use);
	if (loaded.status === 'unseen') {
		return loaded;
	}

	const key = subject.toLowerCase();
	for (const entry of loaded.entries) {
		const pattern = entry.key.toLowerCase();
		const regex = service === 'regex' && key.length <= longestKey ? posixRegex(pattern) : undefined;
		if (service === 'regex' && !regex) {
			return {status: 'unseen', why: `“${entry.key}” is a regular expression that is not replayed`};
		}

		const fits =
			service === 'regex'
				? regex?.test(key)
				: service === 'domain'
					? domainMatches(key, pattern)
					: service === 'address'
						? addressMatches(key, pattern)
						: service === 'mailbox'
							? mailboxMatches(key, pattern, configuration.delimiter.value)
							: key === pattern;
		if (fits) {
			return {status: 'match', entry};
		}
	}

	return {status: 'no-match'};
}

/** The value of a key: of several entries for one, the last counts. */
export function* valueOf(
	configuration: Configuration,
	use: TableUse,
	subject: string,
): Asking<Match> {
	const loaded = yield* load(configuration, use);
	if (loaded.status === 'unseen') {
		return loaded;
	}

	const key = subject.toLowerCase();
	const entry = loaded.entries.findLast(e => e.key.toLowerCase() === key);
	return entry ? {status: 'match', entry} : {status: 'no-match'};
}
