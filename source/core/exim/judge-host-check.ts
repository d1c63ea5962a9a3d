import type {Judgement, Observed} from '../postfix/judge.ts';
import {type AclCheck, type AclStatement, decisive, type HostCheck} from './host-check.ts';

export type EximDialogue = {
	client: string;
	sender: string;
	recipient: string;
	helo: string;
	login: string | undefined;
	/** Signing in is offered. */
	offersLogin: boolean;
	/** The recipient’s domain belongs to this server, by its MX. */
	isOwnDomain: boolean;
	secure: boolean;
	port: number;
};

function plain(text: string): string {
	return text
		.replace(/^[245]\.\d{1,3}\.\d{1,3} /, '')
		.replaceAll(/\s+/g, ' ')
		.trim()
		.toLowerCase();
}

/** Conditions of the statements before the last one that would have let the client in. */
function wayIn(check: HostCheck, what: string): string | undefined {
	const tried = check.acls
		.at(-1)
		?.statements.filter(({verb, held}) => verb === 'accept' && held === false)
		.flatMap(({checks}) => checks.filter(c => c.what === what && c.value.trim() !== ':'));
	const list = tried?.at(-1);
	return list && [list.value, ...list.lists.slice(0, 1).map(members => `(${members})`)].join(' ');
}

/** What does something and decides nothing. */
const modifiers = new Set([
	'control',
	'add_header',
	'remove_header',
	'set',
	'delay',
	'queue',
	'udpsend',
]);

function lastCondition({checks}: AclStatement): AclCheck | undefined {
	return checks.findLast(({what}) => !modifiers.has(what));
}

/** A condition, with what an expansion in it came to. */
function conditionInWords({what, value, lists}: AclCheck): string {
	return `${what} = ${value.startsWith('${') ? (lists.at(-1) ?? value) : value}`;
}

function written(statement: AclStatement): string {
	const last = lastCondition(statement);
	return last ? `${statement.verb} ${conditionInWords(last)}` : statement.verb;
}

type Reasons = {causes: string[]; because: string[]; says: string};

/** Refused relaying: what would have let the client in, and did not fit. */
function relaying(check: HostCheck, dialogue: EximDialogue): Reasons {
	const {client, recipient, login, offersLogin, isOwnDomain} = dialogue;
	const domain = recipient.replace(/^.*@/, '');
	const domains = check.acls
		.at(-1)
		?.statements.at(-1)
		?.checks.findLast(c => c.what === 'domains');
	const foreign = domains ? [`${domain} is not in ${domains.value}`] : [];
	if (isOwnDomain) {
		return {
			causes: ['domain-not-local'],
			because: foreign,
			says: `Add ${domain} to the domains of this server: on Debian dc_other_hostnames in /etc/exim4/update-exim4.conf.conf.`,
		};
	}

	const hosts = wayIn(check, 'hosts');
	const canSignIn = wayIn(check, 'authenticated') !== undefined && login === undefined;
	return {
		causes: [
			...(hosts === undefined ? [] : ['client-not-in-mynetworks']),
			...(canSignIn && offersLogin ? ['not-authenticated'] : []),
		],
		because: [
			...(hosts === undefined ? [] : [`${client} is not in ${hosts}`]),
			...(canSignIn ? ['nobody has signed in'] : []),
			...foreign,
		],
		says:
			canSignIn && offersLogin
				? 'Let the client sign in. Nothing needs changing on the server.'
				: hosts === undefined
					? ''
					: `Add ${client} to ${hosts.replace(/ \(.*/, '')}: on Debian dc_relay_nets in /etc/exim4/update-exim4.conf.conf.`,
	};
}

/** Any other refusal, by the condition that decided. */
function byCondition(statement: AclStatement | undefined, dialogue: EximDialogue): Reasons {
	const check = statement && lastCondition(statement);
	const value = check?.value ?? '';
	const known: Readonly<Record<string, readonly string[]>> = {
		hosts: ['local-access-list'],
		senders: ['sender-blocked'],
		dnslists: ['ip-listed'],
	};
	const verified: ReadonlyArray<readonly [RegExp, string]> = [
		[/^recipient/, 'no-such-user'],
		[/^sender/, 'sender-domain-missing'],
		[/^helo/, 'helo-invalid'],
		[/^reverse_host_lookup/, 'ptr-mismatch'],
	];
	const verification = verified.find(([pattern]) => pattern.test(value))?.[1];
	const causes = check?.what === 'verify' && verification ? [verification] : [];
	return {
		causes: [...causes, ...(known[check?.what ?? ''] ?? [])],
		because: [
			check
				? `that condition decides for ${dialogue.client}, ${dialogue.sender || 'the null sender'} and ${dialogue.recipient}`
				: 'no statement of that list accepts it',
		],
		says: '',
	};
}

/** Conditions that `-bh` cannot judge as the real server did. */
function unseenIn(check: HostCheck, {secure}: EximDialogue): string[] {
	const checks = check.acls.flatMap(({statements}) => statements.flatMap(s => s.checks));
	return [
		...checks
			.filter(({what, value}) => what.endsWith('verify') && value.includes('callout'))
			.map(({what, value}) => `${what} = ${value}: no address is called out to in a test`),
		...checks
			.filter(({what}) => what.endsWith('ratelimit'))
			.map(({what, value}) => `${what} = ${value}: a test counts nothing`),
		...checks
			.filter(({what, value}) => secure && (what === 'encrypted' || value.includes('$tls_')))
			.map(({what, value}) => `${what} = ${value}: the test has no TLS`),
	];
}

/** What `exim -bh` leads to expect; no reply bears it out. */
export function foreseeHostCheck(
	check: HostCheck,
	dialogue: EximDialogue,
): Omit<Judgement, 'agrees'> {
	const refusal = check.replies.find(({code}) => code >= 400);
	const stages = ['banner', 'ehlo', 'mail', 'rcpt'] as const;
	const stage = stages[refusal ? check.replies.indexOf(refusal) : 3] ?? 'rcpt';
	const statement = refusal ? decisive(check) : check.acls.at(-1)?.statements.at(-1);
	const acl = check.acls.at(-1)?.name ?? '';
	const unseen = unseenIn(check, dialogue);
	const isRelay = refusal !== undefined && /relay/i.test(refusal.text);
	const reasons = refusal
		? isRelay
			? relaying(check, dialogue)
			: byCondition(statement, dialogue)
		: undefined;
	const place =
		statement && statement.file !== '' ? `${statement.file}, line ${statement.line}` : acl;
	return {
		service: `exim port ${dialogue.port}`,
		outcome: refusal ? 'refused' : 'accepted',
		certain: unseen.length === 0,
		stage,
		code: refusal?.code ?? 250,
		text: refusal?.text ?? '',
		restriction: statement ? written(statement) : refusal ? 'the end of the list' : '',
		list: acl,
		place,
		file: statement?.file ?? '',
		line: statement?.line ?? null,
		reason: refusal ? (isRelay ? 'relay' : 'general') : '',
		causes: reasons ? [...new Set([...reasons.causes, 'setting-found'])] : [],
		because: reasons?.because.join(', and ') ?? '',
		change: 'none',
		changeSays: reasons?.says ?? '',
		table: '',
		key: '',
		unseen,
		steps:
			check.acls
				.at(-1)
				?.statements.map(s => `${written(s)}: ${s.held === true ? 'held' : 'did not hold'}`) ?? [],
	};
}

/** Holds what `exim -bh` leads to against what the server said. */
export function judgeHostCheck(
	check: HostCheck,
	observed: Observed,
	dialogue: EximDialogue,
): Judgement {
	const foreseen = foreseeHostCheck(check, dialogue);
	const {outcome, code, text} = foreseen;
	const isRefused = outcome === 'refused';
	const agrees = observed.accepted
		? !isRefused
		: isRefused && observed.code === code && plain(observed.text).startsWith(plain(text));
	return {...foreseen, agrees};
}
