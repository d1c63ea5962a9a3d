import type {Dialogue} from '../postfix/dialogue.ts';
import {
	type Configuration,
	type Entry,
	placeInWords,
	type Rule,
	type TableUse,
} from './configuration.ts';
import {telling} from './criteria.ts';
import {actionFor, type Missing} from './missing.ts';
import type {Refusal} from './replay.ts';
import {tableInWords} from './look-up.ts';

/** What kind of change of smtpd.conf lets the client through; each has its commands among the remedies. */
export type OpensmtpdChangeKind =
	| 'sign-in'
	| 'own-sender'
	/** A `match` rule for this client, for who has signed in, or for the domain: at the end … */
	| 'match-client'
	| 'match-signed-in'
	| 'match-domain'
	/** … or before the rule that refuses. */
	| 'match-client-before'
	| 'match-signed-in-before'
	| 'match-domain-before'
	| 'table-entry'
	| 'none';

export type OpensmtpdChange = {
	kind: OpensmtpdChangeKind;
	/** In one sentence; empty where there is nothing to change here. */
	says: string;
	/** The file to change, and the action or entry that it is about. */
	file: string;
	key: string;
};

const nothing: OpensmtpdChange = {kind: 'none', says: '', file: '', key: ''};

const newRule = {
	'match-client': ({client}: Dialogue) => `match from src ${client.address} for any`,
	'match-signed-in': () => 'match from auth for any',
	'match-domain': ({recipient}: Dialogue) =>
		`match from any for domain "${recipient.replace(/^.*@/, '')}"`,
} as const;

/** A rule more: before the one that refuses, or at the end, where it changes nothing for other mail. */
function ruleChange(
	kind: keyof typeof newRule,
	configuration: Configuration,
	dialogue: Dialogue,
	before: Rule | undefined,
): OpensmtpdChange {
	const key = actionFor(configuration, kind === 'match-domain' ? 'here' : 'relay');
	const text = newRule[kind](dialogue);
	if (key === undefined) {
		const wanted = kind === 'match-domain' ? 'delivers mail here' : 'relays';
		return {...nothing, says: `No action ${wanted}. Add one, and the rule \`${text}\` with it.`};
	}

	const rule = `\`${text} action "${key}"\``;
	return before
		? {
				kind: `${kind}-before`,
				says: `Put the rule ${rule} before that one (${placeInWords(before.at)}).`,
				file: before.at.file,
				key,
			}
		: {
				kind,
				says: `Add the rule ${rule} at the end of ${configuration.file}.`,
				file: configuration.file,
				key,
			};
}

/** An entry that refuses: taken out where it stands for this subject alone. */
export function entryChange(
	configuration: Configuration,
	use: TableUse | undefined,
	entry: Entry | undefined,
	subject: string,
): OpensmtpdChange | undefined {
	if (!use || !entry || entry.key.toLowerCase() !== subject.toLowerCase()) {
		return undefined;
	}

	const table = use.kind === 'named' ? configuration.tables.get(use.name) : undefined;
	const place = placeInWords(entry.at);
	return table && table.path !== ''
		? {
				kind: 'table-entry',
				says: `Take \`${entry.key}\` out of the table ${tableInWords(use)} (${place}), then have it read anew with \`smtpctl update table ${table.name}\`.`,
				file: entry.at.file,
				key: entry.key,
			}
		: {...nothing, says: `Take \`${entry.key}\` out of that list (${place}), then restart.`};
}

const bypass: Readonly<Record<string, (dialogue: Dialogue) => string>> = {
	helo: ({helo}) => `helo "${helo}"`,
	'mail-from': ({sender}) => `mail-from "${sender || '@'}"`,
	'rcpt-to': ({recipient}) => `rcpt-to "${recipient}"`,
};

function filterChange(
	{filter, entry}: Refusal & {by: 'filter'},
	configuration: Configuration,
	dialogue: Dialogue,
): OpensmtpdChange {
	const {check, table, negated, phase, name} = filter;
	const subject = {
		src: dialogue.client.address,
		helo: dialogue.helo,
		'mail-from': dialogue.sender,
		'rcpt-to': dialogue.recipient,
		rdns: dialogue.client.reverse.name,
		fcrdns: '',
		auth: '',
	}[check];
	const change = negated ? undefined : entryChange(configuration, table, entry, subject);
	const except = (bypass[check] ?? (({client}) => `src ${client.address}`))(dialogue);
	return (
		change ?? {
			...nothing,
			says: `If this client alone is to pass, add \`filter let-in phase ${phase} match ${except} bypass\`, and name it before “${name}” at the listener: \`filter { let-in ${name} }\`.`,
		}
	);
}

/** The smallest change that lets this client through, and nothing more. */
export function changeOf(
	refusal: Refusal,
	missing: readonly Missing[],
	configuration: Configuration,
	dialogue: Dialogue,
): OpensmtpdChange {
	switch (refusal.by) {
		case 'option': {
			return refusal.option === 'auth'
				? {
						...nothing,
						kind: 'sign-in',
						says: 'Let the client sign in: this listener takes mail from nobody else (`auth`). Nothing needs changing on the server.',
					}
				: {
						...nothing,
						says: 'Let the client begin TLS (STARTTLS): this listener takes no mail without it. Nothing needs changing on the server.',
					};
		}

		case 'filter': {
			return filterChange(refusal, configuration, dialogue);
		}

		case 'senders': {
			const {table, entry} = refusal;
			const {login = '', sender} = dialogue;
			const place = entry ? ` (${placeInWords(entry.at)})` : '';
			return {
				...nothing,
				kind: 'own-sender',
				says: entry
					? `Send from an address of ${login}, which are ${entry.value}; or add ${sender} to them in ${tableInWords(table)}${place}.`
					: `${login} has no addresses in ${tableInWords(table)}: give it a line there, with ${sender}.`,
			};
		}

		case 'rules': {
			const {reason, entry} = refusal.expanded.refused;
			const {rule} = refusal.expanded;
			if (reason !== 'no-rule' && reason !== 'reject-rule') {
				return accountChange(refusal, dialogue);
			}

			const before = reason === 'reject-rule' ? rule : undefined;
			if (before && telling(before).length > 0) {
				return rejecting(before, configuration, entry, dialogue);
			}

			return missing.includes('domain')
				? ruleChange('match-domain', configuration, dialogue, before)
				: missing.includes('login')
					? {
							...nothing,
							kind: 'sign-in',
							says: 'Let the client sign in: there is a rule for whoever has. Nothing needs changing on the server.',
						}
					: missing.includes('login-rule')
						? ruleChange('match-signed-in', configuration, dialogue, before)
						: ruleChange('match-client', configuration, dialogue, before);
		}
	}
}

/** A rule that rejects some: its entry is taken out, or it gets an exception. */
function rejecting(
	{at, criteria}: Rule,
	configuration: Configuration,
	entry: Entry | undefined,
	{client, helo, sender, recipient}: Dialogue,
): OpensmtpdChange {
	const subjects: Readonly<Record<string, string>> = {
		'from-src': client.address,
		helo,
		'mail-from': sender,
		'rcpt-to': recipient,
	};
	const by = criteria.findLast(({table, negated}) => table && !negated);
	const change = by && entryChange(configuration, by.table, entry, subjects[by.kind] ?? '');
	return (
		change ?? {
			...nothing,
			says: `If this client alone is to pass, put a rule for it before that one (${placeInWords(at)}), \`from src ${client.address}\`, with the action that such mail takes otherwise.`,
		}
	);
}

function accountChange(
	{expanded}: Refusal & {by: 'rules'},
	{recipient}: Dialogue,
): OpensmtpdChange {
	const {reason, why} = expanded.refused;
	const {action} = expanded;
	const table = action?.alias ?? action?.virtual;
	const aliases = table ? ` in ${tableInWords(table)}` : '';
	switch (reason) {
		case 'no-user': {
			const account = action?.userbase
				? `to the table ${tableInWords(action.userbase)}`
				: 'on the system';
			return {
				...nothing,
				says: `If there should be such a mailbox, add the account ${why} ${account}${table ? `, or an alias for it${aliases}` : ''}.`,
			};
		}

		case 'no-alias': {
			return {
				...nothing,
				says: `If there should be such a mailbox, give ${recipient} an entry${aliases}.`,
			};
		}

		case 'fault': {
			return {
				...nothing,
				says: 'Take `tls` out of that rule. What matters of it can be demanded at the listener: `tls-require`.',
			};
		}

		default: {
			return nothing;
		}
	}
}
