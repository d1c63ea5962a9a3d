import {clientInWords, type Dialogue} from '../postfix/dialogue.ts';
import type {Reason} from '../postfix/outcome.ts';
import {type At, placeInWords, type Rule} from './configuration.ts';
import {criterionInWords, telling} from './criteria.ts';
import {tableInWords} from './look-up.ts';
import {lacksOf, type Lacks, type Missing} from './missing.ts';
import type {Prediction, Refusal} from './replay.ts';

/** What decides, in the words of the configuration, and why. */
export type Account = {
	restriction: string;
	list: string;
	at: At | undefined;
	reason: Reason;
	causes: readonly string[];
	because: string;
	missing: readonly Missing[];
};

const causesOfMissing: Readonly<Record<Missing, readonly string[]>> = {
	network: ['client-not-in-mynetworks', 'relay-denied-in-disguise'],
	login: ['not-authenticated', 'relay-denied-in-disguise'],
	'login-off': ['auth-off-on-port', 'relay-denied-in-disguise'],
	'login-rule': ['submission-override', 'relay-denied-in-disguise'],
	domain: ['domain-not-local'],
};

/** Refused for a foreign domain, it is relaying that is refused, whatever lacks. */
function causesOfLacks({missing}: Lacks): readonly string[] {
	const causes = missing.flatMap(lack => causesOfMissing[lack]);
	return causes.length > 0 ? causes : ['relay-denied-in-disguise'];
}

/** What a rule or filter that refuses by this bears out. */
const causesOfCheck: Readonly<Record<string, readonly string[]>> = {
	'from-src': ['local-access-list'],
	'from-rdns': ['local-access-list'],
	src: ['local-access-list'],
	rdns: ['local-access-list'],
	helo: ['helo-invalid'],
	'mail-from': ['sender-blocked'],
	auth: ['not-authenticated'],
};

function byFilter({filter, entry}: Refusal & {by: 'filter'}, dialogue: Dialogue): Account {
	const {check, negated, table, written, at, name} = filter;
	const {client, helo, sender, recipient, login} = dialogue;
	const withoutName = client.reverse.status !== 'ok';
	const isName = check === 'fcrdns' || check === 'rdns';
	const about = {
		fcrdns: withoutName
			? `the server finds no reverse name for ${client.address}`
			: `the server finds ${client.reverse.name} as the reverse name of ${client.address}, and that name ${negated ? 'does not lead' : 'leads'} back`,
		rdns: withoutName
			? `the server finds no reverse name for ${client.address}`
			: `the server finds ${client.reverse.name} as the reverse name of ${client.address}`,
		src: `the client is ${clientInWords(dialogue)}`,
		helo: `the client announced itself as ${helo}`,
		auth: login === undefined ? 'nobody has signed in' : `the client has signed in as ${login}`,
		'mail-from': `the sender is ${sender || '<>'}`,
		'rcpt-to': `the recipient is ${recipient}`,
	}[check];
	const byEntry = entry
		? `, and ${table ? tableInWords(table) : ''} has “${entry.key}” (${placeInWords(entry.at)})`
		: '';
	const nameless = isName && negated && !table;
	return {
		restriction: written,
		list: `the filter “${name}”`,
		at,
		reason: isName ? 'client-name' : check === 'helo' ? 'helo-invalid' : 'access-table',
		causes: nameless
			? [withoutName ? 'ptr-missing' : 'ptr-mismatch']
			: (causesOfCheck[check] ?? []),
		because: `${about}${byEntry}`,
		missing: [],
	};
}

function byRejectRule(rule: Rule, {expanded}: Refusal & {by: 'rules'}, lacks: Lacks): Account {
	const tells = telling(rule);
	const {entry} = expanded.refused;
	const isCatchAll = tells.length === 0;
	return {
		restriction: rule.written,
		list: 'the match rules',
		at: rule.at,
		reason: isCatchAll ? 'relay' : 'access-table',
		causes: isCatchAll
			? causesOfLacks(lacks)
			: tells.flatMap(({kind, negated}) => (negated ? [] : (causesOfCheck[kind] ?? []))),
		because: isCatchAll
			? [...lacks.because, 'this rule rejects all that is left'].join(', and ')
			: `what it asks for holds (${tells.map(criterionInWords).join(', ')})${entry ? `: “${entry.key}” (${placeInWords(entry.at)})` : ''}`,
		missing: isCatchAll ? lacks.missing : [],
	};
}

function byRules(refusal: Refusal & {by: 'rules'}, dialogue: Dialogue, lacks: Lacks): Account {
	const {expanded} = refusal;
	const {reason, recipient, entry, why} = expanded.refused;
	const {rule, action} = expanded;
	const list = 'the match rules';
	const led =
		recipient.toLowerCase() === dialogue.recipient.toLowerCase()
			? ''
			: `an alias leads to ${recipient}, and `;
	const common = {
		restriction: rule?.written ?? 'the end of the list',
		list,
		at: rule?.at,
		missing: [],
	} as const;
	const alias = entry ? `, to which \`${entry.key}\` leads (${placeInWords(entry.at)})` : '';
	switch (reason) {
		case 'no-rule': {
			return {
				...common,
				at: lacks.nearest?.at,
				reason: 'relay',
				causes: led === '' ? causesOfLacks(lacks) : [],
				because: `${led}${lacks.because.join(', and ')}`,
				missing: led === '' ? lacks.missing : [],
			};
		}

		case 'reject-rule': {
			return rule
				? byRejectRule(rule, refusal, lacks)
				: {...common, reason: 'general', causes: [], because: ''};
		}

		case 'fault': {
			return {...common, reason: 'configuration', causes: ['config-error'], because: why};
		}

		case 'no-user': {
			const where = action?.userbase
				? `the table ${tableInWords(action.userbase)} has no ${why}`
				: `there is no account ${why}`;
			return {
				...common,
				reason: 'recipient-unlisted',
				causes: ['no-such-user'],
				because: `its action “${rule?.action}” (line ${action?.at.line ?? 0}) delivers here, and ${where}${alias}`,
			};
		}

		case 'no-alias': {
			const table = action?.virtual;
			return {
				...common,
				reason: 'recipient-unlisted',
				causes: ['no-such-user'],
				because: `its action “${rule?.action}” (line ${action?.at.line ?? 0}) looks ${recipient} up in ${table ? tableInWords(table) : 'its aliases'}, and there is no entry for it`,
			};
		}

		case 'alias-error': {
			return {
				...common,
				reason: 'recipient-unlisted',
				causes: ['no-such-user'],
				because: `an alias says so${alias}`,
			};
		}

		case 'alias-loop': {
			return {
				...common,
				reason: 'configuration',
				causes: ['config-error'],
				because: `the aliases of ${recipient} lead in circles`,
			};
		}

		case 'no-forward': {
			return {
				...common,
				reason: 'recipient-unlisted',
				causes: [],
				because: `its action “${rule?.action}” delivers by \`.forward\` alone, and ${why} seems to have none`,
			};
		}
	}
}

/** Who refuses, where it stands, what it bears out, and why. */
export function accountOf(
	refusal: Refusal,
	{listener}: Prediction,
	dialogue: Dialogue,
	isOwnDomain: boolean,
): Account {
	const atListener = {
		restriction: listener.written,
		list: 'the listener',
		at: listener.at,
		missing: [],
	};
	switch (refusal.by) {
		case 'option': {
			return refusal.option === 'auth'
				? {
						...atListener,
						reason: 'relay',
						causes: ['not-authenticated'],
						because: 'it says `auth`, and nobody has signed in',
					}
				: {
						...atListener,
						reason: 'no-encryption',
						causes: ['client-without-tls'],
						because: 'it says `tls-require`, and the connection is not encrypted',
					};
		}

		case 'filter': {
			return byFilter(refusal, dialogue);
		}

		case 'senders': {
			const {entry, table} = refusal;
			const has = entry ? `has ${entry.value} for` : 'has no entry for';
			return {
				...atListener,
				reason: 'sender-login',
				causes: ['sender-not-owned'],
				because: `the client has signed in as ${dialogue.login}, the sender is ${dialogue.sender || '<>'}, and ${tableInWords(table)} ${has} ${dialogue.login}`,
			};
		}

		case 'rules': {
			const {tried} = refusal.expanded;
			const lacks = lacksOf(tried, dialogue, listener.auth !== 'none', isOwnDomain);
			return byRules(refusal, dialogue, lacks);
		}
	}
}
