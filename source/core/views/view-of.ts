import {isAddress, isLoopback} from '../address.ts';
import {last, type Facts, type Observation, type ReplyFacts} from '../observation.ts';
import {duration} from '../phrase.ts';
import type {Stage} from '../vocabulary.ts';
import type {ViewKind, ViewRowId} from './view-row.ts';

/** What one view saw: `text` is shown, `key` is what is compared. */
export type Cell = {row: ViewRowId; about: string; text: string; key: string; asked: boolean};

/** In characters; a reply may have many lines. */
const longestCell = 200;

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim().slice(0, longestCell);

function cell(row: ViewRowId, text: string, {about = '', key = text, asked = true} = {}): Cell {
	return {row, about, text: oneLine(text), key, asked};
}

/** A reply; its words hold times and ids, so only its codes are compared. */
function replyCell(row: ViewRowId, {code, enhanced, text}: ReplyFacts): Cell {
	return cell(row, `${code} ${text}`, {key: `${code} ${enhanced ?? ''}`});
}

/** A greeting without what is of this moment or this client: Exim’s date, and all that Sendmail says after a `;`. */
function lasting(text: string): string {
	const [beginning = ''] = text.split(';');
	return beginning.replaceAll(/\w{3}, \d{1,2} \w{3} \d{4} [\d:]+ ?[+-]?\d*/g, '').trim();
}

const rowOfStage: Readonly<Partial<Record<Stage, ViewRowId>>> = {
	banner: 'greeting',
	ehlo: 'name',
	starttls: 'tls',
	tls: 'tls',
	mail: 'mail',
	rcpt: 'rcpt',
};

type PortTag = 'tcp.open' | 'tcp.refused' | 'tcp.silent' | 'tcp.unreachable' | 'tcp.closed';
const portWords: Readonly<Record<PortTag, string>> = {
	'tcp.open': 'open',
	'tcp.refused': 'refused',
	'tcp.silent': 'no answer',
	'tcp.unreachable': 'unreachable',
	'tcp.closed': 'closed at once',
};

function certificateCells({protocol, trusted, fault, chain}: Facts['tls.established']): Cell[] {
	const [leaf] = chain;
	const shown = leaf
		? `${leaf.names[0] ?? leaf.subject} until ${leaf.validTo.slice(0, 10)}, SHA-256 ${leaf.fingerprint.slice(0, 11)}…`
		: '';
	return [
		cell('tls', protocol),
		...(leaf ? [cell('certificate', shown, {key: leaf.fingerprint})] : []),
		cell('trust', trusted ? 'accepted' : `not accepted: ${fault ?? 'not trusted'}`),
	];
}

/** The address of this side as the server says it in its reply to EHLO (Exim and Sendmail do). */
function clientIn({text}: ReplyFacts): string | undefined {
	const said = /\[(?:IPv6:)?([\da-f.:]+)\]/i.exec(text.split('\n')[0] ?? '')?.[1];
	return said !== undefined && isAddress(said) ? said : undefined;
}

function capabilityCells({secure, name, keywords}: Facts['smtp.capabilities']): Cell[] {
	const offers = keywords.filter(keyword => keyword !== 'STARTTLS').toSorted();
	const listed = offers.join(' ') || 'nothing';
	return secure
		? [cell('offers-tls', listed)]
		: [
				cell('name', name),
				cell('offers', listed),
				cell('starttls', keywords.includes('STARTTLS') ? 'offered' : 'not offered'),
			];
}

/** What an observation says in the two views; `about` of a port is left to the kind of view. */
function cellsOf(o: Observation, kind: ViewKind): Cell[] {
	switch (o.tag) {
		case 'dns.mx': {
			const {domain, exchanges} = o.data;
			const text = exchanges.map(mx => `${mx.preference} ${mx.exchange}`).join(', ');
			return kind === 'localhost' ? [] : [cell('mx', text, {about: domain})];
		}

		case 'dns.address': {
			const {host, addresses} = o.data;
			const text = addresses.toSorted().join(' ') || 'none';
			return kind === 'localhost' || isAddress(host)
				? []
				: [cell('addresses', text, {about: host})];
		}

		case 'dns.failed': {
			const {name, status} = o.data;
			return kind === 'localhost' ? [] : [cell('addresses', `none (${status})`, {about: name})];
		}

		case 'tcp.open':
		case 'tcp.refused':
		case 'tcp.silent':
		case 'tcp.unreachable':
		case 'tcp.closed': {
			const {address, port, role} = o.data;
			const about = kind === 'localhost' ? `port ${port}` : `${address} port ${port}`;
			const code = 'code' in o.data && o.tag === 'tcp.unreachable' ? ` (${o.data.code})` : '';
			const key = portWords[o.tag];
			const asked = role === 'conversation' && (kind === 'localhost' || !isLoopback(address));
			const {client} = o.data;
			return role === 'control'
				? []
				: [
						cell('tcp', `${key}${code}`, {about, key, asked}),
						...(client ? [cell('client', client)] : []),
					];
		}

		case 'endpoint.chosen': {
			const {client} = o.data;
			return client === '' ? [] : [cell('client', client)];
		}

		case 'smtp.greeting': {
			const {code, text} = o.data.reply;
			return [cell('greeting', `${code} ${text}`, {key: lasting(text)})];
		}

		case 'smtp.no-greeting': {
			return [cell('greeting', `none in ${duration(o.data.waited)}`, {key: 'none'})];
		}

		case 'smtp.not-smtp': {
			return [cell('greeting', `no SMTP: ${o.data.text}`, {key: o.data.looksLike})];
		}

		case 'smtp.capabilities': {
			return capabilityCells(o.data);
		}

		case 'tls.established': {
			return certificateCells(o.data);
		}

		case 'tls.failed': {
			return [cell('tls', `failed: ${o.data.code}`)];
		}

		case 'smtp.reply': {
			const {stage, reply} = o.data;
			const client = stage === 'ehlo' ? clientIn(reply) : undefined;
			return [
				...(stage === 'mail' || stage === 'rcpt' ? [replyCell(stage, reply)] : []),
				...(client === undefined ? [] : [cell('client', client)]),
			];
		}

		case 'smtp.refusal': {
			const row = rowOfStage[o.data.stage];
			const {code, enhanced, text} = o.data;
			return row ? [replyCell(row, {code, ...(enhanced ? {enhanced} : {}), text})] : [];
		}

		case 'smtp.closed':
		case 'smtp.silent': {
			const row = rowOfStage[o.data.stage];
			return row ? [cell(row, o.tag === 'smtp.closed' ? 'connection closed' : 'no reply')] : [];
		}

		default: {
			return [];
		}
	}
}

/** The address of the view’s dialogue, or the first that was tried. */
function dialledIn(observations: readonly Observation[]): string | undefined {
	const tried = observations.flatMap(o =>
		o.tag in portWords && 'role' in o.data && o.data.role === 'conversation'
			? [o.data.address]
			: [],
	);
	return last(observations, 'endpoint.chosen')?.address ?? tried[0];
}

/** What one view saw, by what is compared; what came later counts. */
export function viewOf(
	observations: readonly Observation[],
	kind: ViewKind,
): ReadonlyMap<string, Cell> {
	const dialled = dialledIn(observations);
	const isOther = (o: Observation) =>
		kind === 'localhost' && o.tag in portWords && 'address' in o.data && o.data.address !== dialled;
	const cells = observations.flatMap(o => (isOther(o) ? [] : cellsOf(o, kind)));
	return new Map(cells.map(found => [`${found.row} ${found.about}`, found]));
}
