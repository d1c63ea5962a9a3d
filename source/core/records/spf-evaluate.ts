import {type Asking, isVoid, type RecordAnswer, type RecordQuestion} from './asking.ts';
import {inNetwork, type Octets, parseAddress, pointerName} from './ip-address.ts';
import {expandDomain, expandMacros, type MacroValues, needsPointer} from './spf-macro.ts';
import {
	isSpfRecord,
	macrosFit,
	type Mechanism,
	parseSpf,
	type Qualifier,
	type SpfRecord,
} from './spf-record.ts';
import type {SpfFault, SpfResult, SpfVerdict} from './spf-verdict.ts';

export type SpfSubject = {domain: string; sender: string; helo: string; client: Octets};

const limits = {lookups: 10, voids: 2, names: 10} as const;

const results: Readonly<Record<Qualifier, SpfResult>> = {
	'+': 'pass',
	'-': 'fail',
	'~': 'softfail',
	'?': 'neutral',
};

type Found = {
	kind: 'result';
	result: SpfResult;
	mechanism: string;
	path: readonly string[];
	exp?: string;
};
/** An evaluation that cannot go on. */
type Stop = {kind: 'stop'; fault: SpfFault; detail: string; path: readonly string[]};

const isStop = (value: unknown): value is Stop =>
	typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'stop';

/** A name that DNS can be asked for, with more than one label (RFC 7208 4.3). */
function isName(name: string): boolean {
	const labels = name.replace(/\.$/, '').split('.');
	const fits = labels.every(label => label.length > 0 && label.length < 64);
	return fits && labels.length > 1 && name.length <= 253 && /^[ -~]+$/.test(name);
}

function isUnder(name: string, domain: string): boolean {
	const [a = '', b = ''] = [name, domain].map(n => n.toLowerCase().replace(/\.$/, ''));
	return a === b || a.endsWith(`.${b}`);
}

/**
 * Evaluates SPF for a client as a receiver does (`check_host()` of RFC 7208 4). Asks DNS through its
 * questions; an evaluation costs at most ten terms with their names.
 */
export function* evaluateSpf(subject: SpfSubject): Asking<SpfVerdict> {
	const {client} = subject;
	let lookups = 0;
	let voids = 0;
	let record = '';
	let pointer: string | undefined;

	const stop = (fault: SpfFault, detail: string, path: readonly string[]): Stop => ({
		kind: 'stop',
		fault,
		detail,
		path,
	});

	/** The question of one term: it counts, and so does finding nothing. */
	function* ask(question: RecordQuestion, path: readonly string[]): Asking<RecordAnswer | Stop> {
		const answer = yield question;
		if (isVoid(answer)) {
			voids += 1;
			return voids > limits.voids ? stop('too-many-voids', question.name, path) : answer;
		}

		return answer.status === 'ok' ? answer : stop('dns', question.name, path);
	}

	const addresses = (name: string): RecordQuestion => ({
		name,
		type: client.length === 4 ? 'A' : 'AAAA',
	});
	const fits = ({records}: RecordAnswer, bits: number) =>
		records.some(text => inNetwork(client, parseAddress(text) ?? [], bits));

	/** The reverse names of the client that lead back to it (RFC 7208 5.5). */
	function* validatedNames(): Asking<readonly string[]> {
		const {records} = yield {name: pointerName(client), type: 'PTR'};
		const names: string[] = [];
		for (const name of records.slice(0, limits.names)) {
			if (isName(name) && fits(yield addresses(name), client.length * 8)) {
				names.push(name);
			}
		}

		return names;
	}

	function* valuesFor(spec: string, domain: string): Asking<MacroValues> {
		if (needsPointer(spec) && pointer === undefined) {
			const names = yield* validatedNames();
			pointer =
				names.find(name => isUnder(name, domain) && isUnder(domain, name)) ??
				names.find(name => isUnder(name, domain)) ??
				names[0] ??
				'unknown';
		}

		const {sender, helo} = subject;
		return {sender, helo, domain, client, pointer: pointer ?? 'unknown'};
	}

	function* target(spec: string | undefined, domain: string): Asking<string> {
		return spec === undefined ? domain : expandDomain(spec, yield* valuesFor(spec, domain));
	}

	/** Whether a mechanism matches; for `include` also the verdict inside. */
	function* matches(
		mechanism: Mechanism,
		domain: string,
		path: readonly string[],
	): Asking<boolean | Stop | Found> {
		if (mechanism.kind === 'all') {
			return true;
		}

		if (mechanism.kind === 'ip') {
			return inNetwork(client, mechanism.network, mechanism.bits);
		}

		lookups += 1;
		if (lookups > limits.lookups) {
			return stop('too-many-lookups', mechanism.text, path);
		}

		const name = yield* target(mechanism.domain, domain);
		const inOrder = isName(name);
		switch (mechanism.kind) {
			case 'include': {
				if (path.some(known => known.toLowerCase() === name.toLowerCase())) {
					return stop('loop', name, path);
				}

				const inside = yield* check(name, path);
				if (isStop(inside)) {
					return inside;
				}

				if (inside.result === 'none') {
					return stop('nothing-included', name, path);
				}

				return inside.result === 'pass' ? inside : false;
			}

			case 'exists': {
				const answer = inOrder ? yield* ask({name, type: 'A'}, path) : undefined;
				return isStop(answer) ? answer : (answer?.records.length ?? 0) > 0;
			}

			case 'a': {
				const answer = inOrder ? yield* ask(addresses(name), path) : undefined;
				if (!answer || isStop(answer)) {
					return answer ?? false;
				}

				return fits(answer, client.length === 4 ? mechanism.bits4 : mechanism.bits6);
			}

			case 'mx': {
				const answer = inOrder ? yield* ask({name, type: 'MX'}, path) : undefined;
				if (!answer || isStop(answer)) {
					return answer ?? false;
				}

				const bits = client.length === 4 ? mechanism.bits4 : mechanism.bits6;
				const exchanges = answer.records.map(text => text.replace(/^\d+ /, ''));
				for (const exchange of exchanges.slice(0, limits.names)) {
					const found = isName(exchange) ? yield addresses(exchange) : undefined;
					if (found && found.status !== 'ok' && !isVoid(found)) {
						return stop('dns', exchange, path);
					}

					if (found && fits(found, bits)) {
						return true;
					}
				}

				return exchanges.length > limits.names ? stop('too-many-names', name, path) : false;
			}

			case 'ptr': {
				voids += isVoid(yield {name: pointerName(client), type: 'PTR'}) ? 1 : 0;
				if (voids > limits.voids) {
					return stop('too-many-voids', pointerName(client), path);
				}

				const names = yield* validatedNames();
				return names.some(each => isUnder(each, name));
			}
		}
	}

	function* evaluate(
		{mechanisms, redirect, exp}: SpfRecord,
		domain: string,
		path: readonly string[],
	): Asking<Found | Stop> {
		for (const mechanism of mechanisms) {
			const matched = yield* matches(mechanism, domain, path);
			if (isStop(matched)) {
				return matched;
			}

			if (matched !== false) {
				const inside = typeof matched === 'object' ? matched : undefined;
				return {
					kind: 'result',
					result: results[mechanism.qualifier],
					mechanism: inside ? inside.mechanism : mechanism.text,
					path: inside ? inside.path : path,
					...(exp === undefined ? {} : {exp: yield* target(exp, domain)}),
				};
			}
		}

		const hasAll = mechanisms.some(({kind}) => kind === 'all');
		if (redirect === undefined || hasAll) {
			return {kind: 'result', result: 'neutral', mechanism: 'default', path};
		}

		lookups += 1;
		if (lookups > limits.lookups) {
			return stop('too-many-lookups', `redirect=${redirect}`, path);
		}

		const name = yield* target(redirect, domain);
		if (path.some(known => known.toLowerCase() === name.toLowerCase())) {
			return stop('loop', name, path);
		}

		const there = yield* check(name, path);
		return !isStop(there) && there.result === 'none' ? stop('nothing-included', name, path) : there;
	}

	/** The verdict of the record of one domain. */
	function* check(domain: string, before: readonly string[]): Asking<Found | Stop> {
		const path = [...before, domain];
		const none: Found = {kind: 'result', result: 'none', mechanism: '', path};
		const answer = isName(domain) ? yield {name: domain, type: 'TXT'} : undefined;
		if (!answer || isVoid(answer)) {
			voids += answer && before.length > 0 ? 1 : 0;
			return none;
		}

		if (answer.status !== 'ok') {
			return stop('dns', domain, path);
		}

		const [text, ...others] = answer.records.filter(isSpfRecord);
		record ||= before.length === 0 ? (text ?? '') : '';
		if (text === undefined) {
			return none;
		}

		if (others.length > 0) {
			return stop('several-records', domain, path);
		}

		const parsed = parseSpf(text);
		return 'term' in parsed
			? stop('syntax', parsed.term, path)
			: yield* evaluate(parsed, domain, path);
	}

	/** The text for whoever is refused (RFC 7208 6.2); what is wrong with it makes it none. */
	function* explain(name: string, path: readonly string[]): Asking<string> {
		const {records} = isName(name) ? yield {name, type: 'TXT'} : {records: []};
		const [text = ''] = records.length === 1 ? records : [];
		const written = text.replaceAll(' ', '');
		return /^[ -~]*$/.test(text) && macrosFit(written)
			? expandMacros(text, yield* valuesFor(text, path.at(-1) ?? subject.domain))
			: '';
	}

	const end = yield* check(subject.domain, []);
	if (isStop(end)) {
		const result = end.fault === 'dns' ? 'temperror' : 'permerror';
		const {fault, detail, path} = end;
		return {result, fault, detail, mechanism: '', path, lookups, voids, record, explanation: ''};
	}

	const {result, mechanism, path, exp} = end;
	const explanation = result === 'fail' && exp !== undefined ? yield* explain(exp, path) : '';
	return {result, fault: '', detail: '', mechanism, path, lookups, voids, record, explanation};
}
