import type {DnsStatus} from '../observation.ts';

/** What a replay needs to know of the server or of DNS; whoever drives it looks. */
export type Ask =
	/** `postmap -q KEY TABLE`. */
	| {kind: 'table'; table: string; key: string}
	/** The text of a file that a list names. */
	| {kind: 'file'; path: string}
	| {kind: 'dns'; name: string; type: 'A' | 'AAAA' | 'MX' | 'TXT'};

/** What came of it. */
export type Found =
	| {status: 'found'; value: string}
	| {status: 'missing'}
	/** The server meets an error there as well, such as a file that does not exist. */
	| {status: 'broken'; why: string}
	/** It could not be seen from here; the server may well see it. */
	| {status: 'unseen'; why: string};

export type DnsFound = {status: DnsStatus; records: readonly string[]};
export type Answer = Found | DnsFound;

/** A decision that asks as it goes. */
export type Asking<Result> = Generator<Ask, Result, Answer>;

export function* askTable(table: string, key: string): Asking<Found> {
	const answer = yield {kind: 'table', table, key};
	return 'records' in answer ? {status: 'unseen', why: 'no answer'} : answer;
}

export function* askFile(path: string): Asking<Found> {
	const answer = yield {kind: 'file', path};
	return 'records' in answer ? {status: 'unseen', why: 'no answer'} : answer;
}

export function* askDns(name: string, type: 'A' | 'AAAA' | 'MX' | 'TXT'): Asking<DnsFound> {
	const answer = yield {kind: 'dns', name, type};
	return 'records' in answer ? answer : {status: 'silent', records: []};
}

/** Drives a decision with what is known already: for tests, and for what needs no look. */
export function answered<Result>(asking: Asking<Result>, answer: (ask: Ask) => Answer): Result {
	let step = asking.next();
	while (!step.done) {
		step = asking.next(answer(step.value));
	}

	return step.value;
}
