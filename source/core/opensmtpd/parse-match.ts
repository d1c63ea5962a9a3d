import type {Criterion, CriterionKind, Rule} from './configuration.ts';
import type {Cursor} from './cursor.ts';

type Option = Omit<Criterion, 'kind'> & {kind: CriterionKind};

/** In which order smtpd asks the criteria of a rule, whatever the order they are written in. */
const order: readonly CriterionKind[] = [
	'tag',
	'from-any',
	'from-local',
	'from-socket',
	'from-src',
	'from-rdns',
	'for-any',
	'for-local',
	'for-domain',
	'helo',
	'auth',
	'tls',
	'mail-from',
	'rcpt-to',
];

/** What a keyword alone, or behind `from` or `for`, looks up in. */
type Kinds = Readonly<Record<string, {kind: CriterionKind; table: 'none' | 'may' | 'must'}>>;

const plain: Kinds = {
	tag: {kind: 'tag', table: 'must'},
	helo: {kind: 'helo', table: 'must'},
	tls: {kind: 'tls', table: 'none'},
	auth: {kind: 'auth', table: 'may'},
	'mail-from': {kind: 'mail-from', table: 'must'},
	'rcpt-to': {kind: 'rcpt-to', table: 'must'},
};

const from: Kinds = {
	any: {kind: 'from-any', table: 'none'},
	local: {kind: 'from-local', table: 'none'},
	socket: {kind: 'from-socket', table: 'none'},
	src: {kind: 'from-src', table: 'must'},
	rdns: {kind: 'from-rdns', table: 'may'},
	auth: {kind: 'auth', table: 'may'},
	'mail-from': {kind: 'mail-from', table: 'must'},
};

const to: Kinds = {
	any: {kind: 'for-any', table: 'none'},
	local: {kind: 'for-local', table: 'none'},
	domain: {kind: 'for-domain', table: 'must'},
	'rcpt-to': {kind: 'rcpt-to', table: 'must'},
};

/** One of several keywords, with its table. */
function option(cursor: Cursor, kinds: Kinds, negated: boolean): Option | undefined {
	for (const [name, {kind, table: wants}] of Object.entries(kinds)) {
		if (cursor.word(name)) {
			const regex = wants !== 'none' && cursor.word('regex');
			const table = wants === 'none' ? undefined : cursor.table();
			return wants === 'must' && !table ? undefined : {kind, negated, regex, table};
		}
	}

	return undefined;
}

const plainly = (kind: CriterionKind): Criterion => ({
	kind,
	negated: false,
	regex: false,
	table: undefined,
});

/** What follows on `match`: `from auth` and the like are any source, and the criterion itself. */
export function parseMatch(cursor: Cursor): Pick<Rule, 'criteria' | 'action' | 'unknown'> {
	const criteria: Criterion[] = [];
	const seen = {from: false, for: false};
	while (!cursor.atEnd()) {
		if (cursor.word('reject')) {
			return {criteria: inOrder(criteria, seen), action: undefined, unknown: cursor.left()};
		}

		if (cursor.word('action')) {
			const action = cursor.any();
			return {criteria: inOrder(criteria, seen), action, unknown: cursor.left()};
		}

		const negated = cursor.mark('!');
		const side = cursor.word('from') ? 'from' : cursor.word('for') ? 'for' : undefined;
		const found = option(cursor, side === 'from' ? from : side === 'for' ? to : plain, negated);
		if (!found) {
			return {criteria: inOrder(criteria, seen), action: undefined, unknown: cursor.left() || '""'};
		}

		criteria.push(found);
		if (side) {
			seen[side] = true;
			if (!found.kind.startsWith(side)) {
				criteria.push(plainly(`${side}-any`));
			}
		}
	}

	return {criteria: inOrder(criteria, seen), action: undefined, unknown: 'no action'};
}

/** Without `from`, a rule is for local clients; without `for`, for local domains (smtpd.conf(5)). */
function inOrder(criteria: Criterion[], seen: {from: boolean; for: boolean}): Criterion[] {
	const whole = [
		...criteria,
		...(seen.from ? [] : [plainly('from-local')]),
		...(seen.for ? [] : [plainly('for-local')]),
	];
	return whole.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}
