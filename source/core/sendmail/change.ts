import type {ChangeKind} from '../postfix/change.ts';
import {classFileIn} from './cf-file.ts';
import type {Decision} from './decision.ts';
import {domainMeant, type Tested} from './foresee.ts';
import type {Stale} from './stale.ts';
import {aliasIn, entryOf} from './table-file.ts';
import {asClientAddr, clientName, type TestDialogue} from './test-input.ts';
import {aliasesPath, entriesOf, sourceOf, spotInWords, type Texts} from './texts.ts';

/** The smallest change: what kind, in a sentence, and the file and the entry that it is about. */
export type SendmailChange = {kind: ChangeKind; says: string; table: string; key: string};

const none: SendmailChange = {kind: 'none', says: '', table: '', key: ''};

/** What is known when a change is sought. */
export type Situation = {
	texts: Texts;
	dialogue: TestDialogue;
	tested: Tested;
	decision: Decision;
	stale: Stale | undefined;
	/** The recipient’s domain is this server’s, by its MX. */
	isOwnDomain: boolean;
	/** Signing in is offered. */
	offersLogin: boolean;
};

/** `makemap` is run with the type that sendmail.cf has; the remedies know this one. */
const usualType = 'hash';

/** The table of which a refusal, or a missing entry, would go with `makemap`. */
export function rebuild({stale, decision}: Situation): SendmailChange | undefined {
	const isMissing = decision.why === 'relay' && /^RELAY\b/.test(stale?.now ?? '');
	const isLeft = decision.entry !== undefined && decision.entry.key === stale?.key;
	if (!stale || !(isMissing || isLeft)) {
		return undefined;
	}

	const {path, key, now, was, line} = stale;
	const has =
		now === undefined
			? `${path} has no entry for \`${key}\` any more`
			: `${spotInWords({file: path, line})} has “${now}” for \`${key}\``;
	return {
		kind: 'rebuild-table',
		says: `Build ${path}.db anew with makemap: ${has}, and the table that Sendmail reads has ${was === undefined ? 'none' : `“${was}”`}.`,
		table: path,
		key,
	};
}

/** To let this client relay by its address. */
function admitClient({texts, dialogue}: Situation): SendmailChange {
	const access = sourceOf(texts, 'access');
	const address = asClientAddr(dialogue.client);
	const key = `Connect:${address}`;
	const present = entryOf(entriesOf(texts, 'access') ?? [], key);
	if (access?.type === usualType && present) {
		return {
			...none,
			says: `Change the entry \`${key}\` (${spotInWords({file: access.path, line: present.line})}) from “${present.value}” to RELAY, and build the table anew.`,
		};
	}

	if (access?.type === usualType) {
		return {
			kind: 'add-network',
			says: `Add the line \`${key} RELAY\` to ${access.path}, and build its table anew.`,
			table: access.path,
			key,
		};
	}

	const file = classFileIn(texts.cf, 'R');
	return file
		? {
				kind: 'add-relay-host',
				says: `Add ${address} to ${file.path}, which fills the class R of those that may relay (sendmail.cf, line ${file.line}).`,
				table: file.path,
				key: address,
			}
		: none;
}

function admitDomain({texts, dialogue, tested}: Situation): SendmailChange {
	const file = classFileIn(texts.cf, 'w');
	const domain = domainMeant(tested.parse, dialogue.recipient);
	return file
		? {
				kind: 'add-domain',
				says: `Add ${domain} to ${file.path}, which fills the class w of this server’s own domains (sendmail.cf, line ${file.line}).`,
				table: file.path,
				key: domain,
			}
		: {
				...none,
				says: `Add ${domain} to this server’s own domains: FEATURE(\`use_cw_file') in sendmail.mc, and the domain in /etc/mail/local-host-names.`,
			};
}

/** Whether a login with one of the mechanisms that are offered lets a client relay. */
function canSignIn({dialogue, tested, offersLogin}: Situation): boolean {
	return dialogue.login === undefined && offersLogin && tested.mechanisms.length > 0;
}

function forRelaying(situation: Situation): SendmailChange {
	const {dialogue, tested, isOwnDomain} = situation;
	if (isOwnDomain) {
		return admitDomain(situation);
	}

	if (canSignIn(situation)) {
		return {
			...none,
			kind: 'sign-in',
			says: `Let the client sign in: a login by ${tested.mechanisms.join(' or ')} may relay (TRUST_AUTH_MECH). Nothing needs changing on the server.`,
		};
	}

	return dialogue.login !== undefined && !tested.mechanisms.includes(dialogue.mechanism)
		? {
				...none,
				kind: 'permit-signed-in',
				says: `Add ${dialogue.mechanism} to TRUST_AUTH_MECH in sendmail.mc: the client has signed in by it, and only ${tested.mechanisms.join(' ') || 'nothing'} counts.`,
			}
		: admitClient(situation);
}

/** An exception for this client, sender or recipient alone, by the key under which the entry is looked up. */
function exception({texts, dialogue, decision}: Situation): SendmailChange {
	const {entry} = decision;
	const source = entry && sourceOf(texts, entry.map);
	if (!entry || !source || source.type !== usualType) {
		return none;
	}

	const found = entryOf(entriesOf(texts, entry.map) ?? [], entry.key);
	const at = spotInWords({file: source.path, line: found?.line ?? null});
	const said = `\`${found?.key ?? entry.key}\` has “${entry.value}” (${at}).`;
	const [, tag = '', name = ''] = /^([A-Za-z_]+:)?(.*)$/.exec(entry.key) ?? [];
	const isAddress = /^(IPv6:|[\d.]+$)/i.test(name);
	const own = /check_?mail$/i.test(decision.ruleset)
		? {tag: 'From:', name: dialogue.sender}
		: /check_?relay$/i.test(decision.ruleset)
			? {tag: 'Connect:', name: isAddress ? asClientAddr(dialogue.client) : clientName(dialogue)}
			: {tag: 'To:', name: dialogue.recipient};
	const isOwnEntry = name.toLowerCase() === own.name.toLowerCase();
	return entry.map !== 'access' || isOwnEntry || own.name === ''
		? {
				kind: 'access-entry',
				says: `${said} Take that entry out, and build the table anew.`,
				table: source.path,
				key: found?.key ?? entry.key,
			}
		: {
				kind: 'access-exception',
				says: `${said} Give ${own.name} an entry of its own, \`${tag || own.tag}${own.name} OK\`: it is looked up before.`,
				table: source.path,
				key: `${tag || own.tag}${own.name}`,
			};
}

/** The smallest change that lets this client through, and nothing more. */
export function smallestChange(situation: Situation): SendmailChange {
	const {texts, dialogue, decision} = situation;
	const stale = rebuild(situation);
	if (stale) {
		return stale;
	}

	switch (decision.why) {
		case 'relay': {
			return forRelaying(situation);
		}

		case 'entry': {
			return exception(situation);
		}

		case 'table-fault': {
			const source = decision.failed === undefined ? undefined : sourceOf(texts, decision.failed);
			return source?.type === usualType
				? {
						kind: 'rebuild-table',
						says: `Build ${source.path}.db with makemap, and see that Sendmail may read it.`,
						table: source.path,
						key: decision.failed ?? '',
					}
				: none;
		}

		case 'login-wanted': {
			return {
				...none,
				kind: 'sign-in',
				says: 'Let the client sign in: this listener takes mail from nobody else (`M=a`). Nothing needs changing on the server.',
			};
		}

		case 'sender-domain': {
			return {
				...none,
				says: `Send from an address whose domain has an MX record or an address. Nothing needs changing on the server.`,
			};
		}

		case 'rate':
		case 'connections': {
			const tag = decision.why === 'rate' ? 'ClientRate' : 'ClientConn';
			return {
				...none,
				says: `If the client needs more, give it an entry of its own in ${sourceOf(texts, 'access')?.path ?? 'the access table'}, \`${tag}:${asClientAddr(dialogue.client)}\` with a higher number (0 is no limit), and build the table anew.`,
			};
		}

		case 'no-such-user': {
			const path = aliasesPath(texts);
			const name = dialogue.recipient.replace(/@.*$/, '');
			if (aliasIn(texts.files.get(path) ?? '', name) !== undefined) {
				return {
					kind: 'rebuild-aliases',
					says: `Build the table of aliases anew with newaliases: ${path} has ${name}, and the table has not.`,
					table: path,
					key: name,
				};
			}

			return {
				kind: 'add-recipient',
				says: `Make ${dialogue.recipient} a user of the server, or give the name an entry in ${path} and run newaliases.`,
				table: path,
				key: name,
			};
		}

		default: {
			return none;
		}
	}
}
