import type {OpensmtpdChangeKind} from '../opensmtpd/change.ts';
import type {Stage} from '../vocabulary.ts';
import {type ChangeKind, type Missing, missing, smallestChange} from './change.ts';
import {placeInWords} from './config-file.ts';
import {clientInWords, type Dialogue} from './dialogue.ts';
import type {About, Reason, Rejection} from './outcome.ts';
import type {Prediction} from './replay.ts';
import type {Settings} from './settings.ts';

/** What the server did. */
export type Observed =
	{accepted: true} | {accepted: false; stage: Stage; code: number; enhanced: string; text: string};

/** What a replay comes to, held against what the server did. */
export type Judgement = {
	service: string;
	outcome: 'refused' | 'accepted';
	/** The server did the same, in the same words. */
	agrees: boolean;
	/** Nothing stood before it that could not be replayed. */
	certain: boolean;
	stage: Stage;
	code: number;
	/** What the settings lead to expect; empty where the recipient is taken. */
	text: string;
	/** The restriction that decides; empty where none does. */
	restriction: string;
	/** The list that it stands in. */
	list: string;
	/** File and line in words. */
	place: string;
	file: string;
	line: number | null;
	reason: Reason | '';
	/** Causes that this bears out. */
	causes: readonly string[];
	/** Why it decides so, in a sentence. */
	because: string;
	change: ChangeKind | OpensmtpdChangeKind;
	/** The smallest change, in a sentence. */
	changeSays: string;
	/** The table and the entry of an access table; for a rule of smtpd.conf, its file and action. */
	table: string;
	key: string;
	/** What could not be replayed, each with its reason. */
	unseen: readonly string[];
	/** Every restriction that was asked, in order: `permit_mynetworks: dunno`. */
	steps: readonly string[];
};

function plain(text: string): string {
	return text
		.replaceAll(/\s+/g, ' ')
		.replace(/^\s*\d\.\d{1,3}\.\d{1,3} /, '')
		.trim()
		.toLowerCase();
}

/** Whether the server’s reply is the one that was expected; a footer may follow it. */
export function isSame(prediction: Prediction, observed: Observed): boolean {
	const {rejection} = prediction;
	if (observed.accepted || !rejection) {
		return observed.accepted && !rejection;
	}

	const {code, enhanced, text} = rejection.reply;
	return (
		code === observed.code &&
		(observed.enhanced === '' || enhanced === observed.enhanced) &&
		plain(observed.text).startsWith(plain(text))
	);
}

const causeOfMissing: Readonly<Record<Missing, readonly string[]>> = {
	network: ['client-not-in-mynetworks'],
	login: ['not-authenticated'],
	'login-off': ['auth-off-on-port'],
	'permit-login': ['submission-override'],
	domain: ['domain-not-local'],
};

const causesOfReason: Readonly<Partial<Record<Reason, readonly string[]>>> = {
	'client-reverse-name': ['ptr-missing'],
	'helo-invalid': ['helo-invalid'],
	'helo-not-fqdn': ['helo-not-fqdn'],
	'helo-unknown': ['helo-unknown'],
	'sender-not-fqdn': ['sender-not-fqdn'],
	'sender-domain': ['sender-domain-missing'],
	'sender-unlisted': ['sender-blocked'],
	'recipient-domain': ['domain-missing'],
	'recipient-unlisted': ['no-such-user'],
	'listed-address': ['ip-listed'],
	'listed-domain': ['domain-listed'],
	'table-fault': ['lookup-table-missing', 'lookup-table-down'],
	configuration: ['config-error'],
	'no-encryption': ['client-without-tls'],
};

/** What access tables are asked about, and the cause that their refusal bears out. */
const causesOfTable: Readonly<Record<About, readonly string[]>> = {
	client: ['local-access-list'],
	helo: ['helo-invalid'],
	sender: ['sender-blocked'],
	login: ['sender-blocked'],
	recipient: [],
	session: [],
};

function causesOf(
	rejection: Rejection,
	lacks: readonly Missing[],
	settings: Settings,
	dialogue: Dialogue,
): readonly string[] {
	const {reason, about, list} = rejection;
	switch (reason) {
		case 'relay':
		case 'general': {
			const isOverride = settings.place(list).service !== undefined;
			const missed = lacks.flatMap(lack => causeOfMissing[lack]);
			return isOverride ? [...missed, 'submission-override'] : missed;
		}

		case 'access-table': {
			return causesOfTable[about];
		}

		case 'client-name': {
			return dialogue.client.reverse.status === 'ok' ? ['ptr-mismatch'] : ['ptr-missing'];
		}

		case 'sender-login': {
			return ['sender-not-owned', ...lacks.flatMap(lack => causeOfMissing[lack])];
		}

		default: {
			return causesOfReason[reason] ?? [];
		}
	}
}

const inWords: Readonly<Record<Missing, (dialogue: Dialogue) => string>> = {
	network: ({client}) => `${client.address} is not in mynetworks`,
	login: () => 'the client has not signed in',
	'login-off': () => 'nobody can sign in at this service',
	'permit-login': ({login}) => `that the client has signed in as ${login} counts for nothing there`,
	domain: ({recipient}) =>
		`${recipient.replace(/^.*@/, '')} is in none of the lists of this server’s domains`,
};

/** What a blocklist was asked for. */
function listedIn({about}: Rejection, dialogue: Dialogue): string {
	switch (about) {
		case 'sender':
		case 'recipient': {
			return dialogue[about].replace(/^.*@/, '');
		}

		case 'helo': {
			return dialogue.helo;
		}

		default: {
			return clientInWords(dialogue);
		}
	}
}

function reasonInWords(
	rejection: Rejection,
	lacks: readonly Missing[],
	dialogue: Dialogue,
): string {
	const {client, helo, sender, recipient} = dialogue;
	const {entry, source = ''} = rejection;
	switch (rejection.reason) {
		case 'relay':
		case 'general': {
			return lacks.length > 0
				? lacks.map(lack => inWords[lack](dialogue)).join(', and ')
				: rejection.reason === 'relay'
					? `${recipient} is not for this server, and nothing in the list lets the client relay`
					: 'nothing before it in the list lets this client through';
		}

		case 'access-table': {
			return entry ? `${entry.table} has “${entry.value}” for ${entry.key}` : '';
		}

		case 'client-name':
		case 'client-reverse-name': {
			return client.reverse.status === 'ok'
				? `the server finds ${client.reverse.name} as the reverse name of ${client.address}, and that name does not lead back`
				: `the server finds no reverse name for ${client.address}`;
		}

		case 'helo-invalid':
		case 'helo-not-fqdn':
		case 'helo-unknown': {
			return `the client announced itself as ${helo}`;
		}

		case 'sender-not-fqdn':
		case 'sender-domain':
		case 'sender-unlisted': {
			return `the sender is ${sender}`;
		}

		case 'sender-login': {
			const owner = entry ? `belongs to ${entry.value}` : 'has no owner';
			const login = dialogue.login;
			return `${sender} ${owner}, and ${login === undefined ? 'nobody has signed in' : `the client has signed in as ${login}`}`;
		}

		case 'recipient-not-fqdn':
		case 'recipient-domain': {
			return `the recipient is ${recipient}`;
		}

		case 'recipient-unlisted': {
			return `${recipient} is not found by ${source}`;
		}

		case 'listed-address':
		case 'listed-domain': {
			return `${source} lists ${listedIn(rejection, dialogue)}`;
		}

		case 'table-fault': {
			return source === '' ? 'a look-up fails' : `${source} cannot be asked`;
		}

		case 'no-encryption': {
			return 'the connection is not encrypted';
		}

		case 'postscreen': {
			return 'postscreen answered itself';
		}

		case 'configuration': {
			return 'that restriction is not written as Postfix wants it';
		}
	}
}

/** What a replay leads to expect, and what would change it; no reply bears it out. */
export function foresee(
	prediction: Prediction,
	settings: Settings,
	dialogue: Dialogue,
	isOwnDomain: boolean,
): Omit<Judgement, 'agrees'> {
	const {rejection, permitted, stage, unseen, steps} = prediction;
	const {name, type} = settings.service;
	const lacks = rejection ? missing(rejection, settings, dialogue, isOwnDomain) : [];
	const decides = rejection ?? permitted;
	const change = rejection
		? smallestChange(rejection, settings, dialogue, lacks)
		: {kind: 'none' as const, says: ''};
	return {
		service: `${name}/${type}`,
		outcome: rejection ? 'refused' : 'accepted',
		certain: unseen.length === 0,
		stage,
		code: rejection?.reply.code ?? 250,
		text: rejection ? `${rejection.reply.enhanced} ${rejection.reply.text}` : '',
		restriction: decides?.restriction ?? '',
		list: decides?.list ?? '',
		place: decides ? placeInWords(decides.at) : '',
		file: decides?.at.file ?? '',
		line: decides?.at.line ?? null,
		reason: rejection?.reason ?? '',
		causes: rejection
			? [...new Set([...causesOf(rejection, lacks, settings, dialogue), 'setting-found'])]
			: [],
		because: rejection ? reasonInWords(rejection, lacks, dialogue) : '',
		change: change.kind,
		changeSays: change.says,
		table: rejection?.entry?.table ?? '',
		key: rejection?.entry?.key ?? '',
		unseen: unseen.map(({restriction, at, why}) => `${restriction} (${placeInWords(at)}): ${why}`),
		steps: steps.map(({restriction, came}) => `${restriction}: ${came}`),
	};
}

/** Holds a replay against what the server did, and says what would change it. */
export function judge(
	prediction: Prediction,
	observed: Observed,
	settings: Settings,
	dialogue: Dialogue,
	isOwnDomain: boolean,
): Judgement {
	const foreseen = foresee(prediction, settings, dialogue, isOwnDomain);
	return {...foreseen, agrees: isSame(prediction, observed)};
}
