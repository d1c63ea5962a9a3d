import {nearest} from '../nearest.ts';
import {parseAddress} from './ip-address.ts';
import {isSpfRecord, parseSpf} from './spf-record.ts';

/** The mechanism that allows one address. */
export function allowing(address: string): string {
	return `${parseAddress(address)?.length === 16 ? 'ip6' : 'ip4'}:${address}`;
}

/** The term by which a record lets anybody send (RFC 7208 5.1); undefined where there is none. */
export function openTerm(record: string): string | undefined {
	return isSpfRecord(record) ? record.split(/\s+/).find(term => /^\+?all$/i.test(term)) : undefined;
}

/** The same record without the leave for anybody: what is not listed fails softly. */
const closed = (record: string) => record.replace(/(?<=\s)\+?all(?=\s|$)/gi, '~all');

const names = ['all', 'include', 'a', 'mx', 'ptr', 'ip4', 'ip6', 'exists', 'redirect', 'exp'];

/** A record whose faulty term is misspelt, with the nearest one that there is; empty where none fits. */
export function respelt(record: string, term: string): string {
	const [, sign = '', name = '', rest = ''] = /^([+\-~?]?)([a-z\d]+)(.*)$/i.exec(term) ?? [];
	const lower = name.toLowerCase();
	const ip = /^[:=][\da-f]*:[\da-f:]+/i.test(rest) ? 'ip6' : 'ip4';
	const meant = /^ip(?:v[46])?$/.test(lower) ? ip : nearest(lower, names, 2);
	const isModifier = meant === 'redirect' || meant === 'exp';
	const value = rest.replace(/^[:=]+/, isModifier ? '=' : ':');
	const fixed = record
		.split(/\s+/)
		.map(known => (known === term ? `${sign}${meant ?? ''}${value}` : known))
		.join(' ');
	return meant !== undefined && name.length > 1 && !('term' in parseSpf(fixed))
		? closed(fixed)
		: '';
}

/** A record that also allows an address: it comes first, so that it costs no look-up. */
export function withAddress(record: string, address: string): string {
	if (isSpfRecord(record) && address === '') {
		return closed(record);
	}

	return isSpfRecord(record)
		? closed(record.replace(/^(v=spf1)\s*/i, `$1 ${allowing(address)} `).trimEnd())
		: `v=spf1 mx ${address === '' ? '' : `${allowing(address)} `}~all`;
}

const isAll = (term: string) => /^[+\-~?]?all$/i.test(term);
/** From the one that lets most through to the strictest. */
const strictness = ['?all', '~all', '-all'];

/**
 * One record out of several: all their mechanisms once each, and of their `all` the one that refuses
 * least, so that nobody loses a right by the merger.
 */
export function merged(records: readonly string[]): string {
	const terms = records.flatMap(record => record.split(/\s+/).slice(1).filter(Boolean));
	const all = terms
		.filter(isAll)
		.map(term => (/^[-~?]/.test(term) ? term.toLowerCase() : '?all'))
		.toSorted((a, b) => strictness.indexOf(a) - strictness.indexOf(b));
	const modifiers = (term: string) => /^[a-z][\w.-]*=/i.test(term);
	const kept = [...new Set(terms.filter(term => !isAll(term) && !modifiers(term)))];
	return ['v=spf1', ...kept, all[0] ?? '~all'].join(' ');
}

/** Text as a zone file has it: strings of 255 octets at most (RFC 1035 3.3.14), a mask before quotes. */
export function quoted(text: string): string {
	const strings = text.match(/.{1,255}/gs) ?? [''];
	return strings.map(string => `"${string.replaceAll(/["\\]/g, String.raw`\$&`)}"`).join(' ');
}
