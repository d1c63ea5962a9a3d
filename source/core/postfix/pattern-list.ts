import {inNetwork, parseAddress} from '../records/ip-address.ts';
import {askFile, type Asking} from './ask.ts';
import {domainKeys} from './keys.ts';
import type {Word} from './placed.ts';
import {isPatternTable, isTable, lookUp} from './table.ts';

/** How a list is read: exact words; domains; names and addresses of hosts. */
export type ListKind = 'string' | 'domain' | 'host';

export type ListSubject = {
	/** A domain or host name. */
	name?: string;
	/** An address; only lists of hosts have it. */
	address?: string;
};

export type ListResult =
	| {status: 'match'; by: Word}
	| {status: 'no-match'}
	| {status: 'unseen'; why: string}
	/** The server cannot read the list either. */
	| {status: 'broken'; why: string};

type List = {words: readonly Word[]; kind: ListKind; parents: boolean};

/** Whether an address is in `network/bits`, or is the address that the pattern names. */
export function addressMatches(address: string, pattern: string): boolean {
	const bare = pattern.replaceAll(/[[\]]/g, '');
	const [network = '', length] = bare.split('/');
	const [own, other] = [parseAddress(address), parseAddress(network)];
	if (!own || !other || !/^\d*$/.test(length ?? '')) {
		return false;
	}

	return inNetwork(own, other, length === undefined ? other.length * 8 : Number(length));
}

function nameMatches(name: string, pattern: string, list: List): boolean {
	if (name === pattern) {
		return true;
	}

	if (list.kind === 'string') {
		return false;
	}

	return list.parents
		? name.endsWith(`.${pattern}`)
		: pattern.startsWith('.') && name.endsWith(pattern) && name !== pattern;
}

function* inTable(table: string, subject: ListSubject, list: List): Asking<ListResult | boolean> {
	const name = subject.name?.toLowerCase();
	const names =
		name === undefined
			? []
			: list.kind === 'string' || isPatternTable(table)
				? [name]
				: domainKeys(name, list.parents);
	for (const key of [...names, ...(subject.address === undefined ? [] : [subject.address])]) {
		const found = yield* lookUp(table, key);
		if (found.status === 'found') {
			return true;
		}

		if (found.status !== 'missing') {
			return {status: found.status, why: found.why};
		}
	}

	return false;
}

function* oneMatches(word: string, subject: ListSubject, list: List): Asking<ListResult | boolean> {
	if (isTable(word)) {
		return yield* inTable(word, subject, list);
	}

	const pattern = word.toLowerCase();
	return (
		(subject.name !== undefined && nameMatches(subject.name.toLowerCase(), pattern, list)) ||
		(subject.address !== undefined && addressMatches(subject.address, pattern))
	);
}

/** The words of a file that a list names: a list a line, `#` first for a comment. */
function wordsOfFile(text: string, path: string, negated: boolean): Word[] {
	return text.split('\n').flatMap((line, index) => {
		const at = {parameter: path, file: path, line: index + 1};
		return line.startsWith('#')
			? []
			: line
					.split(/[\s,]+/)
					.filter(Boolean)
					.map(word => ({text: negated ? `!${word}` : word, at}));
	});
}

type Item = Word | {status: 'unseen' | 'broken'; why: string};

/** The words of a list, with those of the files that it names in their place. */
export function* withFiles(words: readonly Word[], depth = 0): Asking<Item[]> {
	const items: Item[] = [];
	for (const word of words) {
		const path = word.text.replace(/^!+/, '');
		if (!path.startsWith('/')) {
			items.push(word);
			continue;
		}

		const file = yield* askFile(path);
		const negated = (word.text.length - path.length) % 2 === 1;
		if (file.status === 'found' && depth < 5) {
			items.push(...(yield* withFiles(wordsOfFile(file.value, path, negated), depth + 1)));
		} else {
			const status = file.status === 'broken' || file.status === 'missing' ? 'broken' : 'unseen';
			items.push({status, why: `${path}: ${'why' in file ? file.why : 'there is no such file'}`});
		}
	}

	return items;
}

/**
 * Whether a list such as `mynetworks` or `relay_domains` has a name or address: the first pattern that
 * fits counts, `!` turns it round, `/file` and `type:table` are looked into (postconf(5)).
 */
export function* matchList(list: List, subject: ListSubject): Asking<ListResult> {
	for (const item of yield* withFiles(list.words)) {
		if ('status' in item) {
			return item;
		}

		const bare = item.text.replace(/^!+/, '');
		const matches = yield* oneMatches(bare, subject, list);
		if (typeof matches === 'object') {
			return matches;
		}

		if (matches) {
			const negated = (item.text.length - bare.length) % 2 === 1;
			return negated ? {status: 'no-match'} : {status: 'match', by: item};
		}
	}

	return {status: 'no-match'};
}
