import type {Asking} from './ask.ts';
import type {Configuration, Criterion, Entry, Rule, TableUse} from './configuration.ts';
import {type Envelope, mailboxText} from './envelope.ts';
import {findIn, type Service} from './look-up.ts';

/** Whether a criterion holds. `fault`: smtpd itself fails for the time being (451). */
export type Held =
	| {status: 'yes'; entry: Entry | undefined}
	| {status: 'no'}
	| {status: 'fault'; why: string}
	| {status: 'unseen'; why: string};

const yes: Held = {status: 'yes', entry: undefined};
const no: Held = {status: 'no'};

function of(isSo: boolean): Held {
	return isSo ? yes : no;
}

function negate(held: Held, negated: boolean): Held {
	if (!negated || (held.status !== 'yes' && held.status !== 'no')) {
		return held;
	}

	return of(held.status === 'no');
}

function* inTable(
	configuration: Configuration,
	{table, regex}: Criterion,
	service: Service,
	key: string,
): Asking<Held> {
	const found = table
		? yield* findIn(configuration, table, regex ? 'regex' : service, key)
		: ({status: 'no-match'} as const);
	return found.status === 'match'
		? {status: 'yes', entry: found.entry}
		: found.status === 'unseen'
			? found
			: no;
}

/** From where the client comes; what an alias led to comes from here. */
function* fromWhere(
	configuration: Configuration,
	criterion: Criterion,
	envelope: Envelope,
): Asking<Held> {
	const {kind, negated, table} = criterion;
	const {internal, client, isServer, rdns} = envelope;
	switch (kind) {
		case 'from-any': {
			return negate(yes, negated);
		}

		case 'from-socket': {
			return internal ? no : of(negated);
		}

		case 'from-local': {
			return internal
				? negate(yes, negated)
				: isServer === undefined
					? {status: 'unseen', why: 'the server’s own addresses are not known'}
					: negate(of(isServer), negated);
		}

		case 'from-rdns': {
			return internal
				? table
					? negate(yield* inTable(configuration, criterion, 'domain', 'local'), negated)
					: no
				: table
					? rdns === ''
						? no
						: negate(yield* inTable(configuration, criterion, 'domain', rdns), negated)
					: negate(of(rdns !== ''), negated);
		}

		default: {
			const key = internal ? 'local' : client;
			return negate(yield* inTable(configuration, criterion, 'address', key), negated);
		}
	}
}

/** Whether a domain is one of the server’s own names: `localhost`, its name and its addresses. */
function* isOwnName(domain: string): Asking<Held> {
	if (domain.toLowerCase() === 'localhost') {
		return yes;
	}

	if (/^(?:\[.*\]|[\d.]+)$/.test(domain)) {
		return {status: 'unseen', why: `whether ${domain} is an address of the server`};
	}

	const name = yield {kind: 'name'};
	return name.status === 'found'
		? of(name.value.toLowerCase() === domain.toLowerCase())
		: {status: 'unseen', why: 'the server’s own name is not known'};
}

function* authenticated(
	configuration: Configuration,
	criterion: Criterion,
	{login}: Envelope,
): Asking<Held> {
	const {table, negated} = criterion;
	if (login === undefined || !table) {
		return negate(of(login !== undefined), negated);
	}

	const service = login.includes('@') ? 'mailbox' : 'word';
	return negate(yield* inTable(configuration, criterion, service, login), negated);
}

/** Whether one criterion of a rule holds for an envelope. */
export function* holds(
	configuration: Configuration,
	criterion: Criterion,
	envelope: Envelope,
): Asking<Held> {
	const {kind, negated} = criterion;
	const asked = function* (service: Service, key: string): Asking<Held> {
		return negate(yield* inTable(configuration, criterion, service, key), negated);
	};

	switch (kind) {
		case 'tag': {
			return yield* asked('word', envelope.tag);
		}

		case 'for-any': {
			return negate(yes, negated);
		}

		case 'for-local': {
			return negate(yield* isOwnName(envelope.recipient.domain), negated);
		}

		case 'for-domain': {
			return yield* asked('domain', envelope.recipient.domain);
		}

		case 'helo': {
			return yield* asked('domain', envelope.helo);
		}

		case 'auth': {
			return yield* authenticated(configuration, criterion, envelope);
		}

		case 'tls': {
			return {
				status: 'fault',
				why: 'OpenSMTPD does not know whether a message came by TLS, and fails on every rule that asks for it',
			};
		}

		case 'mail-from': {
			return yield* asked('mailbox', envelope.sender || '@');
		}

		case 'rcpt-to': {
			return yield* asked('mailbox', mailboxText(envelope.recipient));
		}

		default: {
			return yield* fromWhere(configuration, criterion, envelope);
		}
	}
}

/** A criterion in the words of smtpd.conf. */
export function criterionInWords({kind, negated, regex, table}: Criterion): string {
	const words = kind.replace('-', ' ').replace(/^(mail|rcpt) /, '$1-');
	return [negated ? '!' : '', words, regex ? 'regex' : '', table ? tableWords(table) : '']
		.filter(Boolean)
		.join(' ');
}

function tableWords(use: TableUse): string {
	if (use.kind === 'named') {
		return `<${use.name}>`;
	}

	const [first, ...others] = use.entries.map(({key}) => `"${key}"`);
	return others.length === 0 ? (first ?? '{}') : `{ ${[first, ...others].join(', ')} }`;
}

/** What came of one rule. `failed`: all criteria that do not hold, where one does not. */
export type Tried = {
	rule: Rule;
	held: 'yes' | 'no' | 'fault' | 'unseen';
	failed: readonly Criterion[];
	/** The entries by which the criteria hold. */
	entries: readonly Entry[];
	why: string;
};

/** Asks all criteria of a rule, in smtpd’s order. Past the first that does not hold, they only explain. */
export function* tryRule(
	configuration: Configuration,
	rule: Rule,
	envelope: Envelope,
): Asking<Tried> {
	const failed: Criterion[] = [];
	const entries: Entry[] = [];
	if (rule.unknown !== '') {
		return {rule, held: 'unseen', failed, entries, why: `“${rule.unknown}” is not understood`};
	}

	for (const criterion of rule.criteria) {
		const held = yield* holds(configuration, criterion, envelope);
		if (held.status === 'no') {
			failed.push(criterion);
		} else if (held.status === 'yes' && held.entry) {
			entries.push(held.entry);
		} else if (failed.length === 0 && (held.status === 'fault' || held.status === 'unseen')) {
			return {rule, held: held.status, failed, entries, why: held.why};
		}
	}

	return {rule, held: failed.length === 0 ? 'yes' : 'no', failed, entries, why: ''};
}

/** Criteria that single out some of the mail; a rule without any is for all that is left. */
export function telling({criteria}: Rule): readonly Criterion[] {
	return criteria.filter(({kind}) => kind !== 'from-any' && kind !== 'for-any');
}
